import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import type { JSONWebKeySet, JWK } from 'jose';
import { readOrCreatePrivateFile } from './private-file.js';

/** What the built-in provider signs and seals with. Lives in one folder, each file readable by its owner only (0600). */
export interface ProviderKeys {
  /** Private JWKs (RFC 7517), ES256. */
  readonly signingKeys: { readonly keys: JWK[] };
  /** The same keys without their private part. */
  readonly publicKeys: JSONWebKeySet;
  /** Sign the provider's cookies. */
  readonly cookieKeys: readonly string[];
  /** The secret of a machine client: 32 random bytes, made when it is first asked for, the same ever after. */
  machineSecret(clientId: string): Promise<string>;
  /** 32 random bytes that seal what the database keeps for a purpose; made when they are first asked for, the same ever after. */
  sealingKey(purpose: string): Promise<Uint8Array>;
}

const algorithm = 'ES256';
const clientIdForm = /^[a-z0-9][a-z0-9-]{0,62}$/;
const randomSecret = async (): Promise<string> => randomBytes(32).toString('base64url');

const newSigningKeys = async (): Promise<string> => {
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
  const jwk = await exportJWK(privateKey);
  const kid = await calculateJwkThumbprint(jwk);
  return JSON.stringify({ keys: [{ ...jwk, kid, alg: algorithm, use: 'sig' }] });
};

const publicPart = ({ kty, crv, x, y, kid, alg, use }: JWK): JWK => ({ kty, crv, x, y, kid, alg, use }) as JWK;

/** Opens the folder and makes what is missing in it, so that tokens and cookies outlive a restart. */
export const openKeyFolder = async (folder: string): Promise<ProviderKeys> => {
  const signingKeys = JSON.parse(
    await readOrCreatePrivateFile(path.join(folder, 'signing-keys.json'), newSigningKeys),
  ) as { keys: JWK[] };
  const cookieKey = await readOrCreatePrivateFile(path.join(folder, 'cookie.key'), randomSecret);
  return {
    signingKeys,
    publicKeys: { keys: signingKeys.keys.map(publicPart) },
    cookieKeys: [cookieKey],
    machineSecret: (clientId) => {
      if (!clientIdForm.test(clientId)) throw new TypeError(`not a machine client's id: ${JSON.stringify(clientId)}`);
      return readOrCreatePrivateFile(path.join(folder, `client-${clientId}.secret`), randomSecret);
    },
    sealingKey: async (purpose) =>
      Buffer.from(await readOrCreatePrivateFile(path.join(folder, `${purpose}.key`), randomSecret), 'base64url'),
  };
};
