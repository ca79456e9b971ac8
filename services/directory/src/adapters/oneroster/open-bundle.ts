import { Transform, type Readable, type TransformCallback } from 'node:stream';
import { promisify } from 'node:util';
import { crc32 } from 'node:zlib';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { RosterBundleUnreadable } from '../../application/ports.js';
import type { BundleLimits } from './bundle-limits.js';
import type { ReportBuilder } from './report-builder.js';

export interface OpenBundle {
  /** File names in lower case, without the one folder that some exports wrap around them. */
  readonly names: readonly string[];
  /** The name as the bundle spells it, for the report. */
  spelledAs(name: string): string;
  open(name: string): Promise<Readable>;
  close(): void;
}

const openZip = promisify<string, yauzl.Options, ZipFile>(yauzl.open);
const symbolicLink = 0o120000;
const fileTypeMask = 0o170000;

/** A name of the bundle as a report may show it. */
export const printableName = (name: string): string => name.replace(/[^\x20-\x7e]/g, '?').slice(0, 120);

const unreadable = (code: string, message: string): RosterBundleUnreadable => new RosterBundleUnreadable(code, message);

/** Some programs of Windows part folders by a backslash. */
const withSlashes = (name: string): string => name.replaceAll('\\', '/');

const namedUnsafely = (name: string): boolean =>
  name.startsWith('/') || /^[a-z]:/i.test(name) || name.split('/').includes('..') || name.includes('\0');

/** Why an entry is left alone; undefined when it may be read. */
const objection = (name: string, entry: Entry, limits: BundleLimits): { code: string; message: string } | undefined => {
  if (namedUnsafely(name))
    return { code: 'path-climbs-out', message: 'Its name leads out of the bundle. Pack the files without folders.' };
  if (((entry.externalFileAttributes >>> 16) & fileTypeMask) === symbolicLink)
    return { code: 'link-in-bundle', message: 'It is a link to another file. Pack the file itself.' };
  if ((entry.generalPurposeBitFlag & 1) !== 0)
    return { code: 'encrypted-file', message: 'It is encrypted. Pack it without a password.' };
  if (entry.uncompressedSize > 1024 * 1024 && entry.uncompressedSize > entry.compressedSize * limits.growthMax)
    return {
      code: 'unpacks-too-large',
      message: `It grows more than ${limits.growthMax}-fold when unpacked, as no roster does.`,
    };
  return undefined;
};

/**
 * Opens a zip file and looks at the names and sizes of its files, nothing more; contents are read one stream at a time.
 * @throws RosterBundleUnreadable when it is no zip file, is cut off, or holds too much
 */
export async function openBundle(path: string, limits: BundleLimits, report: ReportBuilder): Promise<OpenBundle> {
  const zip = await openZip(path, {
    lazyEntries: true,
    autoClose: false,
    decodeStrings: false,
    validateEntrySizes: true,
  }).catch((error: Error) => {
    throw unreadable(
      'not-a-zip',
      `The bundle is no readable zip file (${error.message}). Send the zip as the export made it.`,
    );
  });
  try {
    const entries = await listEntries(zip, limits);
    const usable = new Map<string, { entry: Entry; spelled: string }>();
    const deeper: { name: string; entry: Entry }[] = [];
    const use = (name: string, entry: Entry): void => {
      const spelled = name.slice(name.lastIndexOf('/') + 1);
      if (usable.has(spelled.toLowerCase()))
        report.refuse(
          printableName(name),
          undefined,
          undefined,
          'file-twice',
          'A file of this name is in the bundle already; the first is read.',
        );
      else usable.set(spelled.toLowerCase(), { entry, spelled });
    };
    for (const [packed, entry] of entries) {
      const name = withSlashes(packed);
      if (name.endsWith('/')) continue;
      const wrong = objection(name, entry, limits);
      if (wrong) {
        report.refuse(printableName(packed), undefined, undefined, wrong.code, wrong.message);
        continue;
      }
      const parts = name.split('/');
      if (parts.at(-1)!.startsWith('.') || parts.includes('__MACOSX')) continue;
      if (parts.length > 2) deeper.push({ name, entry });
      else use(name, entry);
    }
    // All of it wrapped in folders of folders: as good as none, where they are the same for every file.
    const folders = new Set(deeper.map(({ name }) => name.slice(0, name.lastIndexOf('/'))));
    if (usable.size === 0 && folders.size === 1) for (const { name, entry } of deeper) use(name, entry);
    else
      for (const { name } of deeper)
        report.note(
          printableName(name),
          'folder-too-deep',
          'Files may stand in one folder, not in folders of folders.',
        );
    return {
      names: [...usable.keys()],
      spelledAs: (name) => usable.get(name)?.spelled ?? name,
      open: (name) => openEntry(zip, usable.get(name)!.entry),
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

const openEntry = (zip: ZipFile, entry: Entry): Promise<Readable> =>
  new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error) return reject(error);
      const checked = new CheckSum(entry.crc32);
      stream.on('error', (damage) => checked.destroy(damage));
      // Whoever stops early leaves no open end of the file behind.
      checked.on('close', () => stream.destroy());
      resolve(stream.pipe(checked));
    });
  });

/** Passes bytes on and fails at the end when they are not those that were packed. */
class CheckSum extends Transform {
  private sum = 0;
  constructor(private readonly expected: number) {
    super();
  }
  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.sum = crc32(chunk, this.sum);
    done(null, chunk);
  }
  override _flush(done: TransformCallback): void {
    done(this.sum === this.expected ? null : new Error('the checksum differs'));
  }
}

const listEntries = (zip: ZipFile, limits: BundleLimits): Promise<[string, Entry][]> =>
  new Promise((resolve, reject) => {
    const entries: [string, Entry][] = [];
    let unpackedBytes = 0;
    zip.on('error', (error: Error) =>
      reject(unreadable('damaged-zip', `The zip file is damaged or cut off (${error.message}). Send it again.`)),
    );
    zip.on('end', () => resolve(entries));
    zip.on('entry', (entry: Entry) => {
      unpackedBytes += entry.uncompressedSize;
      if (entries.length >= limits.filesMax)
        return reject(unreadable('too-many-files', `The bundle holds more than ${limits.filesMax} files.`));
      if (unpackedBytes > limits.unpackedBytesMax)
        return reject(
          unreadable('unpacks-too-large', `The bundle unpacks to more than ${limits.unpackedBytesMax} bytes.`),
        );
      entries.push([(entry.fileName as unknown as Buffer).toString('utf8'), entry]);
      zip.readEntry();
    });
    zip.readEntry();
  });
