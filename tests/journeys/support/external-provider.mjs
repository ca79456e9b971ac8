// The district's own OpenID provider: a real one, as a process of its own. Anybody may type any login; the access token
// carries it as preferred_username. PORT, AUDIENCE and OTHER_AUDIENCE from the environment.
import { randomUUID } from 'node:crypto';
import { Provider } from 'oidc-provider';

const { PORT, AUDIENCE, OTHER_AUDIENCE } = process.env;
const issuer = `http://127.0.0.1:${PORT}`;
const redirectUri = 'https://sightline.example/callback';

const application = (id) => ({
  client_id: id,
  client_secret: `secret-of-${id}`,
  grant_types: ['authorization_code'],
  response_types: ['code'],
  redirect_uris: [redirectUri],
});

const provider = new Provider(issuer, {
  clients: [
    application('sightline'),
    application('lunch-menu'),
    {
      ...{ client_id: 'robot', client_secret: 'secret-of-robot', redirect_uris: [], response_types: [] },
      grant_types: ['client_credentials'],
    },
  ],
  cookies: { keys: [randomUUID()] },
  pkce: { required: () => true },
  claims: { openid: ['sub', 'preferred_username'] },
  findAccount: (_context, login) => ({
    accountId: login,
    claims: () => ({ sub: login, preferred_username: login }),
  }),
  extraTokenClaims: (_context, token) => ({ preferred_username: token.accountId ?? 'coach.rivera', sub_login: true }),
  features: {
    devInteractions: { enabled: true },
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => AUDIENCE,
      useGrantedResource: () => true,
      getResourceServerInfo: (_context, resource) => ({
        audience: resource === OTHER_AUDIENCE ? OTHER_AUDIENCE : AUDIENCE,
        scope: 'roster internal operations',
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  },
});
provider.listen(Number(PORT), '127.0.0.1', () => console.log(`external provider is ready: ${issuer}`));
