import { OwnerUnavailable } from '@sightline/contracts';
import * as openid from 'openid-client';
import { SignInRefused, type PersonTokens, type SignInProvider } from '../../application/ports.js';

/** An OpenID provider outside, found by discovery. */
export interface ExternalProvider {
  readonly kind: 'external';
  readonly issuer: string;
  readonly clientId: string;
  /** Null for a public client; PKCE is used either way. */
  readonly clientSecret: string | null;
  readonly scope: string;
  /** RFC 8707: which API the access token is for; null where the provider needs no telling. */
  readonly resource: string | null;
}

/** The portal's own provider. The browser goes to its public address, the portal to itself. */
export interface OwnProvider {
  readonly kind: 'own';
  readonly issuer: string;
  /** Where this process reaches the provider, as in `http://127.0.0.1:8080/oidc`. */
  readonly internalUrl: string;
}

export type ProviderSettings = ExternalProvider | OwnProvider;

const timeoutSeconds = 5;
const ownAlgorithm = 'ES256';

const ownConfiguration = ({ issuer, internalUrl }: OwnProvider): openid.Configuration =>
  new openid.Configuration(
    {
      issuer,
      authorization_endpoint: `${issuer}/auth`,
      token_endpoint: `${internalUrl}/token`,
      jwks_uri: `${internalUrl}/jwks`,
      id_token_signing_alg_values_supported: [ownAlgorithm],
    },
    'portal',
    { id_token_signed_response_alg: ownAlgorithm },
    openid.None(),
  );

const externalConfiguration = async ({ issuer, clientId, clientSecret }: ExternalProvider) =>
  openid.discovery(
    new URL(issuer),
    clientId,
    undefined,
    clientSecret === null ? openid.None() : openid.ClientSecretBasic(clientSecret),
    { timeout: timeoutSeconds, ...(issuer.startsWith('http:') ? { execute: [openid.allowInsecureRequests] } : {}) },
  );

/** What the provider said about the request; anything else is an outage. */
const refusedByProvider = (error: unknown): boolean =>
  error instanceof openid.AuthorizationResponseError ||
  (error instanceof openid.ResponseBodyError && error.status < 500) ||
  (error instanceof openid.ClientError &&
    !/^OAUTH_(TIMEOUT|RESPONSE_IS_NOT_JSON|RESPONSE_IS_NOT_CONFORM)$/.test(String(error.code)));

const judged = async <Result>(work: () => Promise<Result>): Promise<Result> => {
  try {
    return await work();
  } catch (error) {
    if (refusedByProvider(error)) throw new SignInRefused('the provider refused', { cause: error });
    throw new OwnerUnavailable('sign-in', { cause: error });
  }
};

type Answer = openid.TokenEndpointResponse & openid.TokenEndpointResponseHelpers;
const unsaidLifetimeSeconds = 300;

const tokensOf = (answer: Answer, now: Date, before?: PersonTokens): PersonTokens => ({
  accessToken: answer.access_token,
  accessEndsAt: new Date(now.getTime() + (answer.expiresIn() ?? unsaidLifetimeSeconds) * 1000),
  refreshToken: answer.refresh_token ?? before?.refreshToken ?? null,
  idToken: answer.id_token ?? before?.idToken ?? '',
});

/** Signing in by authorization code with PKCE, state and nonce (RFC 9700), with `openid-client`. */
export function openIdSignIn(settings: ProviderSettings, publicUrl: string, clock: { now(): Date }): SignInProvider {
  let found: Promise<openid.Configuration> | undefined;
  const configuration = async (): Promise<openid.Configuration> => {
    found ??= (async () => {
      const configured = settings.kind === 'own' ? ownConfiguration(settings) : await externalConfiguration(settings);
      if (settings.kind === 'own') openid.allowInsecureRequests(configured);
      configured.timeout = timeoutSeconds;
      // The ID token's signature counts too, not only the connection that it came through.
      openid.enableNonRepudiationChecks(configured);
      return configured;
    })();
    try {
      return await found;
    } catch (error) {
      found = undefined;
      throw new OwnerUnavailable('sign-in', { cause: error });
    }
  };

  return {
    async begin(returnTo) {
      const config = await configuration();
      const underWay = {
        state: openid.randomState(),
        nonce: openid.randomNonce(),
        codeVerifier: openid.randomPKCECodeVerifier(),
        returnTo,
      };
      const goTo = openid.buildAuthorizationUrl(config, {
        redirect_uri: `${publicUrl}/callback`,
        scope: settings.kind === 'own' ? 'openid' : settings.scope,
        state: underWay.state,
        nonce: underWay.nonce,
        code_challenge: await openid.calculatePKCECodeChallenge(underWay.codeVerifier),
        code_challenge_method: 'S256',
        // The sample sign-in has no password: who signs out and in again wants to choose again.
        ...(settings.kind === 'own' ? { prompt: 'login' } : {}),
        ...(settings.kind === 'external' && settings.resource !== null ? { resource: settings.resource } : {}),
      });
      return { goTo: goTo.href, underWay };
    },
    async finish(callbackUrl, { state, nonce, codeVerifier }) {
      const config = await configuration();
      return judged(async () => {
        const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: codeVerifier };
        const answer = await openid.authorizationCodeGrant(config, callbackUrl, { ...checks, idTokenExpected: true });
        return tokensOf(answer, clock.now());
      });
    },
    async renew(tokens) {
      const config = await configuration();
      return judged(async () =>
        tokensOf(await openid.refreshTokenGrant(config, tokens.refreshToken ?? ''), clock.now(), tokens),
      );
    },
    async signOutAddress(tokens) {
      if (settings.kind === 'own') return '/';
      const config = await configuration();
      if (config.serverMetadata().end_session_endpoint === undefined) return '/';
      return openid.buildEndSessionUrl(config, {
        post_logout_redirect_uri: `${publicUrl}/`,
        ...(tokens?.idToken ? { id_token_hint: tokens.idToken } : {}),
      }).href;
    },
  };
}
