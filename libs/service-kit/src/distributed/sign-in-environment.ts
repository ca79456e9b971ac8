import type { PeopleReader } from '@sightline/contracts';
import type { Clock } from '../clock.js';
import { AccessTokenVerifier, keysAt } from '../sign-in/index.js';
import { InvalidEnvironment, requiredVariable } from './variables.js';

/** The OpenID provider of an installation: the portal's own or an external one. */
export interface SignInEnvironment {
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUrl: string;
  readonly tokenUrl: string;
  /** Which claim of an external provider's token holds the roster's `username`, `email` or `sourcedId`; null for the portal's own. */
  readonly loginClaim: string | null;
}

/**
 * OIDC_ISSUER, and where they are not the portal's own provider's: OIDC_AUDIENCE, OIDC_JWKS_URL, OIDC_TOKEN_URL, OIDC_LOGIN_CLAIM.
 * @throws InvalidEnvironment that names the variable
 */
export function readSignIn(environment: NodeJS.ProcessEnv): SignInEnvironment {
  const address = (name: string, text: string): string => {
    if (!/^https?:$/.test(URL.parse(text)?.protocol ?? ''))
      throw new InvalidEnvironment(`${name} must be an http or https address`);
    return text;
  };
  const issuer = address('OIDC_ISSUER', requiredVariable(environment, 'OIDC_ISSUER'));
  return {
    issuer,
    audience: environment['OIDC_AUDIENCE'] ?? 'urn:sightline:api',
    jwksUrl: address('OIDC_JWKS_URL', environment['OIDC_JWKS_URL'] ?? `${issuer}/jwks`),
    tokenUrl: address('OIDC_TOKEN_URL', environment['OIDC_TOKEN_URL'] ?? `${issuer}/token`),
    loginClaim: environment['OIDC_LOGIN_CLAIM'] || null,
  };
}

/** Judges the provider's tokens. @param people finds whom an external provider's token means */
export const accessTokensOf = (
  { issuer, audience, jwksUrl, loginClaim }: SignInEnvironment,
  clock: Clock,
  people: Pick<PeopleReader, 'find'>,
): AccessTokenVerifier =>
  new AccessTokenVerifier({
    ...{ issuer, audience, clock, keys: keysAt(jwksUrl) },
    ...(loginClaim === null ? {} : { roster: { claim: loginClaim, find: (login: string) => people.find(login) } }),
  });
