import { access } from 'node:fs/promises';
import path from 'node:path';

/** Written while a restored folder takes the place of the old one; a start that finds it would find half of each. */
export const unfinishedRestore = 'restore-unfinished';

/** What is no part of the district's data: backups themselves, what a restore replaced or was cut off in, files half written. */
export const notData = /^(backups|replaced-.*|restoring-.*|sample-.*|restore-unfinished)$/;

/**
 * Exports that wait to be chosen from: a private life, of which the archive keeps what was chosen and nothing else (C9). They
 * have a last day, which a copy of them would outlive; whoever sent one sends it again after a restore.
 */
export const waitingUploads = 'archive/imports';

/** @throws Error telling what to do when a restore was cut off half way */
export async function refuseUnfinishedRestore(dataDirectory: string): Promise<void> {
  const found = await access(path.join(dataDirectory, unfinishedRestore)).then(
    () => true,
    () => false,
  );
  if (found)
    throw new Error(`a restore into ${dataDirectory} was cut off; run it again (npm run restore) before a start`);
}

/** As in `2026-11-24T12-30-00Z`: in order of time, and a name that every file system takes. */
export const timeName = (time: Date): string =>
  time
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '-');
