import {
  adoptCluster,
  copyTree,
  lockDataFolder,
  startEmbeddedPostgres,
  stopOrphanedServer,
  type DataFolderLock,
} from '@sightline/embedded-postgres';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { compare, compareSizes, manifestName, readManifest } from './backup-manifest.js';
import { notData, timeName, unfinishedRestore, waitingUploads } from './data-folder.js';
import { settleRestored, type Settled } from './settle-restored.js';

export interface Restored extends Settled {
  /** Where what stood in the data folder before now lies; undefined when there was nothing. */
  readonly replaced: string | undefined;
}

const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );

/** Nothing may run on the folder that is replaced. @throws DataFolderInUse */
async function lockOld(dataDirectory: string): Promise<DataFolderLock | undefined> {
  const postgresFolder = path.join(dataDirectory, 'postgres');
  if (!(await exists(postgresFolder))) return undefined;
  const lock = await lockDataFolder(postgresFolder);
  await stopOrphanedServer(path.join(postgresFolder, 'cluster'), () => undefined);
  return lock;
}

/** Everything of one folder into another on the same disk, but for what a rule keeps back. */
async function moveEntries(from: string, to: string, keepsBack: RegExp): Promise<number> {
  const names = (await readdir(from)).filter((name) => !keepsBack.test(name));
  if (names.length > 0) await mkdir(to, { recursive: true, mode: 0o700 });
  for (const name of names) await rename(path.join(from, name), path.join(to, name));
  return names.length;
}

/**
 * Puts a backup in the place of a data folder. Until all of it is copied, compared with what was written, recovered and
 * settled in a folder of its own, the data folder stays as it is; what was in it is then moved aside, never deleted, but for
 * exports that wait to be chosen from.
 * @throws DataFolderInUse, DamagedBackup
 */
export async function restoreBackup(
  backup: string,
  dataDirectory: string,
  { now, say, districtTimeZone }: { now: () => Date; say: (line: string) => void; districtTimeZone: string },
): Promise<Restored> {
  const manifest = await readManifest(backup);
  await mkdir(dataDirectory, { recursive: true });
  const lock = await lockOld(dataDirectory);
  const staging = path.join(dataDirectory, `restoring-${process.pid}`);
  try {
    for (const left of await readdir(dataDirectory))
      if (left.startsWith('restoring-')) await rm(path.join(dataDirectory, left), { recursive: true, force: true });
    compareSizes(manifest, backup);
    compare(
      manifest,
      copyTree(backup, staging, (file) => file !== manifestName),
    );
    say('The backup is copied and as it was written');
    await adoptCluster(path.join(staging, 'postgres'));
    const postgres = await startEmbeddedPostgres({ dataDirectory: path.join(staging, 'postgres') });
    let settled: Settled;
    try {
      settled = await settleRestored(postgres, staging, { say, districtTimeZone });
    } finally {
      await postgres.stop();
    }
    const aside = path.join(dataDirectory, `replaced-${timeName(now())}`);
    await writeFile(path.join(dataDirectory, unfinishedRestore), `${backup}\n`);
    const moved = await moveEntries(dataDirectory, aside, notData);
    await rm(path.join(aside, waitingUploads), { recursive: true, force: true });
    await moveEntries(staging, dataDirectory, /^$/);
    await rm(staging, { recursive: true });
    await rm(path.join(dataDirectory, unfinishedRestore));
    return { ...settled, replaced: moved > 0 ? aside : undefined };
  } finally {
    await lock?.release();
  }
}
