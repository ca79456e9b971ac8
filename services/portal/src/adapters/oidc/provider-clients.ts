import type { ClientMetadata } from 'oidc-provider';
import type { ProviderKeys } from './key-folder.js';

/** What machine clients may be allowed to do; `internal` is for the services themselves, when they run apart. */
export type MachineScope = 'roster' | 'messages' | 'webhooks' | 'operations' | 'internal';

/** A machine client: OAuth 2 client credentials, its secret sent as HTTP Basic or in the form. */
export interface MachineClient {
  readonly clientId: string;
  readonly scopes: readonly MachineScope[];
  /** Given from outside, where the client runs elsewhere; otherwise the key folder holds one. */
  readonly secret?: string;
}

export const samplePersonGrant = 'urn:sightline:grant:sample-person';
/** The public client of scripts that sign in as a sample person; a request need not name it. */
export const sampleScriptsClientId = 'sample-scripts';

const browserClient = (publicUrl: string): ClientMetadata => ({
  client_id: 'portal',
  client_name: 'Sightline',
  token_endpoint_auth_method: 'none',
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  redirect_uris: [`${publicUrl}/callback`],
  post_logout_redirect_uris: [`${publicUrl}/`],
});

const sampleScriptsClient: ClientMetadata = {
  client_id: sampleScriptsClientId,
  token_endpoint_auth_method: 'none',
  grant_types: [samplePersonGrant],
  response_types: [],
  redirect_uris: [],
};

const machineClient = (clientId: string, secret: string): ClientMetadata => ({
  client_id: clientId,
  client_secret: secret,
  token_endpoint_auth_method: 'client_secret_basic',
  grant_types: ['client_credentials'],
  response_types: [],
  redirect_uris: [],
});

/** Every client the provider knows; there is no registration. */
export const clientMetadata = async (
  publicUrl: string,
  machines: readonly MachineClient[],
  keys: ProviderKeys,
  sampleGrant: boolean,
): Promise<ClientMetadata[]> => [
  browserClient(publicUrl),
  ...(sampleGrant ? [sampleScriptsClient] : []),
  ...(await Promise.all(
    machines.map(async ({ clientId, secret }) =>
      machineClient(clientId, secret ?? (await keys.machineSecret(clientId))),
    ),
  )),
];
