import type { EventEmitter } from 'node:events';
import { Provider, errors } from 'oidc-provider';
import type { AdapterFactory, Configuration, KoaContextWithOIDC, ResourceServer } from 'oidc-provider';
import { Html, pageHeaders } from '../../pages/html.js';
import { signedOutPage, signInStoppedPage, signOutPage, type SuggestedPerson } from '../../pages/sign-in.page.js';
import { boundedTokenStore } from './bounded-token-store.js';
import type { ProviderKeys } from './key-folder.js';
import { clientMetadata } from './provider-clients.js';
import type { MachineClient } from './provider-clients.js';
import { registerSamplePersonGrant } from './sample-person-grant.js';
import type { SignInPeople, SignInPerson } from './sign-in-people.js';

export interface BuiltInProviderOptions {
  /** Origin under which people reach the portal, as in `http://127.0.0.1:8080`. */
  readonly publicUrl: string;
  readonly keys: ProviderKeys;
  readonly people: SignInPeople;
  /** Shown first on the sample sign-in; whoever of them is not on the roster is left out. */
  readonly suggestedPeople?: readonly SuggestedPerson[] | undefined;
  /** Lets anybody on this computer sign in as anybody on the roster, without a password. Never in production. */
  readonly sampleGrant: boolean;
  readonly clients: readonly MachineClient[];
  /** Where sessions and codes live; `boundedTokenStore()` unless said otherwise. */
  readonly storage?: AdapterFactory;
  /** Told of failures inside the provider, which its callers see as `server_error`. */
  readonly onFailure: (error: unknown) => void;
}

export interface BuiltInProvider {
  readonly provider: Provider;
  readonly issuer: string;
  readonly jwksUrl: string;
  readonly options: BuiltInProviderOptions;
}

/** Where the provider is mounted. */
export const providerPath = '/oidc';
/** The audience of every access token. */
export const apiAudience = 'urn:sightline:api';

const hour = 60 * 60;

const claimsOf = (person: SignInPerson) => ({
  sub: person.personId,
  preferred_username: person.username,
  name: person.displayName,
});

const setHeaders = (ctx: KoaContextWithOIDC, body: string): void => {
  ctx.set({ ...pageHeaders });
  ctx.body = body;
};

/**
 * The built-in OpenID provider, to be mounted with `mountBuiltInProvider`. Access tokens are JWTs of RFC 9068 for
 * `urn:sightline:api`, good for an hour, with the person's id as `sub` and `username` and `sourced_id` as claims, or with
 * the machine client's id as `sub` and its scopes; no client has to ask for the audience. People sign in by authorization
 * code with PKCE (client `portal`) or by the sample-person grant, machines by client credentials; a machine that asks for
 * no scope gets all of its own.
 */
export const createBuiltInProvider = async (options: BuiltInProviderOptions): Promise<BuiltInProvider> => {
  const { publicUrl, keys, people, clients } = options;
  if (new URL(publicUrl).origin !== publicUrl) throw new TypeError('PUBLIC_URL must be an origin, without a path');
  const issuer = `${publicUrl}${providerPath}`;
  const scopesOf = (clientId: string): string =>
    clients.find((client) => client.clientId === clientId)?.scopes.join(' ') ?? '';
  const resourceServerFor = (clientId: string): ResourceServer => ({
    audience: apiAudience,
    scope: scopesOf(clientId),
    accessTokenFormat: 'jwt',
    accessTokenTTL: hour,
    jwt: { sign: { alg: 'ES256' } },
  });

  const configuration: Configuration = {
    adapter: options.storage ?? boundedTokenStore(),
    clients: await clientMetadata(publicUrl, clients, keys, options.sampleGrant),
    clientBasedCORS: () => false,
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    jwks: keys.signingKeys,
    cookies: { keys: [...keys.cookieKeys] },
    claims: { openid: ['sub'], profile: ['preferred_username', 'name'] },
    conformIdTokenClaims: false,
    scopes: ['openid', 'profile'],
    responseTypes: ['code'],
    pkce: { required: () => true },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      userinfo: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: (ctx, client) => {
          const { params } = ctx.oidc;
          if (params?.['grant_type'] === 'client_credentials') params['scope'] ??= scopesOf(client.clientId);
          return apiAudience;
        },
        useGrantedResource: () => true,
        getResourceServerInfo: (_ctx, resource, client) => {
          if (resource !== apiAudience) throw new errors.InvalidTarget();
          return resourceServerFor(client.clientId);
        },
      },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => setHeaders(ctx, signOutPage(new Html(form))),
        postLogoutSuccessSource: (ctx) => setHeaders(ctx, signedOutPage()),
      },
    },
    interactions: { url: (_ctx, interaction) => `${providerPath}/interaction/${interaction.uid}` },
    findAccount: async (_ctx, personId) => {
      const person = await people.byId(personId);
      return person && { accountId: person.personId, claims: async () => claimsOf(person) };
    },
    extraTokenClaims: async (_ctx, token) => {
      if (token.kind !== 'AccessToken') return undefined;
      const person = await people.byId(token.accountId);
      if (person === undefined) throw new errors.InvalidGrant('the person is no longer on the roster');
      return { username: person.username, sourced_id: person.sourcedId };
    },
    loadExistingGrant: async (ctx) => {
      const { session, client, provider, params } = ctx.oidc;
      if (session?.accountId === undefined || client === undefined) return undefined;
      const grant = new provider.Grant({ accountId: session.accountId, clientId: client.clientId });
      grant.addOIDCScope(String(params?.['scope'] ?? 'openid'));
      await grant.save();
      return grant;
    },
    // The portal alone renews tokens, and keeps them where no script of a page can read them.
    issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    renderError: (ctx, out) => setHeaders(ctx, signInStoppedPage(out.error_description ?? out.error)),
    ttl: {
      AccessToken: hour,
      AuthorizationCode: 60,
      ClientCredentials: hour,
      Grant: 12 * hour,
      IdToken: hour,
      Interaction: hour / 4,
      RefreshToken: 12 * hour,
      Session: 8 * hour,
    },
  };
  const provider = new Provider(issuer, configuration);
  provider.proxy = true;
  provider.on('server_error', (_ctx, error) => options.onFailure(error));
  (provider as EventEmitter).on('error', options.onFailure);
  if (options.sampleGrant) registerSamplePersonGrant(provider, people, apiAudience, resourceServerFor);
  return { provider, issuer, jwksUrl: `${issuer}/jwks`, options };
};
