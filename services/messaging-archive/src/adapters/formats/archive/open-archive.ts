import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { ExportUnreadable, type RefusedBecause } from '../../../application/message-formats.js';
import { formatLimits } from '../format-limits.js';

export interface ArchiveEntry {
  /** As the archive spells it, for people: printable and short. */
  readonly name: string;
  /** The last part of its name, in which a chat names its pictures. */
  readonly baseName: string;
  /** Why it is left alone; null when it may be unpacked. */
  readonly refused: RefusedBecause | null;
  readonly size: number;
  readonly entry: Entry;
}

export interface OpenArchive {
  readonly entries: readonly ArchiveEntry[];
  /** Unpacks one entry into a file. @throws Error when its bytes are not as many as it says */
  unpack(entry: ArchiveEntry, target: string): Promise<void>;
  close(): void;
}

const openZip = promisify<string, yauzl.Options, ZipFile>(yauzl.open);
const symbolicLink = 0o120000;
const fileTypeMask = 0o170000;

const climbsOut = (name: string): boolean =>
  name.includes('\\') ||
  name.startsWith('/') ||
  /^[a-z]:/i.test(name) ||
  name.split('/').includes('..') ||
  name.includes('\0');

const objectionTo = (name: string, entry: Entry): RefusedBecause | null => {
  if (climbsOut(name) || ((entry.externalFileAttributes >>> 16) & fileTypeMask) === symbolicLink) return 'unsafe-name';
  if ((entry.generalPurposeBitFlag & 1) !== 0) return 'encrypted';
  const grows = entry.uncompressedSize > entry.compressedSize * formatLimits.archiveGrowthMax;
  return grows && entry.uncompressedSize > 1024 * 1024 ? 'unpacks-too-large' : null;
};

const damaged = (why: string): ExportUnreadable =>
  new ExportUnreadable('damaged-archive', `The zip file is damaged or cut off (${why}). Make the export once more.`);

/** Names and sizes of all files in a zip, nothing more. @throws ExportUnreadable */
export async function openArchive(file: string): Promise<OpenArchive> {
  const zip = await openZip(file, {
    lazyEntries: true,
    autoClose: false,
    decodeStrings: false,
    validateEntrySizes: true,
  }).catch((error: Error) => {
    throw damaged(error.message);
  });
  try {
    const entries = await listEntries(zip);
    return { entries, unpack: (entry, target) => unpack(zip, entry, target), close: () => zip.close() };
  } catch (error) {
    zip.close();
    throw error;
  }
}

const listEntries = (zip: ZipFile): Promise<ArchiveEntry[]> =>
  new Promise((resolve, reject) => {
    const entries: ArchiveEntry[] = [];
    let unpackedBytes = 0;
    let seen = 0;
    zip.on('error', (error: Error) => reject(damaged(error.message)));
    zip.on('end', () => resolve(entries));
    zip.on('entry', (entry: Entry) => {
      const name = (entry.fileName as unknown as Buffer).toString('utf8');
      seen += 1;
      unpackedBytes += entry.uncompressedSize;
      if (seen > formatLimits.archiveEntriesMax || unpackedBytes > formatLimits.archiveBytesMax)
        return reject(new ExportUnreadable('too-many-files', 'The zip file holds more than an export does.'));
      const parts = name.split('/');
      const baseName = parts[parts.length - 1]!;
      if (baseName !== '' && !baseName.startsWith('.') && parts[0] !== '__MACOSX')
        entries.push({
          name: name.replace(/[^\x20-\x7e]/g, '?').slice(-120),
          baseName,
          refused: objectionTo(name, entry),
          size: entry.uncompressedSize,
          entry,
        });
      zip.readEntry();
    });
    zip.readEntry();
  });

async function unpack(zip: ZipFile, { entry }: ArchiveEntry, target: string): Promise<void> {
  const source = await new Promise<Readable>((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream)));
  });
  let left = entry.uncompressedSize;
  const bounded = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      left -= chunk.length;
      done(left < 0 ? new Error('more bytes than it says') : null, chunk);
    },
  });
  try {
    await pipeline(source, bounded, createWriteStream(target, { mode: 0o600 }));
  } catch (error) {
    await rm(target, { force: true });
    throw error;
  }
}
