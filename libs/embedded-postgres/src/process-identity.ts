import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A process that cannot be confused with a later one that got the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, as the system counts it; compared for equality only. */
  readonly startedAt: string;
}

const onLinux = process.platform === 'linux';

const identityFromProc = async (pid: number): Promise<ProcessIdentity | undefined> => {
  const [status, boot] = await Promise.all([
    readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined),
    readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
  ]);
  // The name in parentheses may itself hold spaces and parentheses: fields are counted from the last one.
  const fields = status?.slice(status.lastIndexOf(')') + 2).split(' ');
  const ended = fields?.[0] === undefined || fields[0] === 'Z' || fields[0] === 'X';
  return ended ? undefined : { pid, startedAt: `${boot.trim()}:${fields?.[19]}` };
};

const identityFromPs = async (pid: number): Promise<ProcessIdentity | undefined> => {
  const answer = await run('ps', ['-o', 'stat=,lstart=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
  const [state, ...start] = answer.stdout.trim().split(/\s+/);
  return !state || state.startsWith('Z') ? undefined : { pid, startedAt: start.join(' ') };
};

/** Who runs under this number now; undefined when nobody does, or only a dead one that its parent has not collected. */
export const identifyProcess = (pid: number): Promise<ProcessIdentity | undefined> =>
  onLinux ? identityFromProc(pid) : identityFromPs(pid);

/** True while the very same process runs. */
export const isSameProcessAlive = async (identity: ProcessIdentity): Promise<boolean> =>
  (await identifyProcess(identity.pid))?.startedAt === identity.startedAt;

/** The words a process was started with; empty when it does not run. */
export const commandLineOf = async (pid: number): Promise<readonly string[]> => {
  if (onLinux)
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0').filter((word) => word !== '');
  const answer = await run('ps', ['-ww', '-o', 'args=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
  return answer.stdout.trim().split(/\s+/);
};

/** Waits until the process is gone. Answers false when it still runs after `timeoutMs`. */
export const waitUntilGone = async (identity: ProcessIdentity, timeoutMs: number): Promise<boolean> => {
  const deadline = Date.now() + timeoutMs;
  while (await isSameProcessAlive(identity)) {
    if (Date.now() >= deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return true;
};

/** Sends a signal; a process that has just ended is no error. */
export const signalProcess = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
};
