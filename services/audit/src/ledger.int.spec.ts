import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EventEnvelope } from '@sightline/contracts';
import { inTransaction } from '@sightline/event-store';
import { newId } from '@sightline/service-kit';
import { runService, type RunningService } from '@sightline/service-kit/testing';
import { testDatabase, type TestDatabase } from '@sightline/testing';
import fc from 'fast-check';
import pg from 'pg';
import { ledgerProjection } from './adapters/persistence/append-to-ledger.js';
import { leafHash } from './application/tree-hash.js';
import { createAuditModule } from './audit.module.js';
import { canonicalJson } from './domain/index.js';
import { caseEvents, placedIn } from '../testing/sample-events.js';

type Audit = RunningService<Awaited<ReturnType<typeof createAuditModule>>>;
interface Leaf {
  sequence: number;
  log: string;
  position: number;
  event: EventEnvelope;
  leaf_hash: Buffer;
}

describe('the ledger', () => {
  let database: TestDatabase;
  let audit: Audit;
  const take = (events: readonly EventEnvelope[]): Promise<void> =>
    inTransaction(audit.database.pool, (transaction) => ledgerProjection.apply(transaction, events));
  const leaves = async (log?: string): Promise<Leaf[]> =>
    (
      await audit.database.pool.query<Leaf>(
        `select sequence::float8 as sequence, log, position::float8 as position, event, leaf_hash from ledger
         where $1::text is null or log = $1 order by ledger.sequence`,
        [log ?? null],
      )
    ).rows;

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
    audit = await runService('audit', database.url, (context) =>
      createAuditModule(context, {
        logs: ['directory', 'exception-request', 'approval', 'messaging-archive'],
        signingKeyFile: null,
      }),
    );
  });
  afterAll(async () => {
    await audit.stop();
    await database.drop();
  });

  it('numbers what many writers bring at once without a gap, each log in its order', async () => {
    const before = (await leaves()).length;
    await Promise.all(
      ['log-a', 'log-b', 'log-c', 'log-d'].map(async (log) => {
        for (let batch = 0; batch < 15; batch += 1) await take(placedIn(log, batch * 7 + 1, 7));
      }),
    );
    const all = await leaves();
    expect(all).toHaveLength(before + 4 * 15 * 7);
    expect(all.map(({ sequence }) => sequence)).toEqual(all.map((_, index) => index + 1));
    for (const log of ['log-a', 'log-b', 'log-c', 'log-d'])
      expect((await leaves(log)).map(({ position }) => position)).toEqual(
        Array.from({ length: 105 }, (_, index) => index + 1),
      );
  });

  it('takes nothing twice, not even when two bring the same at once', async () => {
    const events = placedIn('log-twice', 1, 20);
    await Promise.all([take(events), take(events), take(events.slice(5, 15))]);
    await take([...events.slice(10), ...placedIn('log-twice', 21, 5)]);
    const taken = (await leaves('log-twice')).map(({ position }) => position);
    expect(taken.sort((left, right) => left - right)).toEqual(Array.from({ length: 25 }, (_, index) => index + 1));
    const { rows } = await audit.database.pool.query<{ head: number; leaves: number }>(
      'select sequence::integer as head, (select count(*)::integer from ledger) as leaves from ledger_head',
    );
    expect(rows[0]!.head).toBe(rows[0]!.leaves);
  });

  it('refuses another event at a place that is taken', async () => {
    await take(placedIn('log-fork', 1, 1));
    await expect(take(placedIn('log-fork', 1, 1))).rejects.toMatchObject({
      code: '23505',
      constraint: 'ledger_log_position_key',
    });
    expect(await leaves('log-fork')).toHaveLength(1);
  });

  it('takes what the bus brings, key by key in the order of each log', async () => {
    const [first, second] = [newId(), newId()];
    const [one, two] = [caseEvents(first), caseEvents(second)];
    await audit.bus.feed(one[0]!, two[0]!, one[1]!);
    await audit.bus.feed(two[1]!, one[2]!);
    await audit.bus.feed(two[2]!);
    const { rows } = await audit.database.pool.query<{ case_id: string; event: EventEnvelope }>(
      'select case_id, event from ledger where case_id = any($1) order by sequence',
      [[first, second]],
    );
    for (const [caseId, events] of [
      [first, one],
      [second, two],
    ] as const)
      expect(rows.filter((row) => row.case_id === caseId).map(({ event }) => event.id)).toEqual(
        events.map(({ id }) => id),
      );
  });

  it('refuses to be changed: to its owner for want of the right, to a superuser by the trigger', async () => {
    await take(placedIn('log-kept', 1, 1));
    const changes = [`update ledger set subject = 'x'`, 'delete from ledger', 'truncate ledger'];
    for (const change of changes)
      await expect(audit.database.pool.query(change)).rejects.toMatchObject({ code: '42501' });
    const superuser = new pg.Client(database.superuserUrl);
    await superuser.connect();
    try {
      for (const change of changes) await expect(superuser.query(change)).rejects.toMatchObject({ code: '23001' });
      // The control: without the trigger the same statements go through.
      await superuser.query('begin');
      await superuser.query('alter table ledger disable trigger user');
      for (const change of changes) await superuser.query(change);
      await superuser.query('rollback');
    } finally {
      await superuser.end();
    }
    expect(await leaves('log-kept')).toHaveLength(1);
  });

  it('gives back each event so that its leaf hash can be computed again', async () => {
    const json = fc
      .jsonValue({ stringUnit: 'binary', maxDepth: 4 })
      // No event can hold a NUL: the logs are jsonb too.
      .filter((value) => !JSON.stringify(value).includes('\\u0000'));
    let position = 1;
    await fc.assert(
      fc.asyncProperty(fc.array(json, { minLength: 1, maxLength: 25 }), async (values) => {
        const events = values.flatMap((value) => placedIn('log-values', position++, 1, { value }));
        await take(events);
        const taken = (await leaves('log-values')).slice(-events.length);
        for (const [index, { event, leaf_hash: hash }] of taken.entries()) {
          const text = canonicalJson(events[index]);
          expect(canonicalJson(event)).toBe(text);
          expect(hash.equals(leafHash(text))).toBe(true);
        }
      }),
      {
        numRuns: 40,
        examples: [[[[1e30, -0, 5e-324, 1.7976931348623157e308, 0.1, 100, 1e21, 123456789012345680000]]]],
      },
    );
  });
});
