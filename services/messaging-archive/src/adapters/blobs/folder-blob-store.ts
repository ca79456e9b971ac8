import { createReadStream } from 'node:fs';
import { access, mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { BlobStore } from '../../application/blob-store.js';

const names = /^[0-9a-f]{64}$/;

/** A folder of 256 folders; a file gets its name when it is complete and on disk. */
export class FolderBlobStore implements BlobStore {
  private readonly made = new Set<string>();
  private written = 0;

  constructor(private readonly folder: string) {}

  async put(name: string, sealed: AsyncIterable<Uint8Array>): Promise<void> {
    const file = this.fileOf(name);
    if (await exists(file)) return;
    const parent = path.dirname(file);
    if (!this.made.has(parent)) {
      await mkdir(parent, { recursive: true, mode: 0o700 });
      this.made.add(parent);
    }
    this.written += 1;
    const partial = `${file}.${process.pid}-${this.written}.new`;
    const handle = await open(partial, 'wx', 0o600);
    try {
      for await (const bytes of sealed) await handle.write(bytes);
      await handle.datasync();
    } catch (error) {
      await rm(partial, { force: true });
      throw error;
    } finally {
      await handle.close();
    }
    await rename(partial, file);
    const directory = await open(parent, 'r');
    try {
      await directory.sync();
    } finally {
      await directory.close();
    }
  }

  async get(name: string): Promise<Readable | undefined> {
    const file = this.fileOf(name);
    return (await exists(file)) ? createReadStream(file) : undefined;
  }

  async remove(name: string): Promise<void> {
    await rm(this.fileOf(name), { force: true });
  }

  private fileOf(name: string): string {
    if (!names.test(name)) throw new RangeError('a blob is named by 64 hexadecimal digits');
    return path.join(this.folder, name.slice(0, 2), name);
  }
}

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
