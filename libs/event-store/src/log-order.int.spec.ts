import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { EventEnvelope } from '@sightline/contracts';
import { testDatabase, type TestDatabase } from '@sightline/testing';
import type pg from 'pg';
import {
  executeUnits,
  inTransaction,
  isRetriable,
  readEpochAt,
  openEpoch,
  readLog,
  readLogHead,
  type Transaction,
} from './index.js';
import { add, emptyLog, unitOf } from './testing/tally.js';

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('the order of a log', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  let count = 0;

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
  });
  beforeEach(async () => {
    pool = await emptyLog(database.url, `log_${(count += 1)}`, 16);
  });
  afterEach(() => pool.end());
  afterAll(() => database.drop());

  const append = (transaction: Transaction, ...subjects: readonly string[]) =>
    executeUnits(
      transaction,
      subjects.map((subject) => unitOf([add(subject, [1])])),
      { projections: [] },
    );

  const follow = (until: () => boolean): Promise<EventEnvelope[]> =>
    (async () => {
      const seen: EventEnvelope[] = [];
      for (let last = false; ;) {
        const events = await readLog(pool, 'directory', seen.at(-1)?.position ?? 0, 7);
        seen.push(...events);
        if (events.length > 0) continue;
        if (last) return seen;
        last = until();
        await pause(1);
      }
    })();

  it('shows every position once and in order to a reader that follows long, overlapping and rolled-back writers', async () => {
    let writing = true;
    const reader = follow(() => !writing);
    const random = (below: number) => Math.floor(Math.random() * below);
    const writer = async (id: number) => {
      for (let round = 0; round < 25; round += 1) {
        const subjects = Array.from({ length: 1 + random(4) }, () => `tally/${random(6)}`);
        await inTransaction(pool, async (transaction) => {
          if (round % 5 === 0) await pause(random(15));
          await append(transaction, ...subjects);
          if (round % 7 === 3) await pause(random(15));
          if ((round + id) % 4 === 0) throw new RangeError('rolled back');
        }).catch((error: unknown) => {
          if (!(error instanceof RangeError) && !isRetriable(error)) throw error;
        });
      }
    };
    await Promise.all(Array.from({ length: 8 }, (_, id) => writer(id)));
    writing = false;
    const seen = await reader;

    expect(seen.length).toBeGreaterThan(100);
    expect(seen.map(({ position }) => position)).toEqual(seen.map((_, index) => index + 1));
    expect((await readLogHead(pool)).position).toBe(seen.length);
    const versions = new Map<string, number>();
    for (const { subject, subjectversion } of seen) {
      expect(subjectversion).toBe((versions.get(subject) ?? 0) + 1);
      versions.set(subject, subjectversion);
    }
  });

  it('gives positions in the order of the commits, not of the beginnings', async () => {
    const slow = await pool.connect();
    await slow.query('begin');
    await slow.query('select 1');
    await inTransaction(pool, (transaction) => append(transaction, 'tally/quick'));
    await append(slow, 'tally/slow');
    await slow.query('commit');
    slow.release();
    const subjects = (await readLog(pool, 'directory', 0, 10)).map(({ subject }) => subject);
    expect(subjects).toEqual(['tally/quick', 'tally/slow']);
  });

  it('makes the second writer of one subject see what the first one did', async () => {
    await Promise.all(
      Array.from({ length: 20 }, () => inTransaction(pool, (transaction) => append(transaction, 'tally/one'))),
    );
    const events = await readLog(pool, 'directory', 0, 100);
    expect(events.map(({ data }) => (data as { sum: number }).sum)).toEqual(events.map((_, index) => index + 1));
  });

  it('goes on from the head in a new epoch, and knows in which one each position was given', async () => {
    await inTransaction(pool, (transaction) => append(transaction, 'tally/a', 'tally/b'));
    expect(await readLogHead(pool)).toEqual({ log: 'directory', epoch: 1, position: 2 });
    expect(await inTransaction(pool, openEpoch)).toBe(2);
    await inTransaction(pool, (transaction) => append(transaction, 'tally/a'));
    expect(await readLogHead(pool)).toEqual({ log: 'directory', epoch: 2, position: 3 });
    const epochs = await Promise.all([1, 2, 3, 4].map((position) => readEpochAt(pool, position)));
    expect(epochs).toEqual([1, 1, 2, undefined]);
  });
});
