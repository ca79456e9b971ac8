export type { Caller, ClientCaller, KnownPerson, PersonCaller } from './caller.js';
export { AccessTokenVerifier } from './access-token-verifier.js';
export type { AccessTokenRules } from './access-token-verifier.js';
export { keysAt, keysOf, keysOfIssuer } from './verification-keys.js';
export { tokensOfIssuers, type AccessTokens } from './tokens-of-issuers.js';
export type { VerificationKeys } from './verification-keys.js';
export { ClientsOnly, CurrentCaller, PeopleOnly, Public, Scopes, type SignedInRequest } from './sign-in.decorators.js';
export { SignInGuard } from './sign-in.guard.js';
