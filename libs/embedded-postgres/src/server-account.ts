import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const accountName = 'postgres';

export interface ServerAccount {
  readonly uid: number;
  readonly gid: number;
}

/** A command as it must be spawned so that it runs under the server's account. */
export interface AccountCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
}

const lookUp = async (): Promise<ServerAccount | undefined> => {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', accountName]), run('id', ['-g', accountName])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
};

const createAccount = async (): Promise<void> => {
  const common = ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', accountName];
  await run('useradd', ['--user-group', ...common]).catch(() => run('useradd', ['--gid', accountName, ...common]));
};

/**
 * PostgreSQL refuses to run as root. Started as root, this answers the system account `postgres`, created when missing;
 * started as anybody else, undefined: the server runs as the caller.
 */
export const findServerAccount = async (log: (line: string) => void): Promise<ServerAccount | undefined> => {
  if (process.getuid?.() !== 0) return undefined;
  const known = await lookUp();
  if (known) return known;
  log(`creating the system account '${accountName}', because PostgreSQL does not run as root`);
  await createAccount().catch((error: unknown) => {
    throw new Error(
      `PostgreSQL does not run as root, and the account '${accountName}' could not be created; create it, or start as another user`,
      { cause: error },
    );
  });
  const created = await lookUp();
  if (!created) throw new Error(`the account '${accountName}' was created but is not found`);
  return created;
};

const mayEnter = async (folder: string, account: ServerAccount): Promise<boolean> => {
  const { uid, gid, mode } = await stat(folder);
  if (uid === account.uid) return (mode & 0o100) !== 0;
  if (gid === account.gid) return (mode & 0o010) !== 0;
  return (mode & 0o001) !== 0;
};

/** The outermost folder on the way to `target` that the account may not enter. */
const firstClosedFolder = async (target: string, account: ServerAccount): Promise<string | undefined> => {
  const { root } = path.parse(target);
  let folder = root;
  for (const part of target.slice(root.length).split(path.sep)) {
    folder = path.join(folder, part);
    if (!(await mayEnter(folder, account))) return folder;
  }
  return undefined;
};

/** Runs a program under the server's account. */
export type AccountRunner = (file: string, args: readonly string[]) => AccountCommand;

/**
 * How to run the server's programs so that they reach all of `folders` (absolute, without symbolic links).
 *
 * A root user's checkout often lies below a folder that only root may enter. Instead of opening that folder to everybody, the
 * server then gets one capability, to pass through closed folders, and no other right of root.
 * @throws Error naming the closed folder when this system cannot give that capability
 */
export const accountRunner = async (
  account: ServerAccount | undefined,
  folders: readonly string[],
  log: (line: string) => void,
): Promise<AccountRunner> => {
  if (!account) return (file, args) => ({ file, args });
  let closed: string | undefined;
  for (const folder of folders) closed ??= await firstClosedFolder(folder, account);
  if (closed === undefined) return (file, args) => ({ file, args, ...account });
  const capability = [
    `--reuid=${account.uid}`,
    `--regid=${account.gid}`,
    '--clear-groups',
    '--inh-caps=+dac_read_search',
    '--ambient-caps=+dac_read_search',
    '--',
  ];
  await run('setpriv', [...capability, 'true']).catch((error: unknown) => {
    throw new Error(
      `the account '${accountName}' may not enter ${closed}; allow it (chmod o+x), keep the data elsewhere (DATA_DIR), or start as another user`,
      { cause: error },
    );
  });
  log(`'${accountName}' may not enter ${closed}: the server may pass through it by a capability`);
  return (file, args) => ({ file: 'setpriv', args: [...capability, file, ...args] });
};
