import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { SealBroken } from '../sealed-content.js';

const version = 1;
const ivLength = 12;
const tagLength = 16;

/** A key of its own for each use of an authorization's key (HKDF, RFC 5869): what leaks of one says nothing of another. */
export const derivedKey = (key: Buffer, use: string, salt: Uint8Array = Buffer.alloc(0)): Buffer =>
  Buffer.from(hkdfSync('sha256', key, salt, `sightline ${use} v1`, 32));

/**
 * AES-256-GCM under a fresh nonce. `place` says what the bytes are and whose; sealed bytes that were moved elsewhere do
 * not open there.
 */
export const seal = (key: Buffer, place: string, plain: Uint8Array): Buffer => {
  const iv = randomBytes(ivLength);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  cipher.setAAD(Buffer.from(place));
  return Buffer.concat([Buffer.of(version), iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
};

/** @throws SealBroken when the bytes are not what was sealed there under this key */
export const open = (key: Buffer, place: string, sealed: Uint8Array): Buffer => {
  if (sealed.length < 1 + ivLength + tagLength || sealed[0] !== version) throw new SealBroken('not a sealed value');
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 1 + ivLength));
  decipher.setAAD(Buffer.from(place));
  decipher.setAuthTag(sealed.subarray(sealed.length - tagLength));
  const inner = sealed.subarray(1 + ivLength, sealed.length - tagLength);
  try {
    return Buffer.concat([decipher.update(inner), decipher.final()]);
  } catch (error) {
    throw new SealBroken(`${place} is not what was sealed`, { cause: error });
  }
};
