import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { OriginalBytes } from '../archive-intake.js';
import type { BlobStore } from '../blob-store.js';
import type { ScopeKey } from './key-ring.js';
import { openStream, sealStream } from './sealed-stream.js';

/** Bytes that lie sealed in the store. */
export interface KeptBytes {
  readonly sha256: Buffer;
  readonly size: number;
  /** Name in the store: keyed, so that it does not say which bytes they are. */
  readonly storedAs: string;
}

const streamOf = (original: OriginalBytes): AsyncIterable<Uint8Array> =>
  'bytes' in original ? Readable.from([original.bytes], { objectMode: true }) : createReadStream(original.file);

/** Original bytes by their SHA-256, once a key, sealed before they touch the store (design §8). */
export class SealedBlobs {
  constructor(private readonly store: BlobStore) {}

  /** Durable when it resolves; the same bytes under the same key are kept once. */
  async keep(original: OriginalBytes, key: ScopeKey): Promise<KeptBytes> {
    const hash = createHash('sha256');
    if ('bytes' in original) hash.update(original.bytes);
    else for await (const bytes of createReadStream(original.file)) hash.update(bytes as Buffer);
    const sha256 = hash.digest();
    const size = 'bytes' in original ? original.bytes.byteLength : (await stat(original.file)).size;
    const storedAs = key.hash('blob', sha256).toString('hex');
    await this.store.put(storedAs, sealStream(key.blobs, streamOf(original)));
    return { sha256, size, storedAs };
  }

  /** Undefined when the store has none of this name; the stream fails with SealBroken when the bytes are not what was kept. */
  async open(storedAs: string, key: ScopeKey): Promise<Readable | undefined> {
    const sealed = await this.store.get(storedAs);
    return sealed && Readable.from(openStream(key.blobs, sealed));
  }
}
