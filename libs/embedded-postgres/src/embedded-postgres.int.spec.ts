import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { DataFolderInUse, identifyProcess, startEmbeddedPostgres } from './index.js';
import type { RunningPostgres } from './index.js';

const query = async (url: string, text: string): Promise<unknown[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
};

/** A Node process of its own that starts the server, writes one row and then waits to be killed. */
const holdInAnotherProcess = async (dataDirectory: string): Promise<ChildProcess> => {
  const script = `
    import { startEmbeddedPostgres } from '@sightline/embedded-postgres';
    import pg from 'pg';
    const server = await startEmbeddedPostgres({ dataDirectory: process.argv[1] });
    const client = new pg.Client({ connectionString: server.superuserUrl('postgres') });
    await client.connect();
    await client.query('CREATE TABLE kept AS SELECT 42 AS answer');
    console.log('holding');
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, dataDirectory], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const [said] = (await Promise.race([once(child.stdout!, 'data'), once(child, 'exit')])) as [unknown];
  expect(String(said)).toContain('holding');
  return child;
};

const killNow = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
};

const postmasterOf = async (dataDirectory: string): Promise<number> =>
  Number((await readFile(path.join(dataDirectory, 'cluster/postmaster.pid'), 'utf8')).split('\n')[0]);

describe('the embedded PostgreSQL server', () => {
  let parent: string;
  let dataDirectory: string;
  let running: RunningPostgres[];
  let child: ChildProcess | undefined;

  const start = async (options: { port?: number } = {}) => {
    const lines: string[] = [];
    const server = await startEmbeddedPostgres({ dataDirectory, log: (line) => lines.push(line), ...options });
    running.push(server);
    return { server, lines };
  };

  beforeEach(async () => {
    parent = await mkdtemp(path.join(os.tmpdir(), 'sightline-embedded-postgres-spec-'));
    dataDirectory = path.join(parent, 'postgres');
    running = [];
    child = undefined;
  });

  afterEach(async () => {
    if (child) await killNow(child);
    // What a killed process left behind is stopped the way a next start would.
    if (child && running.length === 0) await start();
    for (const server of running) await server.stop();
    await rm(parent, { recursive: true, force: true });
  });

  it('starts on a new folder, on loopback, with every commit on disk and no way in without the password', async () => {
    const { server } = await start();
    const [row] = await query(
      server.superuserUrl('postgres'),
      `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit,
        current_setting('listen_addresses') AS addresses, current_setting('unix_socket_directories') AS sockets,
        (SELECT count(*)::int FROM pg_hba_file_rules WHERE auth_method <> 'scram-sha-256') AS open_rules`,
    );
    expect(row).toEqual({ fsync: 'on', commit: 'on', addresses: '127.0.0.1', sockets: dataDirectory, open_rules: 0 });
    expect(await query(server.fastestUrl('postgres'), 'SELECT inet_server_addr() AS address')).toEqual([
      { address: null },
    ]);
    const withoutPassword = new URL(server.superuserUrl('postgres'));
    withoutPassword.password = 'wrong';
    await expect(query(withoutPassword.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
    const password = await stat(path.join(dataDirectory, 'superuser.password'));
    expect((password.mode & 0o777).toString(8)).toBe('600');
  });

  it('finds its data and its port again at the second start', async () => {
    const first = await start();
    await query(first.server.superuserUrl('postgres'), 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.server.stop();
    const second = await start();
    expect(await query(second.server.superuserUrl('postgres'), 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    expect(second.server.port).toBe(first.server.port);
  });

  it('moves to another port when the recorded one is taken, and refuses when that very port was asked for', async () => {
    const first = await start();
    await first.server.stop();
    const stranger = createServer().listen(first.server.port, '127.0.0.1');
    await once(stranger, 'listening');
    try {
      await expect(start({ port: first.server.port })).rejects.toThrow('taken by another program');
      const second = await start();
      expect(second.server.port).not.toBe(first.server.port);
      expect(await query(second.server.superuserUrl('postgres'), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    } finally {
      stranger.close();
    }
  });

  it('stops the server that a killed process left behind and finds what it had committed', async () => {
    child = await holdInAnotherProcess(dataDirectory);
    const orphan = await identifyProcess(await postmasterOf(dataDirectory));
    await killNow(child);
    expect(await identifyProcess(orphan!.pid)).toEqual(orphan);
    const { server, lines } = await start();
    expect(lines.join()).toContain(`process ${orphan!.pid}`);
    expect(await identifyProcess(orphan!.pid)).not.toEqual(orphan);
    expect(await query(server.superuserUrl('postgres'), 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  });

  it('refuses a folder that another live process holds, and leaves its server alone', async () => {
    child = await holdInAnotherProcess(dataDirectory);
    const postmaster = await identifyProcess(await postmasterOf(dataDirectory));
    const refusal = await start().catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(DataFolderInUse);
    expect((refusal as DataFolderInUse).holder).toBe(child.pid);
    expect(await identifyProcess(postmaster!.pid)).toEqual(postmaster);
  });

  it('refuses a second start within one process', async () => {
    await start();
    await expect(start()).rejects.toBeInstanceOf(DataFolderInUse);
  });

  it('starts although the number in a left pid file now belongs to a stranger', async () => {
    const first = await start();
    await first.server.stop();
    const stranger = spawn('sleep', ['60'], process.getuid?.() === 0 ? { uid: (await stat(dataDirectory)).uid } : {});
    try {
      await writeFile(
        path.join(dataDirectory, 'cluster/postmaster.pid'),
        `${stranger.pid}\n${dataDirectory}/cluster\n1700000000\n5432\n\n127.0.0.1\n  9978512         4\nready   \n`,
      );
      const second = await start();
      expect(await query(second.server.superuserUrl('postgres'), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
      expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
    } finally {
      stranger.kill('SIGKILL');
    }
  });

  it('leaves a folder alone that holds something else', async () => {
    await writeFile(path.join(parent, 'a-letter.txt'), 'mine');
    const before = await stat(parent);
    await expect(startEmbeddedPostgres({ dataDirectory: parent })).rejects.toThrow("not Sightline's");
    const after = await stat(parent);
    expect([after.uid, after.mode]).toEqual([before.uid, before.mode]);
  });
});
