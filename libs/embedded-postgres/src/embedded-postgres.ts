import { readFile, realpath, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ClusterFolder } from './cluster-folder.js';
import { openCluster, prepareDataFolder } from './cluster-folder.js';
import { lockDataFolder } from './data-folder-lock.js';
import { findFreePort, isPortFree } from './free-port.js';
import { stopOrphanedServer } from './orphaned-server.js';
import { findPostgresBinaries } from './postgres-binaries.js';
import { accountRunner, findServerAccount } from './server-account.js';
import type { ServerProcess } from './server-process.js';
import { ServerDidNotStart, startServerProcess } from './server-process.js';

const attemptsMax = 10;
const retryDelayMs = 500;

export interface EmbeddedPostgresOptions {
  /** Created when missing. Holds the cluster, the superuser's password (mode 0600), the server's log and the lock. */
  readonly dataDirectory: string;
  /** Exactly this port of 127.0.0.1; without it the port of the last start when it is free, else any free one. */
  readonly port?: number;
  /** One line per notable step; silent by default. */
  readonly log?: (line: string) => void;
  /** PostgreSQL settings that replace ours. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Called when the server ends without `stop`; silent by default. */
  readonly onUnexpectedExit?: (reason: string) => void;
}

export interface RunningPostgres {
  readonly host: '127.0.0.1';
  readonly port: number;
  /** `postgres://` address with the superuser's password. */
  superuserUrl(database: string): string;
  /** The same by the socket file in the data folder, which costs half of what loopback costs; by loopback where a socket file cannot be. */
  fastestUrl(database: string): string;
  /** Ends sessions, writes a checkpoint, waits for the end and gives the data folder back. May be called twice. */
  stop(): Promise<void>;
}

/** The system's limit for the path of a socket file, less the file's own name. */
const socketFolderLengthMax = 80;

/** A socket file beside the cluster, in a folder that only the server's account and its owner may enter. */
const socketSettings = (folder: string): Record<string, string> =>
  process.platform !== 'win32' && folder.length <= socketFolderLengthMax && !folder.includes(',')
    ? { unix_socket_directories: folder, unix_socket_permissions: '0700' }
    : {};

const choosePort = async (folder: ClusterFolder, wanted: number | undefined): Promise<number> => {
  if (wanted !== undefined) {
    if (await isPortFree(wanted)) return wanted;
    throw new Error(`port ${wanted} of 127.0.0.1 is taken by another program`);
  }
  const recorded = Number(await readFile(folder.portFile, 'utf8').catch(() => '0'));
  return Number.isInteger(recorded) && recorded > 0 && recorded < 65_536 && (await isPortFree(recorded))
    ? recorded
    : findFreePort();
};

const mayPassByItself = (error: unknown): boolean =>
  error instanceof ServerDidNotStart &&
  /could not bind|could not create any TCP|shared memory block .* still in use/s.test(error.output);

const startOnSomePort = async (
  folder: ClusterFolder,
  wanted: number | undefined,
  start: (port: number) => Promise<ServerProcess>,
): Promise<{ port: number; server: ServerProcess }> => {
  for (let attempt = 1; ; attempt += 1) {
    const port = await choosePort(folder, wanted);
    try {
      return { port, server: await start(port) };
    } catch (error) {
      if (attempt >= attemptsMax || !mayPassByItself(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, retryDelayMs));
    }
  }
};

/**
 * Starts PostgreSQL from the binaries that npm installed, on 127.0.0.1 only, with a random password and every commit on disk.
 *
 * A server left behind by a killed Sightline process on the same folder is stopped first; committed data is found again. As
 * root the server runs under the account `postgres`.
 * @throws DataFolderInUse when another live process holds the folder
 * @throws ServerDidNotStart with the end of the server's log
 */
export const startEmbeddedPostgres = async (options: EmbeddedPostgresOptions): Promise<RunningPostgres> => {
  const log = options.log ?? (() => undefined);
  const [binaries, account] = await Promise.all([findPostgresBinaries(), findServerAccount(log)]);
  const folder = await prepareDataFolder(options.dataDirectory, account);
  const lock = await lockDataFolder(folder.root);
  try {
    const reached = [folder.root, await realpath(path.dirname(binaries.postgres))];
    const command = await accountRunner(account, reached, log);
    await stopOrphanedServer(folder.cluster, log);
    const password = await openCluster(folder, account, command, binaries.initdb);
    const { port, server } = await startOnSomePort(folder, options.port, (candidate) =>
      startServerProcess(
        binaries.postgres,
        folder,
        command,
        candidate,
        { ...socketSettings(folder.root), ...options.settings },
        options.onUnexpectedExit ?? (() => undefined),
      ),
    );
    await writeFile(folder.portFile, String(port), { mode: 0o600 });
    const superuserUrl = (database: string): string =>
      `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
    return {
      host: '127.0.0.1',
      port,
      superuserUrl,
      fastestUrl: (database) =>
        'unix_socket_directories' in socketSettings(folder.root)
          ? `${superuserUrl(database)}?host=${encodeURIComponent(folder.root)}`
          : superuserUrl(database),
      stop: async () => {
        await server.stop();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
};
