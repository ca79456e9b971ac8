import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase } from '@sightline/testing';
import type pg from 'pg';
import { CommandBatcher, inTransaction, readLog, type Projection } from './index.js';
import { add, added, emptyLog, unitOf } from './testing/tally.js';

describe('command batchers of several replicas on one log', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  let count = 0;

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
  });
  beforeEach(async () => {
    pool = await emptyLog(database.url, `log_${(count += 1)}`, 12);
  });
  afterEach(() => pool.end());
  afterAll(() => database.drop());

  const batcher = (projections: readonly Projection[] = []) =>
    new CommandBatcher({ pool, projections, onAppended: () => undefined, batchSizeMax: 16 });

  it('keep each stream dense and each sum right, whatever they do at once', async () => {
    const replicas = [batcher(), batcher(), batcher()];
    const units = Array.from({ length: 240 }, (_, index) =>
      unitOf([add(`tally/${index % 7}`, [1]), add(`tally/${(index * 3) % 7}`, [1])]),
    );
    const results = await Promise.all(units.map((unit, index) => replicas[index % 3]!.execute(unit)));
    expect(results.every(({ outcome }) => outcome === 'accepted')).toBe(true);
    const events = await readLog(pool, 'directory', 0, 1_000);
    expect(events).toHaveLength(480);
    const last = new Map<string, number>();
    for (const { subject, subjectversion, data } of events) {
      expect(subjectversion).toBe((last.get(subject) ?? 0) + 1);
      expect((data as { sum: number }).sum).toBe(subjectversion);
      last.set(subject, subjectversion);
    }
  });

  it('give one effect and one answer to one Idempotency-Key, though it reaches all of them at once', async () => {
    for (let round = 0; round < 10; round += 1) {
      const keyed = unitOf([add('tally/a', [1])], {
        idempotency: { scope: 'caller', key: `${round}`, bodyHash: 'same' },
      });
      const results = await Promise.all([batcher(), batcher(), batcher()].map((replica) => replica.execute(keyed)));
      expect(results.map(({ outcome }) => outcome).sort()).toEqual(['accepted', 'repeated', 'repeated']);
      for (const result of results) expect(result).toMatchObject({ answer: [round + 1] });
    }
  });

  it('leave to the culprit what the database refuses, with nothing of it kept', async () => {
    const picky: Projection = {
      name: 'picky',
      types: new Set([added]),
      apply: async (transaction, events) => {
        if (events.some(({ subject }) => subject === 'tally/bad')) await transaction.query('select 1 / 0');
      },
    };
    const replica = batcher([picky]);
    const subjects = ['tally/1', 'tally/bad', 'tally/2', 'tally/3'];
    const results = await Promise.allSettled(
      subjects.map((subject) => replica.execute(unitOf([add(subject, [1]), add('tally/all', [1])]))),
    );
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    const events = await readLog(pool, 'directory', 0, 100);
    expect(events.filter(({ subject }) => subject === 'tally/all')).toHaveLength(3);
    expect(events.some(({ subject }) => subject === 'tally/bad')).toBe(false);
  });

  it('do not take a swallowed failure for a commit', async () => {
    const swallowing = inTransaction(pool, async (transaction) => {
      await transaction.query('create table kept (id integer)');
      await transaction.query('select 1 / 0').catch(() => undefined);
    });
    await expect(swallowing).rejects.toThrow('swallowed');
    await expect(pool.query('select * from kept')).rejects.toMatchObject({ code: '42P01' });
  });
});
