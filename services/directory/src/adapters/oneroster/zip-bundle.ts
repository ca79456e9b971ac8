import { createWriteStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import yauzl from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import type { BundleLimits } from './bundle-limits.js';
import { RosterBundleRefused } from './bundle-refused.js';

/** The path of a zip on disk, its bytes, or a stream of them. */
export type BundleSource = string | Buffer | Readable;

export interface OpenBundle {
  readonly zip: ZipFile;
  readonly entries: readonly Entry[];
  /** Closes the zip; removes what was spooled. */
  close(): Promise<void>;
}

/**
 * Opens a zip and lists its entries; a stream is spooled to a file of its own that only this process's user may read.
 * @throws RosterBundleRefused not-a-zip, zip-damaged, zip-too-large, too-many-files
 */
export const openZipBundle = async (source: BundleSource, limits: BundleLimits): Promise<OpenBundle> => {
  const spool = source instanceof Readable ? await spooled(source, limits.zipBytesMax) : undefined;
  const removeSpool = async () => {
    if (spool) await rm(spool.folder, { recursive: true, force: true });
  };
  try {
    const place = spool?.file ?? (source as string | Buffer);
    await checkSignature(place);
    const zip = await openZip(place);
    const close = async () => {
      zip.close();
      await removeSpool();
    };
    try {
      return { zip, entries: await listEntries(zip, limits.filesMax), close };
    } catch (error) {
      zip.close();
      throw error;
    }
  } catch (error) {
    await removeSpool();
    throw error;
  }
};

const spooled = async (source: Readable, bytesMax: number) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'roster-'));
  const file = path.join(folder, 'bundle.zip');
  let bytes = 0;
  const gauge = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > bytesMax) done(new RosterBundleRefused('zip-too-large', `Send a zip of at most ${bytesMax} bytes.`));
      else done(null, chunk);
    },
  });
  try {
    await pipeline(source, gauge, createWriteStream(file, { mode: 0o600 }));
    return { folder, file };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
};

const zipSignatures = ['PK\u0003\u0004', 'PK\u0005\u0006'];

const checkSignature = async (place: string | Buffer): Promise<void> => {
  const head = typeof place === 'string' ? await firstBytes(place, 4) : place.subarray(0, 4);
  if (!zipSignatures.includes(head.toString('latin1')))
    throw new RosterBundleRefused('not-a-zip', 'Send the CSV files together in one zip file.');
};

const firstBytes = async (file: string, count: number): Promise<Buffer> => {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(count), 0, count, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
};

const damaged = (cause: unknown) =>
  new RosterBundleRefused('zip-damaged', 'The zip is cut off or damaged; export it again and send it whole.', {
    cause,
  });

const openZip = async (place: string | Buffer): Promise<ZipFile> => {
  const options = { autoClose: false, lazyEntries: true, decodeStrings: false, validateEntrySizes: true };
  try {
    return await (typeof place === 'string' ? yauzl.openPromise(place, options) : yauzl.fromBufferPromise(place, options));
  } catch (error) {
    throw damaged(error);
  }
};

const listEntries = async (zip: ZipFile, filesMax: number): Promise<Entry[]> => {
  if (zip.entryCount > filesMax)
    throw new RosterBundleRefused('too-many-files', `Send a zip of at most ${filesMax} files.`);
  const entries: Entry[] = [];
  try {
    for await (const entry of zip.eachEntry()) entries.push(entry);
  } catch (error) {
    throw damaged(error);
  }
  return entries;
};
