import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually, testDatabase, type TestDatabase } from '@sightline/testing';
import { newId } from '@sightline/service-kit';
import { bundleOf, smallDistrict, withFile } from '../testing/roster-bundle.js';
import { runDirectory, type RunningDirectory } from '../testing/running-directory.js';
import { oneRosterBundleReader } from './adapters/oneroster/index.js';
import { PostgresRosterStore } from './adapters/persistence/postgres-roster-store.js';

const firstImport = {
  'building-registered': 2,
  'group-members-changed': 2,
  'group-registered': 2,
  'guardians-changed': 2,
  'person-registered': 5,
  'roster-import-completed': 1,
  'siblings-changed': 2,
  'supervisor-changed': 1,
};

describe('imports of a roster', () => {
  let database: TestDatabase;
  let directory: RunningDirectory;

  beforeEach(async () => {
    database = await testDatabase(import.meta.url);
    directory = await runDirectory(database.url);
  });
  afterEach(async () => {
    await directory.stop();
    await database.drop();
  });
  const importStatuses = async () =>
    (await directory.database.pool.query<{ status: string }>('select status from roster_imports order by id')).rows.map(
      ({ status }) => status,
    );

  it('are taken as a zip, reported row by row, and a second one of the same bundle says nothing', async () => {
    const bundle = await bundleOf({ enrollments: `${smallDistrict['enrollments']}e9,c9,b1,s1,student\n` });
    const first = await directory.postBundle(bundle);
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({
      status: 'completed',
      dryRun: false,
      submittedBy: 'client:sis',
      report: {
        version: '1.2',
        counts: { refused: 1 },
        entries: [
          {
            file: 'enrollments.csv',
            line: 7,
            column: 'classSourcedId',
            code: 'unknown-reference',
            severity: 'refused',
          },
        ],
        changes: { 'person-registered': 5 },
      },
    });
    expect(first.location).toBe(`/api/v1/roster/imports/${first.body.id}`);
    expect(await directory.eventCounts()).toStrictEqual(firstImport);

    const second = await directory.postBundle(bundle);
    expect(second.body).toMatchObject({ status: 'completed', report: { changes: {} } });
    expect(await directory.eventCounts()).toStrictEqual(firstImport);

    const list = await directory.get('/api/v1/roster/imports?limit=1', 'client:roster');
    expect(list.body.items).toMatchObject([{ id: second.body.id }]);
    const rest = await directory.get(`/api/v1/roster/imports?limit=1&cursor=${list.body.next}`, 'client:roster');
    expect(rest.body).toMatchObject({ items: [{ id: first.body.id }], next: null });
    expect((await directory.get(first.location!, 'client:roster')).body).toStrictEqual(first.body);
  });

  it('are taken as the one file of a form too; what is neither is refused', async () => {
    const boundary = 'spec-boundary';
    const form = Buffer.concat([
      Buffer.from(
        `--${boundary}\r\ncontent-disposition: form-data; name="bundle"; filename="d.zip"\r\ncontent-type: application/zip\r\n\r\n`,
      ),
      await bundleOf(),
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]);
    const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` };
    const answer = await directory.post('/api/v1/roster/imports', { caller: 'client:roster', headers, payload: form });
    expect(answer.body).toMatchObject({ status: 'completed' });
    expect(await directory.eventCounts()).toStrictEqual(firstImport);
    const json = await directory.post('/api/v1/roster/imports', { caller: 'client:roster', payload: {} });
    expect(json).toMatchObject({ status: 415, mediaType: 'application/problem+json; charset=utf-8' });
    expect((await directory.postBundle(await bundleOf(), '?dryRun=perhaps')).status).toBe(422);
    expect((await directory.postBundle(Buffer.from('no zip'))).body).toMatchObject({
      status: 'refused',
      report: { problem: { code: 'not-a-zip' } },
    });
  });

  it('that are only tried change nothing', async () => {
    const answer = await directory.postBundle(await bundleOf(), '?dryRun=true');
    expect(answer.body).toMatchObject({
      status: 'completed',
      dryRun: true,
      report: { changes: { 'person-registered': 5 } },
    });
    expect(await directory.eventCounts()).toStrictEqual({});
    const { rows } = await directory.database.pool.query('select 1 from people union all select 1 from buildings');
    expect(rows).toStrictEqual([]);
  });

  it('queue when they come at once: together they are one', async () => {
    const bundle = await bundleOf();
    const answers = await Promise.all(Array.from({ length: 8 }, () => directory.postBundle(bundle)));
    expect(new Set(answers.map(({ body }) => body.status))).toStrictEqual(new Set(['completed']));
    expect(await directory.eventCounts()).toStrictEqual(firstImport);
  });

  it('are all there or not there', async () => {
    const { pool } = directory.database;
    const store = new PostgresRosterStore(pool, () => undefined);
    const importId = newId();
    const at = new Date('2026-09-01T12:00:00Z');
    await store.begin({ id: importId, submittedBy: 'client:sis', bundleSha256: 'x', createdAt: at, dryRun: false });
    const context = { importId, actor: 'client:sis', at, policyVersion: 'p' };
    await expect(
      store.inSession(context, async (session) => {
        const bundle = await bundleOf();
        const read = await withFile(bundle, (file) => oneRosterBundleReader().read(file, session.sink));
        const { report } = await session.take({ read, rollover: false }, '2026-09-01');
        await session.tell({ ...report.counts, unchanged: 0 });
        throw new Error('halfway');
      }),
    ).rejects.toThrow('halfway');
    expect(await directory.eventCounts()).toStrictEqual({});
    expect((await pool.query('select 1 from people')).rows).toStrictEqual([]);
    await directory.service.start();
    expect(await importStatuses()).toStrictEqual(['running']);
    await store.letGo(importId);
    await eventually(importStatuses, ([status]) => status === 'failed');
    const shown = await directory.get(`/api/v1/roster/imports/${importId}`, 'client:roster');
    expect(shown.body.report).toMatchObject({ problem: { code: 'interrupted' } });
    await expect(store.inSession(context, (session) => session.undo())).rejects.toThrow('no longer runs');
    await store.finish(importId, 'completed', at, {});
    expect(await importStatuses()).toStrictEqual(['failed']);
  });

  it('with an Idempotency-Key are made once; another bundle under the key is refused', async () => {
    const bundle = await bundleOf();
    const key = { 'idempotency-key': 'night-1' };
    const answers = await Promise.all([1, 2, 3].map(() => directory.postBundle(bundle, '', key)));
    const first = answers[0]!;
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    const again = await directory.postBundle(bundle, '', key);
    expect(again.status).toBe(201);
    expect(again.body).toMatchObject({ id: first.body.id, status: 'completed' });
    expect(again.location).toBe(first.location);
    expect(await importStatuses()).toStrictEqual(['completed']);

    const other = await bundleOf({ demographics: null });
    for (const refused of [
      await directory.postBundle(other, '', key),
      await directory.postBundle(bundle, '?dryRun=true', key),
    ])
      expect(refused).toMatchObject({ status: 422, body: { type: 'urn:sightline:problem:idempotency-key-reused' } });
    expect((await directory.postBundle(bundle, '', { 'idempotency-key': 'with space' })).status).toBe(400);
    expect((await directory.postBundle(other, '', { 'idempotency-key': 'night-2' })).body.id).not.toBe(first.body.id);
  });

  it('that failed may be sent again under their key', async () => {
    const bundle = await bundleOf();
    const key = { 'idempotency-key': 'night-1' };
    const lock = await directory.database.pool.connect();
    await lock.query('select pg_advisory_lock(4650002)');
    const running = directory.postBundle(bundle, '', key);
    await eventually(importStatuses, (statuses) => statuses.length === 1);
    await directory.service.start();
    expect(await importStatuses()).toStrictEqual(['running']);
    const { rows } = await lock.query<{ id: string }>('select id from roster_imports');
    const given = { problem: { code: 'interrupted' } };
    const store = new PostgresRosterStore(directory.database.pool, () => undefined);
    await store.finish(rows[0]!.id, 'failed', new Date('2026-09-01T12:00:00Z'), given);
    await lock.query('select pg_advisory_unlock(4650002)');
    lock.release();
    const failed = await running;
    expect(failed.body).toMatchObject({ status: 'failed', report: { problem: { code: 'interrupted' } } });
    expect(await directory.eventCounts()).toStrictEqual({});
    expect((await directory.postBundle(bundle, '', key)).body).toMatchObject({ status: 'completed' });
    expect(await directory.eventCounts()).toStrictEqual(firstImport);
  });

  it('as a delta keep guardians whose roles only the directory knows, and name what nobody knows', async () => {
    await directory.postBundle(await bundleOf());
    const delta = await bundleOf({
      manifest: 'propertyName,value\noneroster.version,1.2\nfile.users,delta\nfile.enrollments,delta\n',
      orgs: null,
      academicSessions: null,
      classes: null,
      roles: null,
      demographics: null,
      relations: null,
      users: 'sourcedId,status,username,givenName,familyName,agentSourcedIds\ns1,active,ann,Ann,Alder-Birch,"g1,g9"\n',
      enrollments:
        'sourcedId,status,classSourcedId,userSourcedId,role\ne9,active,c2,s2,student\ne10,active,c9,s2,student\n',
    });
    const answer = await directory.postBundle(delta);
    expect(answer.body).toMatchObject({ status: 'completed', report: { changes: { 'group-members-changed': 1 } } });
    expect(
      answer.body.report.entries
        .filter(({ severity }: { severity: string }) => severity === 'refused')
        .map(
          ({ file, line, column, code }: Record<string, unknown>) =>
            `${String(file)}:${String(line)} ${String(column)} ${String(code)}`,
        ),
    ).toStrictEqual([
      'users.csv:2 agentSourcedIds unknown-reference',
      'enrollments.csv:3 classSourcedId unknown-reference',
    ]);
    const { rows } = await directory.database.pool.query(
      'select guardian_sourced_id from guardianships order by student_sourced_id',
    );
    expect(rows).toHaveLength(2);
  });
});
