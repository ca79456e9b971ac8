import type { Readable } from 'node:stream';

/** Where sealed bytes lie: a folder, or a bucket. It sees names and sealed bytes only. */
export interface BlobStore {
  /** Resolves when the bytes survive a loss of power. A name that is there already keeps what it has. */
  put(name: string, sealed: AsyncIterable<Uint8Array>): Promise<void>;
  /** Undefined when there is none of this name. */
  get(name: string): Promise<Readable | undefined>;
  /** No error when there is none of this name. */
  remove(name: string): Promise<void>;
}
