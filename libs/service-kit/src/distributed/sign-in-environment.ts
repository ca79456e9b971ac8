import type { PeopleReader } from '@sightline/contracts';
import type { Clock } from '../clock.js';
import {
  AccessTokenVerifier,
  keysAt,
  keysOfIssuer,
  tokensOfIssuers,
  type AccessTokens,
  type VerificationKeys,
} from '../sign-in/index.js';
import { InvalidEnvironment, requiredVariable } from './variables.js';

/** The audience of the portal's own tokens. */
const ownAudience = 'urn:sightline:api';

/** An OpenID provider of the district at which people sign in. */
export interface ExternalSignIn {
  /** Exactly the `iss` of its tokens. */
  readonly issuer: string;
  /** Must be among the `aud` of its tokens. */
  readonly audience: string;
  /** As which Sightline is registered there; tokens given to other applications are refused. */
  readonly clientId: string;
  /** Null: where the provider's own description says. */
  readonly jwksUrl: string | null;
  /** The claim of its tokens that holds the roster's `username`, `email` or `sourcedId`. */
  readonly loginClaim: string;
}

/** Where access tokens come from: the portal's own provider, and for people an external one where there is one. */
export interface SignInEnvironment {
  readonly issuer: string;
  readonly jwksUrl: string;
  readonly tokenUrl: string;
  readonly external: ExternalSignIn | null;
}

const webAddress = (name: string, text: string): string => {
  if (!/^https?:$/.test(URL.parse(text)?.protocol ?? ''))
    throw new InvalidEnvironment(`${name} must be an http or https address`);
  return text;
};

const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Keys that come over a network in the clear could be anybody's. */
const safeAddress = (name: string, text: string): string => {
  const { protocol, hostname } = new URL(webAddress(name, text));
  if (protocol === 'http:' && !loopback.has(hostname)) throw new InvalidEnvironment(`${name} must be an https address`);
  return text;
};

const readExternal = (environment: NodeJS.ProcessEnv): ExternalSignIn | null => {
  const issuer = environment['SIGN_IN_ISSUER'];
  if (!issuer) return null;
  const jwksUrl = environment['SIGN_IN_JWKS_URL'];
  return {
    issuer: safeAddress('SIGN_IN_ISSUER', issuer),
    audience: requiredVariable(environment, 'SIGN_IN_AUDIENCE'),
    clientId: requiredVariable(environment, 'SIGN_IN_CLIENT_ID'),
    jwksUrl: jwksUrl ? safeAddress('SIGN_IN_JWKS_URL', jwksUrl) : null,
    loginClaim: environment['SIGN_IN_LOGIN_CLAIM'] || 'preferred_username',
  };
};

/**
 * OIDC_ISSUER, the portal's own provider, and OIDC_JWKS_URL and OIDC_TOKEN_URL where it is reached by other addresses. With
 * SIGN_IN_ISSUER people sign in elsewhere: SIGN_IN_AUDIENCE, SIGN_IN_CLIENT_ID, SIGN_IN_JWKS_URL, SIGN_IN_LOGIN_CLAIM.
 * @throws InvalidEnvironment that names the variable
 */
export function readSignIn(environment: NodeJS.ProcessEnv): SignInEnvironment {
  const issuer = webAddress('OIDC_ISSUER', requiredVariable(environment, 'OIDC_ISSUER'));
  const external = readExternal(environment);
  if (external?.issuer === issuer) throw new InvalidEnvironment('SIGN_IN_ISSUER must be another one than OIDC_ISSUER');
  return {
    issuer,
    jwksUrl: webAddress('OIDC_JWKS_URL', environment['OIDC_JWKS_URL'] ?? `${issuer}/jwks`),
    tokenUrl: webAddress('OIDC_TOKEN_URL', environment['OIDC_TOKEN_URL'] ?? `${issuer}/token`),
    external,
  };
}

/**
 * Judges access tokens. Beside an external provider the portal's own gives tokens to machine clients alone, and the
 * external one to people alone: neither can stand in for the other.
 * @param people finds whom an external provider's token means
 * @param ownKeys of the portal's provider, where they are at hand
 */
export const accessTokensOf = (
  { issuer, jwksUrl, external }: SignInEnvironment,
  clock: Clock,
  people: Pick<PeopleReader, 'find'>,
  ownKeys: VerificationKeys = keysAt(jwksUrl),
): AccessTokens => {
  const own = { issuer, audience: ownAudience, clock, keys: ownKeys };
  if (external === null) return new AccessTokenVerifier(own);
  return tokensOfIssuers({
    [issuer]: new AccessTokenVerifier({ ...own, bearers: 'machines' }),
    [external.issuer]: new AccessTokenVerifier({
      ...{ issuer: external.issuer, audience: external.audience, clientId: external.clientId, clock },
      keys: external.jwksUrl === null ? keysOfIssuer(external.issuer) : keysAt(external.jwksUrl),
      bearers: 'people',
      roster: { claim: external.loginClaim, find: (login) => people.find(login) },
    }),
  });
};
