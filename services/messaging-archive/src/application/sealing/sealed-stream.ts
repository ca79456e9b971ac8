import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { SealBroken } from '../sealed-content.js';
import { derivedKey } from './sealed-box.js';

const magic = Buffer.from('SLS1');
const saltLength = 32;
const tagLength = 16;
const chunkLength = 65_536;

/** Number of the chunk, and whether it is the last one: chunks cannot be left out, doubled or put in another order. */
const nonceOf = (chunk: number, last: boolean): Buffer => {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(chunk, 7);
  nonce[11] = last ? 1 : 0;
  return nonce;
};

/** Bytes in pieces of one length; the last one may be shorter, and is empty only when all of it is. */
async function* inPieces(
  source: AsyncIterable<Uint8Array>,
  length: number,
): AsyncGenerator<{ piece: Buffer; last: boolean }> {
  let held: Buffer[] = [];
  let size = 0;
  for await (const bytes of source) {
    held.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    size += bytes.byteLength;
    if (size <= length) continue;
    const all = Buffer.concat(held);
    let from = 0;
    for (; size - from > length; from += length) yield { piece: all.subarray(from, from + length), last: false };
    held = [all.subarray(from)];
    size -= from;
  }
  yield { piece: Buffer.concat(held), last: true };
}

/**
 * Seals bytes of any length in pieces of 64 KiB, AES-256-GCM each, under a key of their own (the STREAM construction):
 * memory does not grow with the length, and nothing is given out that was not found genuine.
 */
export async function* sealStream(key: Buffer, source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const salt = randomBytes(saltLength);
  const own = derivedKey(key, 'stream', salt);
  yield Buffer.concat([magic, salt]);
  let chunk = 0;
  for await (const { piece, last } of inPieces(source, chunkLength)) {
    const cipher = createCipheriv('aes-256-gcm', own, nonceOf(chunk, last));
    yield Buffer.concat([cipher.update(piece), cipher.final(), cipher.getAuthTag()]);
    chunk += 1;
  }
}

/** @throws SealBroken when something was changed, cut off, or sealed under another key */
export async function* openStream(key: Buffer, source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const iterator = source[Symbol.asyncIterator]();
  let rest = Buffer.alloc(0);
  const headerLength = magic.length + saltLength;
  while (rest.length < headerLength) {
    const { value, done } = await iterator.next();
    if (done) throw new SealBroken('not a sealed file');
    rest = Buffer.concat([rest, value]);
  }
  if (!rest.subarray(0, magic.length).equals(magic)) throw new SealBroken('not a sealed file');
  const own = derivedKey(key, 'stream', rest.subarray(magic.length, headerLength));
  const body = (async function* () {
    if (rest.length > headerLength) yield rest.subarray(headerLength);
    for (;;) {
      const { value, done } = await iterator.next();
      if (done) return;
      yield value;
    }
  })();
  let chunk = 0;
  try {
    for await (const { piece, last } of inPieces(body, chunkLength + tagLength)) {
      if (piece.length < tagLength) throw new SealBroken('a sealed file was cut off');
      const decipher = createDecipheriv('aes-256-gcm', own, nonceOf(chunk, last));
      decipher.setAuthTag(piece.subarray(piece.length - tagLength));
      const plain = decipher.update(piece.subarray(0, piece.length - tagLength));
      try {
        decipher.final();
      } catch (error) {
        throw new SealBroken('a sealed file is not what was sealed', { cause: error });
      }
      if (plain.length > 0) yield plain;
      chunk += 1;
    }
  } finally {
    await iterator.return?.();
  }
}
