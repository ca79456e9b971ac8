import yauzl from 'yauzl';
import type { Entry } from 'yauzl';
import type { BundleLimits } from './bundle-limits.js';
import { RosterBundleRefused } from './bundle-refused.js';
import type { ReportBuilder } from './import-report.js';
import { isReadFile, isUnreadFile } from './file-layouts.js';
import type { RosterFileName } from './file-layouts.js';

/**
 * The entries worth reading, by lower-case file name without `.csv`. Everything else is refused or noted, file by file.
 * @throws RosterBundleRefused unpacked-too-large
 */
export const chooseFiles = (
  entries: readonly Entry[],
  limits: BundleLimits,
  report: ReportBuilder,
): ReadonlyMap<RosterFileName, { readonly name: string; readonly entry: Entry }> => {
  const named = entries
    .map((entry) => ({ entry, name: nameOf(entry) }))
    .filter(({ name }) => !name.endsWith('/') && !/(^|\/)(__MACOSX\/|\.)/.test(name.replaceAll(/(^|\/)\.\.?(?=\/)/g, '')));
  const total = named.reduce((sum, { entry }) => sum + entry.uncompressedSize, 0);
  if (total > limits.unpackedBytesMax)
    throw new RosterBundleRefused(
      'unpacked-too-large',
      `Unpacked the files would hold more than ${limits.unpackedBytesMax} bytes; send the roster in smaller parts.`,
    );

  const safe = named.filter(({ name, entry }) => {
    const fault = faultOf(name, entry, limits);
    if (fault) report.add(fault.code, printable(name), fault.message);
    return !fault;
  });
  const top = topFolder(safe.map(({ name }) => name));
  const chosen = new Map<RosterFileName, { name: string; entry: Entry }>();
  const doubled = new Set<string>();
  for (const { name, entry } of safe) {
    const file = name.slice(top.length);
    const key = /^[^/]+\.csv$/i.test(file) ? file.slice(0, -4).toLowerCase() : '';
    if (isUnreadFile(key)) continue;
    if (!isReadFile(key)) {
      report.add('file-ignored', printable(file), 'This file is not part of a roster; it was left unread.');
      continue;
    }
    if (chosen.has(key)) doubled.add(key);
    else chosen.set(key, { name: file, entry });
  }
  for (const key of doubled) {
    const name = chosen.get(key as RosterFileName)!.name;
    report.add('duplicate-file', name, 'The zip holds this file more than once; neither was read. Keep the right one.');
    chosen.delete(key as RosterFileName);
  }
  return chosen;
};

const utf8Flag = 0x800;

const nameOf = (entry: Entry): string =>
  yauzl.getFileNameLowLevel(entry.generalPurposeBitFlag | utf8Flag, entry.fileNameRaw, entry.extraFields, true);

const symlinkType = 0o120000;
const fileTypeMask = 0o170000;

const faultOf = (name: string, entry: Entry, limits: BundleLimits) => {
  if (name.includes('\\') || name.includes('\0') || yauzl.validateFileName(name) !== null)
    return { code: 'file-name-unsafe', message: 'The path leaves the zip; put the files at its top level.' } as const;
  if (((entry.externalFileAttributes >>> 16) & fileTypeMask) === symlinkType)
    return { code: 'file-symlink', message: 'This is a symbolic link; put the file itself into the zip.' } as const;
  if (entry.isEncrypted())
    return { code: 'file-encrypted', message: 'This file is encrypted; send the zip without a password.' } as const;
  if (!entry.canDecodeFileData())
    return { code: 'file-damaged', message: 'Packed in a way that is not read here; use plain zip (deflate).' } as const;
  const tooDense =
    entry.uncompressedSize > limits.ratioCheckedFromBytes &&
    entry.uncompressedSize > Math.max(1, entry.compressedSize) * limits.ratioMax;
  if (tooDense || entry.uncompressedSize > limits.fileUnpackedBytesMax)
    return {
      code: 'file-too-large',
      message: `Unpacked this file is over ${limits.fileUnpackedBytesMax} bytes or over ${limits.ratioMax} times its packed size.`,
    } as const;
  return undefined;
};

const topFolder = (names: readonly string[]): string => {
  const folder = /^[^/]+\//.exec(names[0] ?? '')?.[0] ?? '';
  return names.every((name) => name.startsWith(folder)) ? folder : '';
};

const printable = (name: string): string => name.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 120);
