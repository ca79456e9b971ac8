import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { copyTree } from './copy-tree.js';

/** What a running server keeps for itself, and what recovery makes anew (as pg_basebackup leaves it out). */
const leftOut =
  /^(postmaster\.(pid|opts)|backup_label|tablespace_map|(.*\/)?pg_internal\.init|(pg_wal|pg_dynshmem|pg_notify|pg_replslot|pg_serial|pg_snapshots|pg_stat_tmp|pg_subtrans)\/.+|.*\/pgsql_tmp.*)$/;
const walSegment = /^[0-9A-F]{24}$/;

/** The server's own control file goes last: by it a copy that was cut short cannot start. */
const controlFile = 'global/pg_control';

export interface ClusterBackup {
  /** The position in the write-ahead log at which the copy is one consistent whole. */
  readonly consistentAt: string;
}

/** A superuser's address of the server that runs on a data folder. @throws Error when none ever did */
export async function runningServerUrl(dataDirectory: string): Promise<string> {
  const read = (file: string): Promise<string> => readFile(path.join(dataDirectory, file), 'utf8');
  const [port, password] = await Promise.all([read('port'), read('superuser.password')]);
  return `postgres://postgres:${encodeURIComponent(password.trim())}@127.0.0.1:${port.trim()}/postgres`;
}

/**
 * Copies the cluster of a running server while it works: PostgreSQL's low-level backup (its manual, 25.3.4), for which
 * initdb, pg_ctl and postgres are enough. All databases of the copy stand at one moment, the end of the copying; a server
 * started on it replays the log up to there and finds every commit before it and none after.
 *
 * The server keeps the log that the copy needs for as long as this takes, by a replication slot that goes with the connection.
 * @param target an empty or new folder
 */
export async function backUpCluster(serverUrl: string, cluster: string, target: string): Promise<ClusterBackup> {
  const client = new pg.Client({ connectionString: serverUrl, application_name: 'sightline backup' });
  await client.connect();
  try {
    await client.query(`select pg_create_physical_replication_slot('sightline_backup', true, true)`);
    await client.query(`select pg_backup_start('sightline', true)`);
    copyTree(cluster, target, (file) => !leftOut.test(file) && file !== controlFile);
    copyTree(path.join(cluster, 'global'), path.join(target, 'global'), (file) => file === 'pg_control');
    const stopped = await client.query<{ lsn: string; labelfile: string; spcmapfile: string; last: string }>(
      `select lsn::text, labelfile, spcmapfile, pg_walfile_name(lsn) as last from pg_backup_stop(false)`,
    );
    const { lsn, labelfile, spcmapfile, last } = stopped.rows[0]!;
    await writeFile(path.join(target, 'backup_label'), labelfile, { mode: 0o600 });
    if (spcmapfile) await writeFile(path.join(target, 'tablespace_map'), spcmapfile, { mode: 0o600 });
    const first = /^START WAL LOCATION: \S+ \(file ([0-9A-F]{24})\)/m.exec(labelfile)?.[1];
    if (first === undefined) throw new Error('PostgreSQL did not say where the backup begins');
    await copyWal(path.join(cluster, 'pg_wal'), path.join(target, 'pg_wal'), first, last);
    return { consistentAt: lsn };
  } finally {
    await client.end();
  }
}

/** A name is time line, number of a log of 256 segments, and segment in it: eight hexadecimal digits each. */
const segmentNumber = (name: string): number => parseInt(name.slice(8, 16), 16) * 256 + parseInt(name.slice(16), 16);

/** The segments from the first to the last, every one of them, and the history of time lines. */
async function copyWal(source: string, target: string, first: string, last: string): Promise<void> {
  await mkdir(target, { recursive: true, mode: 0o700 });
  const needed = (name: string): boolean => walSegment.test(name) && name >= first && name <= last;
  copyTree(source, target, (name) => needed(name) || name.endsWith('.history'));
  const segments = (await readdir(target)).filter(needed).sort();
  if (segments.length !== segmentNumber(last) - segmentNumber(first) + 1)
    throw new Error('the server has thrown away a part of its log that the backup needs; start the backup again');
}
