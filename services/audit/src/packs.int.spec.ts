import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@sightline/service-kit';
import {
  runService,
  serviceOverHttp,
  unplacedEvent,
  type RunningService,
  type ServiceOverHttp,
} from '@sightline/service-kit/testing';
import { testDatabase, type TestDatabase } from '@sightline/testing';
import { verifyPack, type PackVerdict } from './application/packs/verify-pack.js';
import { createAuditModule } from './audit.module.js';
import { auditorRegistered, caseEvents } from '../testing/sample-events.js';

type Audit = RunningService<Awaited<ReturnType<typeof createAuditModule>>>;

const [auditor, building, caseId, ofBuilding] = Array.from({ length: 4 }, () => newId()) as [
  string,
  string,
  string,
  string,
];

const submitted = unplacedEvent(
  'sightline.exception-request.request-submitted.v1',
  `request/${ofBuilding}`,
  {
    ...{ requestId: ofBuilding, submission: 1, kind: 'outside-channel', purpose: 'private', requesterId: newId() },
    ...{ studentIds: [newId()], groupId: null, requesterBuildingIds: [building], studentBuildingIds: [newId()] },
    ...{ medium: 'other', from: '2026-09-14', until: '2026-12-18', registerState: null },
    words: { algorithm: 'hmac-sha256', value: 'a'.repeat(64) },
  } as never,
  { caseId: ofBuilding },
);

describe('packs over REST', () => {
  let database: TestDatabase;
  let audit: Audit;
  let http: ServiceOverHttp;

  const packOf = async (query: string): Promise<string> => {
    const { status, mediaType, text } = await http.get(`/api/v1/history/packs?${query}`, auditor);
    expect([status, mediaType]).toEqual([200, 'application/x-ndjson']);
    return text;
  };
  const verdictOf = (pack: string): Promise<PackVerdict> =>
    verifyPack(Readable.from([Buffer.from(pack)]), audit.service.publicKey);

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
    audit = await runService('audit', database.url, (context) =>
      createAuditModule(context, {
        logs: ['directory', 'exception-request', 'approval', 'messaging-archive'],
        signingKeyFile: null,
      }),
    );
    http = await serviceOverHttp('audit', audit.service.module);
    await audit.bus.feed(auditorRegistered(auditor), ...caseEvents(caseId), submitted);
    for (let others = 0; others < 100; others += 1) await audit.bus.feed(...caseEvents(newId()));
  });
  afterAll(async () => {
    await http.close();
    await audit.stop();
    await database.drop();
  });

  it('gives all of the history, and the same again when it has grown', async () => {
    const pack = await packOf('all=true&size=300');
    expect(await verdictOf(pack)).toEqual({ whole: true, events: 300, cases: 0, size: 300 });
    await audit.bus.feed(...caseEvents(newId()));
    expect(await packOf('all=true&size=300')).toBe(pack);
  });

  it('gives a case, a building and a period, each whole by itself', async () => {
    expect(await verdictOf(await packOf(`case=${caseId.toUpperCase()}`))).toMatchObject({ events: 3, cases: 1 });
    const ofOneBuilding = await packOf(`building=${building}`);
    expect(ofOneBuilding).toContain(ofBuilding);
    expect(await verdictOf(ofOneBuilding)).toMatchObject({ whole: true, events: 1, cases: 1 });
    const period = 'from=2026-09-14T12:00:01.000Z&until=2026-09-14T12:00:02.000Z';
    expect(await verdictOf(await packOf(period))).toMatchObject({ whole: true });
    expect(await verdictOf(await packOf('from=2001-01-01&until=2001-01-02'))).toMatchObject({ whole: true, events: 0 });
  });

  it('holds the texts of the policy and the schema of every event in it', async () => {
    const lines = (await packOf(`case=${caseId}`)).trimEnd().split('\n');
    const kinds = lines.map((line) => JSON.parse(line));
    expect(kinds.find(({ kind }) => kind === 'policy').policy.clauses.C6).toBeDefined();
    const schemas = new Set(kinds.filter(({ kind }) => kind === 'schema').map(({ type }) => type));
    for (const { event } of kinds.filter(({ kind }) => kind === 'event')) expect(schemas).toContain(event.type);
  });

  it('answers nobody but auditors, and one question at a time', async () => {
    for (const [query, caller, status] of [
      ['all=true', newId(), 404],
      [`case=${newId()}`, auditor, 404],
      ['all=true&size=999999', auditor, 404],
      ['', auditor, 422],
      [`all=true&case=${caseId}`, auditor, 422],
      ['from=2026-09-14', auditor, 422],
      ['case=x', auditor, 422],
      ['all=false', auditor, 422],
    ] as const)
      expect([query, (await http.get(`/api/v1/history/packs?${query}`, caller)).status]).toEqual([query, status]);
  });

  it('is judged by a program that needs no server', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'sightline-pack-'));
    try {
      const pack = await packOf(`case=${caseId}`);
      const file = path.join(folder, 'pack.ndjson');
      const run = (...key: string[]) =>
        new Promise<string>((resolve) => {
          // Built before the specs run, as it is before `npm run verify`.
          const program = new URL('../dist/adapters/command-line/verify-main.js', import.meta.url).pathname;
          execFile(process.execPath, [program, file, ...key], { env: {} }, (error, stdout, stderr) =>
            resolve(`${error?.code ?? 0}: ${stdout}${stderr}`),
          );
        });
      await writeFile(file, pack);
      const key = ['--key', audit.service.publicKey];
      expect(await run(...key)).toMatch(/^0: Whole: 3 events of 1 case, proved against a history of \d+ events\.\n$/);
      expect(await run()).toMatch(/^2: usage: /);
      expect(await run('--key', 'x')).toBe('2: this is no public key of a history\n');
      await writeFile(file, pack.replace('"system:spec"', '"system:speC"'));
      expect(await run(...key)).toMatch(/^1: Not whole\. Line \d+: event 2 of the ledger is not what was signed/);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
