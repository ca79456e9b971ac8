import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  findFreePort,
  serviceDatabaseNames,
  startEmbeddedPostgres,
  urlForRole,
  type RunningPostgres,
} from '@sightline/embedded-postgres';
import { eventually } from '@sightline/testing';
import { ChildProgram, programEnd } from './support/child-program.js';
import { serviceNames, variableOf } from './support/running-sightline.js';

/** Which of them a service reads is its own affair: all of them are named to each. */
const logs = ['directory', 'exception-request', 'approval', 'notification', 'messaging-archive'] as const;
const password = 'of-this-spec-alone';

describe('a service as a process of its own', () => {
  let folder: string;
  let postgres: RunningPostgres;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'sightline-process-'));
    await chmod(folder, 0o755);
    postgres = await startEmbeddedPostgres({ dataDirectory: path.join(folder, 'postgres') });
  });

  afterAll(async () => {
    await postgres?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const urlOf = (service: (typeof serviceNames)[number]): string =>
    urlForRole(postgres.superuserUrl('postgres'), { ...serviceDatabaseNames(service), password });
  const environment = (port: number, databaseUrl: string): Record<string, string> => ({
    PORT: String(port),
    DATABASE_URL: databaseUrl,
    BUS: 'postgres',
    LOG_URLS: JSON.stringify(Object.fromEntries(logs.map((log) => [log, urlOf(log)]))),
    PUBLIC_URL: 'http://127.0.0.1:9',
    OIDC_ISSUER: 'http://127.0.0.1:9/oidc',
    CLIENT_SECRET: 'nobody-is-asked-here',
    DIRECTORY_URL: 'http://127.0.0.1:9',
    EXCEPTION_REQUEST_URL: 'http://127.0.0.1:9',
  });

  it('ends with one line that names the variable which is wrong', async () => {
    const wrong = { ...environment(1, 'postgres://127.0.0.1:9/directory'), BUS: 'pigeon' };
    expect(await programEnd('services/directory/dist/main.js', wrong)).toEqual({
      code: 1,
      stdout: '',
      stderr: 'directory: BUS must be kafka or postgres\n',
    });
  });

  it('keeps a sample sign-in and a default secret out of production', async () => {
    const { code, stderr } = await programEnd('services/portal/dist/main.js', {
      ...environment(1, 'postgres://127.0.0.1:9/portal'),
      ...{ PUBLIC_URL: 'https://sightline.district.example', KEY_FOLDER: path.join(folder, 'keys') },
      ...Object.fromEntries(serviceNames.map((service) => [variableOf(service, 'URL'), 'http://127.0.0.1:9'])),
      ...Object.fromEntries(
        serviceNames.map((service) => [variableOf(service, 'CLIENT_SECRET'), `sightline-${service}`]),
      ),
      SAMPLE_SIGN_IN: 'on',
    });
    expect(code).toBe(1);
    expect(stderr).toContain('the sample sign-in lets anybody be anybody');
    expect(stderr).toContain('EXCEPTION_REQUEST_CLIENT_SECRET is a default or too short');
    expect(stderr).not.toContain('sightline-exception-request');
  });

  it('waits for its database, runs, and ends when it is told to', async () => {
    const serverUrl = postgres.superuserUrl('postgres');
    const prepare = { SERVER_URL: serverUrl, DATABASE_PASSWORD: password };
    // Again, as at the second start of all.
    for (let times = 0; times < 2; times += 1)
      expect(await programEnd('infra/distributed/prepare-databases.mjs', prepare)).toMatchObject({ code: 0 });
    // The directory reads the log of the requests: it must have been there once.
    const requests = new ChildProgram(
      'services/exception-request/dist/main.js',
      environment(await findFreePort(), urlOf('exception-request')),
      /is ready: /,
    );
    await requests.start();
    await requests.end('SIGTERM');
    const url = urlOf('directory');
    const port = await findFreePort();
    await postgres.stop();
    const program = new ChildProgram('services/directory/dist/main.js', environment(port, url), /is ready: /);
    const started = program.start();
    try {
      await eventually(
        () => program.output,
        (output) => output.includes('the database does not answer yet'),
      );
      expect((await fetch(`http://127.0.0.1:${port}/health/live`)).status).toBe(200);
      const waiting = await fetch(`http://127.0.0.1:${port}/health/ready`);
      expect(waiting.status).toBe(503);
      expect(await waiting.json()).toEqual({
        status: 'starting',
        reasons: { database: expect.stringContaining('ECONNREFUSED') },
      });
      const early = await fetch(`http://127.0.0.1:${port}/api/v1/people`);
      expect(early.status).toBe(503);
      expect(early.headers.get('content-type')).toContain('application/problem+json');
      postgres = await startEmbeddedPostgres({ dataDirectory: path.join(folder, 'postgres'), port: postgres.port });
      await started;
      const live = await fetch(`http://127.0.0.1:${port}/health/live`);
      expect(await live.json()).toEqual({ status: 'ok', service: 'directory' });
      expect((await fetch(`http://127.0.0.1:${port}/health/ready`)).status).toBe(200);
      expect((await fetch(`http://127.0.0.1:${port}/api/v1/people`)).status).toBe(401);
      // A second process at the same address says so in one line.
      const { code, stderr } = await programEnd('services/directory/dist/main.js', environment(port, url));
      expect({ code, stderr }).toEqual({
        code: 1,
        stderr: `directory: HOST and PORT name an address that cannot be had: 127.0.0.1:${port} (EADDRINUSE)\n`,
      });
    } finally {
      await program.end('SIGTERM');
    }
    expect(program.exitCode).toBe(0);
  });

  it('runs without its bus, says so, and stops all the same', async () => {
    const url = urlOf('approval');
    const port = await findFreePort();
    const withoutBus = { ...environment(port, url), BUS: 'kafka', KAFKA_BROKERS: '127.0.0.1:9' };
    const program = new ChildProgram('services/approval/dist/main.js', withoutBus, /is ready: /);
    await program.start();
    try {
      await eventually(
        async () => (await fetch(`http://127.0.0.1:${port}/health/ready`)).json(),
        (seen) =>
          expect(seen).toMatchObject({
            reasons: {
              'consumer approval': expect.any(String),
              'relay approval': expect.any(String),
            },
          }),
      );
    } finally {
      await program.end('SIGTERM');
    }
    expect(program.exitCode).toBe(0);
  });
});
