import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { SecretBox } from '../../application/webhook-ports.js';

const cipher = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/** AES-256-GCM under a key of this installation that is kept outside of the database; bound to the secret's id. @param key 32 bytes, read at the first use */
export const secretBox = (key: () => Promise<Uint8Array>): SecretBox => ({
  async seal(secretId, secret) {
    const nonce = randomBytes(nonceBytes);
    const sealing = createCipheriv(cipher, await key(), nonce).setAAD(Buffer.from(secretId));
    const sealed = Buffer.concat([sealing.update(secret), sealing.final()]);
    return Buffer.concat([nonce, sealing.getAuthTag(), sealed]).toString('base64');
  },
  async open({ secretId, sealed }) {
    const bytes = Buffer.from(sealed, 'base64');
    const opening = createDecipheriv(cipher, await key(), bytes.subarray(0, nonceBytes), {
      authTagLength: tagBytes,
    }).setAAD(Buffer.from(secretId));
    opening.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
    return Buffer.concat([opening.update(bytes.subarray(nonceBytes + tagBytes)), opening.final()]);
  },
});
