import { execFile } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { chmod, chown, mkdir, open, readdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { AccountRunner, ServerAccount } from './server-account.js';

const run = promisify(execFile);
const unfinished = 'cluster.new-';
const ownNames = /^(cluster|superuser\.password|owner\.lock)/;

/** Where things lie in a data folder. */
export interface ClusterFolder {
  readonly root: string;
  /** PostgreSQL's own data. */
  readonly cluster: string;
  readonly passwordFile: string;
  readonly portFile: string;
  readonly serverLog: string;
}

/**
 * Creates the folder when missing; only its owner, the server's account, may look into it.
 * @throws Error for a folder that already holds something else: its owner and mode are not ours to change
 */
export const prepareDataFolder = async (
  dataDirectory: string,
  account: ServerAccount | undefined,
): Promise<ClusterFolder> => {
  await mkdir(dataDirectory, { recursive: true });
  const root = await realpath(dataDirectory);
  const names = await readdir(root);
  if (names.length > 0 && !names.some((name) => ownNames.test(name)))
    throw new Error(`the folder ${root} holds files that are not Sightline's; name an empty or a new one`);
  if (account) await chown(root, account.uid, account.gid);
  await chmod(root, 0o700);
  return {
    root,
    cluster: path.join(root, 'cluster'),
    passwordFile: path.join(root, 'superuser.password'),
    portFile: path.join(root, 'port'),
    serverLog: path.join(root, 'server.log'),
  };
};

const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );

const writePassword = async (file: string, account: ServerAccount | undefined): Promise<void> => {
  await writeFile(file, randomBytes(24).toString('base64url'), { mode: 0o600 });
  if (account) await chown(file, account.uid, account.gid);
};

const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/**
 * Initialises the cluster on first use: UTF-8, the same order of words on every machine, passwords by SCRAM, no `trust`.
 * A creation that was cut short leaves nothing that a later start could take for a cluster.
 * @returns the superuser's password
 * @throws Error when the cluster is there but its password file is not
 */
export const openCluster = async (
  folder: ClusterFolder,
  account: ServerAccount | undefined,
  command: AccountRunner,
  initdb: string,
): Promise<string> => {
  if (!(await exists(folder.cluster))) {
    for (const name of await readdir(folder.root))
      if (name.startsWith(unfinished)) await rm(path.join(folder.root, name), { recursive: true, force: true });
    await writePassword(folder.passwordFile, account);
    const created = path.join(folder.root, unfinished + randomUUID());
    const { file, args, ...options } = command(initdb, [
      `--pgdata=${created}`,
      '--username=postgres',
      `--pwfile=${folder.passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
    ]);
    await run(file, args, { ...options, cwd: '/' });
    await rename(created, folder.cluster);
    await syncFolder(folder.root);
  }
  return readFile(folder.passwordFile, 'utf8').catch((error: unknown) => {
    throw new Error(
      `${folder.passwordFile} cannot be read; without it the data in ${folder.cluster} cannot be opened`,
      { cause: error },
    );
  });
};
