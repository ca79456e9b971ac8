import { chmod, chown, mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { findServerAccount } from './server-account.js';

/** What a running server expects to find, empty where a backup left it out. */
const ownFolders = [
  'pg_commit_ts',
  'pg_dynshmem',
  'pg_notify',
  'pg_replslot',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
  'pg_tblspc',
  'pg_twophase',
  'pg_wal/archive_status',
  'pg_wal/summaries',
];

/** Makes a copied data folder the server's own again, so that the next start recovers it to the moment of its backup. */
export async function adoptCluster(dataDirectory: string): Promise<void> {
  const cluster = path.join(dataDirectory, 'cluster');
  for (const folder of ownFolders) await mkdir(path.join(cluster, folder), { recursive: true, mode: 0o700 });
  const account = await findServerAccount(() => undefined);
  await chmod(cluster, 0o700);
  if (!account) return;
  await chown(dataDirectory, account.uid, account.gid);
  for (const name of await readdir(dataDirectory, { recursive: true }))
    await chown(path.join(dataDirectory, name), account.uid, account.gid);
}
