import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readFile, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ClusterFolder } from './cluster-folder.js';
import type { AccountRunner } from './server-account.js';
import { settingArguments } from './server-settings.js';

const readyTimeoutMs = 120_000;
const fastStopMs = 30_000;
const serverLogBytesMax = 5_000_000;

/** The server did not come up; `output` is what it said. */
export class ServerDidNotStart extends Error {
  constructor(
    reason: string,
    readonly output: string,
  ) {
    super(`PostgreSQL did not start: ${reason}\n${output}`);
    this.name = 'ServerDidNotStart';
  }
}

export interface ServerProcess {
  /** Ends sessions, writes a checkpoint and waits until the process is gone; a second call waits for the same end. */
  stop(): Promise<void>;
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

const isReady = async (cluster: string, pid: number): Promise<boolean> => {
  const lines = (await readFile(path.join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
};

const sizeOf = async (file: string): Promise<number> => (await stat(file).catch(() => undefined))?.size ?? 0;

const stopChild = async (child: ChildProcess): Promise<void> => {
  if (hasEnded(child)) return;
  child.ref();
  const ended = once(child, 'exit');
  child.kill('SIGINT');
  const impatience = setTimeout(() => child.kill('SIGQUIT'), fastStopMs);
  await ended;
  clearTimeout(impatience);
};

/**
 * Starts the server on its cluster and waits until it accepts connections.
 * @throws ServerDidNotStart with the end of its log
 */
export const startServerProcess = async (
  binary: string,
  folder: ClusterFolder,
  command: AccountRunner,
  port: number,
  settings: Readonly<Record<string, string>>,
  onUnexpectedExit: (reason: string) => void,
): Promise<ServerProcess> => {
  if ((await sizeOf(folder.serverLog)) > serverLogBytesMax) await rename(folder.serverLog, `${folder.serverLog}.1`);
  const logStart = await sizeOf(folder.serverLog);
  const { file, args, ...account } = command(binary, [
    '-D',
    folder.cluster,
    '-p',
    String(port),
    ...settingArguments(settings),
  ]);
  const logFile = openSync(folder.serverLog, 'a', 0o600);
  // A session of its own: Ctrl-C reaches Sightline alone, which stops the server after its services.
  const child = spawn(file, args, { ...account, cwd: '/', detached: true, stdio: ['ignore', logFile, logFile] });
  closeSync(logFile);
  const failedToSpawn = new Promise<Error>((resolve) => child.once('error', resolve));
  const output = async () =>
    (await readFile(folder.serverLog)).subarray(logStart).toString('utf8').slice(-2_000).trim();

  const killWithParent = () => child.kill('SIGINT');
  process.once('exit', killWithParent);
  let stopping: Promise<void> | undefined;
  const stop = () => (stopping ??= stopChild(child).finally(() => process.off('exit', killWithParent)));

  const deadline = Date.now() + readyTimeoutMs;
  while (!(await isReady(folder.cluster, child.pid ?? -1))) {
    const pause = new Promise<undefined>((resolve) => setTimeout(resolve, 15, undefined));
    const failure = await Promise.race([failedToSpawn, pause]);
    if (!failure && !hasEnded(child) && Date.now() < deadline) continue;
    if (!failure) await stop();
    else process.off('exit', killWithParent);
    throw new ServerDidNotStart(
      failure?.message ?? (Date.now() < deadline ? 'it ended' : 'it was not ready in time'),
      await output(),
    );
  }
  child.once('exit', (code, signal) => {
    if (!stopping) onUnexpectedExit(`PostgreSQL ended by itself (${signal ?? `code ${code}`})`);
  });
  child.unref();
  return { stop };
};
