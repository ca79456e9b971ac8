import {
  backUpCluster,
  copyTree,
  DataFolderInUse,
  runningServerUrl,
  startEmbeddedPostgres,
} from '@sightline/embedded-postgres';
import { execFile } from 'node:child_process';
import { copyFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { manifestName, measure, type BackupManifest } from './backup-manifest.js';
import { notData, refuseUnfinishedRestore, waitingUploads } from './data-folder.js';

const run = promisify(execFile);

/** The server that works on the folder, or one started for as long as the backup takes. */
async function withServer<Result>(postgresFolder: string, work: (url: string) => Promise<Result>): Promise<Result> {
  let own: Awaited<ReturnType<typeof startEmbeddedPostgres>> | undefined;
  try {
    own = await startEmbeddedPostgres({ dataDirectory: postgresFolder });
  } catch (error) {
    if (!(error instanceof DataFolderInUse)) throw error;
  }
  try {
    return await work(await runningServerUrl(postgresFolder));
  } finally {
    await own?.stop();
  }
}

/**
 * Copies a data folder, also while Sightline works on it: all databases at one moment, then keys and files, so that whatever
 * the databases name is there. The folder appears under its name when it is complete and on disk; it holds every secret of
 * the district and is for its owner alone.
 * @param target a folder that does not exist yet
 */
export async function takeBackup(
  dataDirectory: string,
  target: string,
  { now, say }: { readonly now: () => Date; readonly say: (line: string) => void },
): Promise<BackupManifest> {
  await refuseUnfinishedRestore(dataDirectory);
  const postgresFolder = path.join(dataDirectory, 'postgres');
  const partial = `${target}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(path.join(partial, 'postgres/cluster'), { recursive: true, mode: 0o700 });
  const { consistentAt } = await withServer(postgresFolder, (url) =>
    backUpCluster(url, path.join(postgresFolder, 'cluster'), path.join(partial, 'postgres/cluster')),
  );
  say('All databases are copied, at one moment');
  await copyFile(path.join(postgresFolder, 'superuser.password'), path.join(partial, 'postgres/superuser.password'));
  copyTree(dataDirectory, partial, (file) => {
    const [first] = file.split('/');
    if (first === 'postgres' || notData.test(first!) || file === waitingUploads) return false;
    return !file.endsWith('.partial') && !file.endsWith('.new');
  });
  say('Keys and files are copied');
  const manifest: BackupManifest = {
    format: 1,
    takenAt: now().toISOString(),
    consistentAt,
    files: measure(partial),
  };
  await writeFile(path.join(partial, manifestName), JSON.stringify(manifest, null, 1), { mode: 0o600 });
  await run('sync', ['-f', partial]);
  await rename(partial, target);
  await run('sync', ['-f', path.dirname(target)]);
  return manifest;
}
