import { readThrough, type CopiedFile } from '@sightline/embedded-postgres';
import { readdirSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** What a backup holds, file by file; `backup.json` beside the files. Written last: without it a folder is no backup. */
export interface BackupManifest {
  readonly format: 1;
  /** ISO 8601, when the copy was complete. */
  readonly takenAt: string;
  /** The moment of all databases, as a position in PostgreSQL's log. */
  readonly consistentAt: string;
  readonly files: readonly CopiedFile[];
}

export const manifestName = 'backup.json';

/** The folder is no backup, or not as it was written. */
class DamagedBackup extends Error {
  override readonly name = 'DamagedBackup';
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
    .sort();

/** Every file of a folder with its length and hash, in the order of their paths. */
export const measure = (folder: string): CopiedFile[] =>
  filesIn(folder).map((file) => ({ path: file, ...readThrough(path.join(folder, file), () => undefined) }));

/** @throws DamagedBackup */
export async function readManifest(backup: string): Promise<BackupManifest> {
  const text = await readFile(path.join(backup, manifestName), 'utf8').catch(() => undefined);
  if (text === undefined) throw new DamagedBackup(`${backup} is no backup: it has no ${manifestName}`);
  const manifest = JSON.parse(text) as BackupManifest;
  if (manifest.format !== 1) throw new DamagedBackup(`${backup} was written in a format that is not known here`);
  return manifest;
}

const notAsWritten = (name: string): DamagedBackup =>
  new DamagedBackup(`${name} is not as it was when the backup was taken`);

/** A first look, before anything is copied. @throws DamagedBackup naming a file that is missing, too many or of another length */
export function compareSizes(manifest: BackupManifest, backup: string): void {
  const present = new Set(filesIn(backup));
  present.delete(manifestName);
  for (const { path: name, bytes } of manifest.files) {
    if (!present.delete(name)) throw new DamagedBackup(`the backup lacks ${name}`);
    if (statSync(path.join(backup, name)).size !== bytes) throw notAsWritten(name);
  }
  const [extra] = present;
  if (extra !== undefined) throw new DamagedBackup(`${extra} does not belong to the backup`);
}

/** Every byte. @throws DamagedBackup naming the first file that was not copied or is not as it was written */
export function compare(manifest: BackupManifest, copied: readonly CopiedFile[]): void {
  const byPath = new Map(copied.map((file) => [file.path, file]));
  for (const { path: name, sha256 } of manifest.files)
    if (byPath.get(name)?.sha256 !== sha256) throw notAsWritten(name);
}
