import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EventEnvelope } from '@sightline/contracts';
import { inTransaction } from '@sightline/event-store';
import { newId } from '@sightline/service-kit';
import { runService, serviceOverHttp, type RunningService, type ServiceOverHttp } from '@sightline/service-kit/testing';
import { eventually, testClock, testDatabase, type TestDatabase } from '@sightline/testing';
import { ledgerProjection } from './adapters/persistence/append-to-ledger.js';
import { createAuditModule } from './audit.module.js';
import { auditorRegistered } from '../testing/sample-events.js';

type Audit = RunningService<Awaited<ReturnType<typeof createAuditModule>>>;

const auditor = newId();
const path = '/api/v1/history/conformance';
const recorded = readFileSync(new URL('../testing/recorded-year.ndjson', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as EventEnvelope);

describe('conformance over REST', () => {
  let database: TestDatabase;
  let audit: Audit;
  let http: ServiceOverHttp;
  const clock = testClock(new Date('2026-08-17T15:00:10.000Z'));

  const take = (events: readonly EventEnvelope[]): Promise<void> =>
    inTransaction(audit.database.pool, (transaction) => ledgerProjection.apply(transaction, events));
  const judged = async (query = '') =>
    (
      await eventually(
        () => http.get(`${path}${query}`, auditor),
        ({ body }) => body.status === 'judged',
      )
    ).body;
  const clauseOf = (body: { clauses: { clause: string; open: number }[] }, clause: string) =>
    body.clauses.find((each) => each.clause === clause);
  /** The consequence that the test takes away: one that a family was told. */
  const told = recorded.find(({ type }) => type === 'sightline.notification.notices-opened.v1')!;

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
    audit = await runService(
      'audit',
      database.url,
      (context) => createAuditModule(context, { logs: ['directory'], signingKeyFile: null, judgeEveryMs: 20 }),
      { clock },
    );
    http = await serviceOverHttp('audit', audit.service.module);
    await audit.bus.feed(auditorRegistered(auditor));
  });
  afterAll(async () => {
    await http.close();
    await audit.stop();
    await database.drop();
  });

  it('opens with what it cannot see, and names every clause', async () => {
    const body = await judged();
    expect(body.cannotSee.map(({ what }: { what: string }) => what)).toEqual([
      ...['never-requested', 'never-copied', 'never-reported', 'uncovered-messages', 'named-gaps'],
    ]);
    expect(body.clauses.map(({ clause }: { clause: string }) => clause)).toEqual(
      Array.from({ length: 11 }, (_, index) => `C${index + 1}`),
    );
    for (const { rules } of body.clauses) expect(rules.length).toBeGreaterThan(0);
  });

  it('keeps up with the ledger, and with the clock', async () => {
    await take(recorded.filter((event) => event !== told));
    expect(clauseOf(await judged(), 'C6')).toMatchObject({ missing: 0, breaches: 0 });
    clock.moveTo('2028-01-01T00:00:00.000Z');
    const red = await eventually(
      () => judged(),
      (body) => clauseOf(body, 'C6')?.open === 0,
    );
    expect(red.items[0]).toMatchObject({ id: told.correlationid, status: 'breached', clauses: ['C6'] });
    expect(clauseOf(red, 'C6')).toMatchObject({ breaches: 0 });
    expect(red.items).toHaveLength(1);
    const { body } = await http.get(red.items[0].links.self, auditor);
    const missing = body.duties.filter(({ status }: { status: string }) => status === 'missing');
    expect(missing.length).toBeGreaterThan(0);
    for (const duty of missing)
      expect(duty).toMatchObject({
        clause: 'C6',
        decision: { type: 'sightline.exception-request.authorization-activated.v1' },
        consequence: null,
      });
    // What was lost arrives after all.
    await take([told]);
    await eventually(
      () => judged(),
      ({ items }) => items.length === 0,
    );
    expect((await http.get(red.items[0].links.self, auditor)).body.status).toBe('conformant');
  });

  it('lists breached cases by clause and by rule, page by page', async () => {
    const activated = recorded.filter(({ type }) => type.endsWith('authorization-activated.v1')).slice(0, 3);
    const wrong = activated.map((event, index): EventEnvelope => {
      const caseId = newId();
      return { ...event, id: newId(), correlationid: caseId, log: 'planted', position: index + 1 };
    });
    await take(wrong);
    const all = await eventually(
      () => judged('?clause=C6'),
      ({ items }) => items.length === 3,
    );
    const { body: first } = await http.get(`${path}?rule=families-are-told&limit=2`, auditor);
    const { body: second } = await http.get(`${path}?rule=families-are-told&limit=2&cursor=${first.next}`, auditor);
    expect([...first.items, ...second.items]).toHaveLength(3);
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(
      all.items.map(({ id }: { id: string }) => id),
    );
    expect((await http.get(`${path}?clause=C4`, auditor)).body.items).toEqual([]);
  });

  it('answers nobody but auditors, and refuses what is no question', async () => {
    for (const [query, caller, status] of [
      ['', newId(), 404],
      [`/cases/${told.correlationid}`, newId(), 404],
      [`/cases/${newId()}`, auditor, 404],
      ['/cases/x', auditor, 404],
      ['?clause=C12', auditor, 422],
      ['?rule=x', auditor, 422],
      ['?cursor=x', auditor, 400],
    ] as const)
      expect([query, (await http.get(`${path}${query}`, caller)).status]).toEqual([query, status]);
  });
});
