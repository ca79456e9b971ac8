import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ProcessIdentity } from './process-identity.js';
import { identifyProcess, isSameProcessAlive } from './process-identity.js';

/** Another live process holds the data folder. */
export class DataFolderInUse extends Error {
  constructor(
    readonly dataDirectory: string,
    readonly holder: number,
  ) {
    super(
      `the data folder ${dataDirectory} is in use by a running Sightline (process ${holder}); stop that one first, or name another folder in DATA_DIR`,
    );
    this.name = 'DataFolderInUse';
  }
}

export interface DataFolderLock {
  /** Gives the folder back; a second call does nothing. */
  release(): Promise<void>;
}

const readHolder = async (file: string): Promise<ProcessIdentity | undefined> => {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  try {
    const holder = JSON.parse(text) as Partial<ProcessIdentity>;
    return { pid: Number(holder.pid) || 0, startedAt: String(holder.startedAt) };
  } catch {
    return { pid: 0, startedAt: 'unreadable' };
  }
};

const isErrno = (error: unknown, code: string): boolean => (error as NodeJS.ErrnoException).code === code;

/**
 * Takes the folder for this process. A lock whose process is gone (also by `kill -9`) is taken over; the start time tells a
 * later process with the same number apart.
 * @throws DataFolderInUse while its holder lives, this process included
 */
export const lockDataFolder = async (dataDirectory: string): Promise<DataFolderLock> => {
  const file = path.join(dataDirectory, 'owner.lock');
  const own = path.join(dataDirectory, `owner.lock.${randomUUID()}`);
  const me = await identifyProcess(process.pid);
  if (!me) throw new Error('this process cannot find itself among the running ones');
  await writeFile(own, JSON.stringify(me), { mode: 0o600 });
  try {
    for (let attempt = 0; attempt < 20; attempt += 1) {
      try {
        // A link appears with its whole content or not at all, and only one process can make it.
        await link(own, file);
        return { release: () => releaseLock(file, me) };
      } catch (error) {
        if (!isErrno(error, 'EEXIST')) throw error;
      }
      const holder = await readHolder(file);
      if (holder && (await isSameProcessAlive(holder))) throw new DataFolderInUse(dataDirectory, holder.pid);
      if (holder) await moveStaleLockAway(file, holder);
    }
    throw new Error(`the lock of ${dataDirectory} changes hands too quickly; start again`);
  } finally {
    await rm(own, { force: true });
  }
};

const moveStaleLockAway = async (file: string, stale: ProcessIdentity): Promise<void> => {
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return;
    throw error;
  }
  const moved = await readHolder(aside);
  // Another starter was quicker and what was moved is its fresh lock: it goes back.
  if (moved && moved.startedAt !== stale.startedAt) await link(aside, file).catch(() => undefined);
  await rm(aside, { force: true });
};

const releaseLock = async (file: string, me: ProcessIdentity): Promise<void> => {
  const holder = await readHolder(file);
  if (holder?.pid === me.pid && holder.startedAt === me.startedAt) await rm(file, { force: true });
};
