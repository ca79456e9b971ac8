import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { createHash } from 'node:crypto';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReceivedUpload, UploadReceiver } from '../../application/imports/begin-import.handler.js';
import type { UploadFolder } from '../../application/imports/import-ports.js';
import { UploadTooLarge } from '../../application/imports/begin-import.handler.js';

const uploadName = 'upload';
const importId = /^[0-9a-f-]{36}$/;

/** Uploads until they were read, each in a folder that only this process's user may enter; removed with all that is in it. */
export class LocalUploadFolder implements UploadFolder, UploadReceiver {
  constructor(
    private readonly folder: string,
    private readonly sizeMaxBytes: number,
  ) {}

  fileOf(id: string): string {
    return path.join(this.folder, id, uploadName);
  }

  scratchOf(id: string): string {
    return path.join(this.folder, id);
  }

  async waiting(): Promise<readonly string[]> {
    const names = await readdir(this.folder).catch(() => []);
    return names.filter((name) => importId.test(name));
  }

  async remove(id: string): Promise<void> {
    await rm(path.join(this.folder, id), { recursive: true, force: true });
  }

  /** Memory does not grow with the size. @throws UploadTooLarge */
  async receive(id: string, source: Readable): Promise<ReceivedUpload> {
    await mkdir(path.join(this.folder, id), { recursive: true, mode: 0o700 });
    const hash = createHash('sha256');
    const tooLarge = new UploadTooLarge(this.sizeMaxBytes);
    let size = 0;
    const measured = new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        size += chunk.length;
        hash.update(chunk);
        done(size > this.sizeMaxBytes ? tooLarge : null, chunk);
      },
    });
    try {
      await pipeline(source, measured, createWriteStream(this.fileOf(id), { mode: 0o600 }));
      // A multipart form is cut off at its limit without an error.
      if ((source as Readable & { truncated?: boolean }).truncated === true) throw tooLarge;
    } catch (error) {
      await this.remove(id);
      throw error;
    }
    return { file: this.fileOf(id), size: (await stat(this.fileOf(id))).size, sha256: hash.digest() };
  }
}
