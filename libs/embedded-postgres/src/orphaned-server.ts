import { readFile, realpath, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { commandLineOf, identifyProcess, signalProcess, waitUntilGone } from './process-identity.js';

const fastStopMs = 20_000;
const immediateStopMs = 10_000;

/** True when these are the words of a PostgreSQL server on this very cluster. */
const servesCluster = async (words: readonly string[], cluster: string): Promise<boolean> => {
  const folder = words[words.indexOf('-D') + 1];
  if (path.basename(words[0] ?? '') !== 'postgres' || !words.includes('-D') || folder === undefined) return false;
  return (await realpath(folder).catch(() => undefined)) === cluster;
};

/**
 * Stops a PostgreSQL server that outlived its Sightline process (`kill -9`): first as on a normal stop, then without waiting for its
 * checkpoint, which loses nothing committed. The caller holds the data folder's lock, so the server has no live owner.
 * @throws Error when it does not end
 */
export const stopOrphanedServer = async (cluster: string, log: (line: string) => void): Promise<void> => {
  const pidFile = path.join(cluster, 'postmaster.pid');
  const lines = (await readFile(pidFile, 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  const running = Number.isInteger(pid) && pid > 0 ? await identifyProcess(pid) : undefined;
  if (!running) return;
  if (!(await servesCluster(await commandLineOf(pid), cluster))) {
    // The number now belongs to a stranger, for which PostgreSQL would refuse to start. Under our own number, which it knows as
    // its parent's, it still checks by the rest of the file that no old backend holds the data.
    await writeFile(pidFile, [String(process.pid), ...lines.slice(1)].join('\n'));
    return;
  }
  log(`stopping the PostgreSQL server (process ${pid}) that an earlier, killed Sightline left behind`);
  signalProcess(pid, 'SIGINT');
  if (await waitUntilGone(running, fastStopMs)) return;
  signalProcess(pid, 'SIGQUIT');
  if (await waitUntilGone(running, immediateStopMs)) return;
  throw new Error(`the PostgreSQL server left behind (process ${pid}) does not stop; end it and start again`);
};
