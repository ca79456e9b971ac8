import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import type { PersonTokens } from '../../application/ports.js';

const cipher = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

const keyOf = (secret: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', secret, '', 'sightline session tokens', 32));

/** Under which a session is stored: it does not lead back to the secret. */
export const sessionIdOf = (secret: string): Buffer => createHash('sha256').update(`session:${secret}`).digest();

/** Seals tokens so that the session's secret alone opens them. */
export const sealTokens = (secret: string, tokens: PersonTokens): Buffer => {
  const nonce = randomBytes(nonceBytes);
  const sealing = createCipheriv(cipher, keyOf(secret), nonce);
  const sealed = Buffer.concat([sealing.update(JSON.stringify(tokens), 'utf8'), sealing.final()]);
  return Buffer.concat([nonce, sealing.getAuthTag(), sealed]);
};

/** @throws Error when they were sealed under another secret or changed since */
export const unsealTokens = (secret: string, sealed: Buffer): PersonTokens => {
  const opening = createDecipheriv(cipher, keyOf(secret), sealed.subarray(0, nonceBytes));
  opening.setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
  const text = Buffer.concat([opening.update(sealed.subarray(nonceBytes + tagBytes)), opening.final()]).toString(
    'utf8',
  );
  const tokens = JSON.parse(text) as PersonTokens & { accessEndsAt: string };
  return { ...tokens, accessEndsAt: new Date(tokens.accessEndsAt) };
};
