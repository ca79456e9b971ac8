import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EventEnvelope } from '@sightline/contracts';
import { inTransaction } from '@sightline/event-store';
import { newId } from '@sightline/service-kit';
import { runService, serviceOverHttp, type RunningService, type ServiceOverHttp } from '@sightline/service-kit/testing';
import { testDatabase, type TestDatabase } from '@sightline/testing';
import { ledgerProjection } from './adapters/persistence/append-to-ledger.js';
import { createAuditModule } from './audit.module.js';
import { auditorRegistered, placedIn } from '../testing/sample-events.js';

type Audit = RunningService<Awaited<ReturnType<typeof createAuditModule>>>;

const auditor = newId();
const history = '/api/v1/history';
const recorded = readFileSync(new URL('../testing/recorded-year.ndjson', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as EventEnvelope);
const activated = recorded.find(({ type }) => type.endsWith('authorization-activated.v1'))!;
const { authorizationId, staffId, studentIds } = activated.data as {
  readonly authorizationId: string;
  readonly staffId: string;
  readonly studentIds: readonly string[];
};
const caseId = activated.correlationid;

describe('the past over REST', () => {
  let database: TestDatabase;
  let audit: Audit;
  let http: ServiceOverHttp;
  const take = (events: readonly EventEnvelope[]): Promise<void> =>
    inTransaction(audit.database.pool, (transaction) => ledgerProjection.apply(transaction, events));
  const get = async (path: string) => (await http.get(`${history}/${path}`, auditor)).body;
  const asOf = async (at: string, more = '') => get(`as-of?at=${at}&person=${staffId}&limit=100${more}`);
  const oneOf = async (at: string) =>
    (await asOf(at)).items.find((item: { authorizationId: string }) => item.authorizationId === authorizationId);

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
    audit = await runService('audit', database.url, (context) =>
      createAuditModule(context, { logs: ['directory'], signingKeyFile: null }),
    );
    http = await serviceOverHttp('audit', audit.service.module);
    await audit.bus.feed(auditorRegistered(auditor));
    await take(recorded);
  });
  afterAll(async () => {
    await http.close();
    await audit.stop();
    await database.drop();
  });

  it('goes through a case step by step, with the state of everything in it', async () => {
    let path = `cases/${caseId}/replay`;
    const seen: string[] = [];
    for (let steps = 0; path !== ''; steps += 1) {
      const body = await get(path);
      seen.unshift(body.event.id);
      expect(body.aggregates.length).toBeGreaterThan(0);
      for (const { state } of body.aggregates) expect(state).not.toBeNull();
      path = body.links.previous === null ? '' : body.links.previous.slice(history.length + 1);
      expect(steps).toBeLessThan(1_000);
    }
    const taken = (await get(`cases/${caseId}?limit=1000`)).items.map(({ id }: { id: string }) => id);
    expect(seen).toEqual(taken);
  });

  it('folds by the same evolve that runs live', async () => {
    const { aggregates } = await get(`cases/${caseId}/replay`);
    const facts = recorded.filter(({ subject }) => subject === `request/${caseId}`);
    const { state, version } = aggregates.find(({ subject }: { subject: string }) => subject === `request/${caseId}`);
    expect(version).toBe(facts.length);
    expect(state).toMatchObject({ status: 'approved' });
    const authorization = aggregates.find(({ subject }: { subject: string }) => subject.startsWith('authorization/'));
    expect(authorization.state.status).toBe('ended');
  });

  it('tells who might write to whom, and who had been told, at any moment', async () => {
    const minute = 60_000;
    const time = (offset: number): string => new Date(Date.parse(activated.time) + offset).toISOString();
    expect(await oneOf(time(-minute))).toBeUndefined();
    const atOnce = await oneOf(time(0));
    expect(atOnce).toMatchObject({ caseId, staffId, told: [] });
    expect(atOnce.studentIds).toEqual([...studentIds].sort());
    const later = await oneOf('2027-12-31T00:00:00Z');
    expect(later).toMatchObject({ status: 'ended' });
    expect(later.told.length).toBeGreaterThan(0);
  });

  it('names the size that it rests on, and the same size always gives the same bytes', async () => {
    const path = `${history}/as-of?at=2027-12-31T00:00:00Z&limit=3`;
    const first = await http.get(path, auditor);
    const late = { ...activated, id: newId(), log: 'late', position: 1, correlationid: newId() };
    await take([late, ...placedIn('later', 1, 3)]);
    const again = await http.get(`${path}&size=${first.body.size}`, auditor);
    expect(again.text).toBe(first.text);
    expect((await http.get(path, auditor)).body.size).toBe(first.body.size + 4);
    expect((await get(`tree-head?size=${first.body.size}`)).size).toBe(first.body.size);
  });

  it('is by student too, and by pages', async () => {
    const all = await get('as-of?at=2027-12-31T00:00:00Z&limit=100');
    const first = await get('as-of?at=2027-12-31T00:00:00Z&limit=2');
    const second = await get(`as-of?at=2027-12-31T00:00:00Z&limit=98&cursor=${first.next}`);
    expect([...first.items, ...second.items]).toEqual(all.items);
    const ofStudent = await get(`as-of?at=2027-12-31T00:00:00Z&student=${studentIds[0]}`);
    expect(ofStudent.items.map((item: { authorizationId: string }) => item.authorizationId)).toContain(authorizationId);
    expect(ofStudent.items.length).toBeLessThan(all.items.length);
  });

  it('answers nobody but auditors, and refuses what is no question', async () => {
    for (const [query, caller, status] of [
      [`cases/${caseId}/replay`, newId(), 404],
      ['as-of?at=2027-12-31T00:00:00Z', newId(), 404],
      [`cases/${newId()}/replay`, auditor, 404],
      ['cases/x/replay', auditor, 404],
      [`cases/${caseId}/replay?at=1`, auditor, 404],
      [`cases/${caseId}/replay?at=x`, auditor, 422],
      ['as-of', auditor, 422],
      ['as-of?at=2027-12-31', auditor, 422],
      ['as-of?at=2027-12-31T00:00:00Z&size=99999999', auditor, 422],
      ['as-of?at=2027-12-31T00:00:00Z&person=x', auditor, 422],
      ['as-of?at=2027-12-31T00:00:00Z&cursor=x', auditor, 400],
    ] as const)
      expect([query, (await http.get(`${history}/${query}`, caller)).status]).toEqual([query, status]);
  });
});
