import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase } from '@sightline/testing';
import type pg from 'pg';
import {
  executeUnits,
  inTransaction,
  loadSubject,
  rowProjection,
  sealWords,
  verifyCommitment,
  type Projection,
  type Transaction,
  type UnitOfWork,
} from './index.js';
import { add, added, context, emptyLog, unitOf } from './testing/tally.js';

describe('units of work in one transaction', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  let count = 0;

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
  });
  beforeEach(async () => {
    pool = await emptyLog(database.url, `log_${(count += 1)}`);
  });
  afterEach(() => pool.end());
  afterAll(() => database.drop());

  const execute = (units: readonly UnitOfWork[], projections: readonly Projection[] = []) =>
    inTransaction(pool, (transaction) => executeUnits(transaction, units, { projections }));

  const everything = async () => {
    const tables = ['log_head', 'streams', 'events', 'confidential', 'idempotency_keys'];
    const rows = await Promise.all(
      tables.map(async (table) => (await pool.query(`select * from ${table} order by 1`)).rows),
    );
    return Object.fromEntries(tables.map((table, index) => [table, rows[index]]));
  };

  it('leaves nothing of a refused unit, wherever in it the refusal comes', async () => {
    await execute([unitOf([add('tally/old', [5])])]);
    const before = await everything();
    const { record } = sealWords('018f0000-0000-7000-8000-000000000001', 'tally/new', { reason: 'words' });
    const { results, appended } = await execute([
      unitOf([add('tally/new', [3]), add('tally/old', [1]), add('tally/other', [-1])], {
        words: [record],
        idempotency: { scope: 'spec', key: 'k', bodyHash: 'h' },
      }),
    ]);
    expect(results).toEqual([{ outcome: 'refused', refusal: expect.objectContaining({ refused: 'below-zero' }) }]);
    expect(appended).toBe(0);
    expect(await everything()).toEqual(before);
  });

  it('does not disturb the units beside a refused one', async () => {
    const { results } = await execute([
      unitOf([add('tally/a', [1])]),
      unitOf([add('tally/a', [2]), add('tally/b', [-1])]),
      unitOf([add('tally/a', [4])]),
    ]);
    expect(results.map(({ outcome }) => outcome)).toEqual(['accepted', 'refused', 'accepted']);
    expect(results.map((result) => ('answer' in result ? result.answer : null))).toEqual([[1], null, [5]]);
  });

  it('undoes everything when the transaction is rolled back', async () => {
    const before = await everything();
    const run = inTransaction(pool, async (transaction) => {
      await executeUnits(transaction, [unitOf([add('tally/a', [1])])], { projections: [] });
      throw new Error('later');
    });
    await expect(run).rejects.toThrow('later');
    expect(await everything()).toEqual(before);
  });

  it('lets two units on one subject see each other, and two commands of one unit', async () => {
    const { results } = await execute([
      unitOf([add('tally/a', [1, 1]), add('tally/a', [1])]),
      unitOf([add('tally/a', [10])]),
    ]);
    expect(results.map((result) => ('answer' in result ? result.answer : null))).toEqual([[1, 2, 3], [13]]);
    const versions = (await loadSubject(pool, 'directory', 'tally/a')).map(({ subjectversion }) => subjectversion);
    expect(versions).toEqual([1, 2, 3, 4]);
  });

  it('leaves a command out when the facts before it say so', async () => {
    const { results } = await execute([
      unitOf([add('tally/a', [1]), add('tally/b', [1], { onlyWhen: (earlier) => earlier.length > 1 })]),
    ]);
    expect(results[0]).toMatchObject({ outcome: 'accepted', answer: [1] });
    expect((await everything())['streams']).toEqual([{ subject: 'tally/a', version: 1 }]);
  });

  it('takes a number of statements that does not depend on the number of units', async () => {
    await pool.query('create table sums (id text primary key, total integer)');
    const projection = rowProjection<
      { id: string; total: number },
      { type: string; subject: string; data: { sum: number } }
    >({
      table: 'sums',
      key: 'id',
      types: [added],
      keysOf: ({ subject }) => [subject],
      evolve: (_row, { data }, id) => ({ id, total: data.sum }),
    });
    const statements = async (size: number): Promise<number> => {
      let counted = 0;
      await inTransaction(pool, (transaction) => {
        const counting = new Proxy(transaction, {
          get: (target, name) => {
            if (name !== 'query') return Reflect.get(target, name) as unknown;
            return (...parameters: unknown[]) => {
              counted += 1;
              return (target.query as (...given: unknown[]) => unknown)(...parameters);
            };
          },
        }) as Transaction;
        const units = Array.from({ length: size }, (_, index) => {
          const { record } = sealWords(crypto.randomUUID(), 'tally/shared', { index });
          const command = { add: [1], note: record.recordId };
          return unitOf([add(`tally/${crypto.randomUUID()}`, [1], { command }), add('tally/shared', [1])], {
            idempotency: { scope: 'spec', key: crypto.randomUUID(), bodyHash: 'h' },
            words: [record],
          });
        });
        return executeUnits(counting, units, { projections: [projection] });
      });
      return counted;
    };
    await statements(1);
    const one = await statements(1);
    expect(await statements(100)).toBe(one);
    expect(one).toBeLessThanOrEqual(9);
  });

  describe('with an Idempotency-Key', () => {
    const keyed = (amount: number, bodyHash: string, key = 'key') =>
      unitOf([add('tally/a', [amount])], { idempotency: { scope: 'caller POST /tallies', key, bodyHash } });

    it('answers a repetition as the first time, and refuses another body under the key', async () => {
      expect((await execute([keyed(1, 'one')])).results[0]).toMatchObject({ outcome: 'accepted', answer: [1] });
      expect((await execute([keyed(1, 'one')])).results[0]).toEqual({ outcome: 'repeated', answer: [1] });
      expect((await execute([keyed(2, 'two')])).results[0]).toEqual({ outcome: 'key-reused' });
      expect((await execute([keyed(2, 'two', 'another key')])).results[0]).toMatchObject({ answer: [3] });
    });

    it('does the same for repetitions within one batch', async () => {
      const { results, appended } = await execute([keyed(1, 'one'), keyed(1, 'one'), keyed(2, 'two')]);
      expect(results.map(({ outcome }) => outcome)).toEqual(['accepted', 'repeated', 'key-reused']);
      expect(appended).toBe(1);
    });

    it('keeps no answer of a refusal, so that the key can be used again', async () => {
      expect((await execute([keyed(-1, 'one')])).results[0]).toMatchObject({ outcome: 'refused' });
      expect((await execute([keyed(1, 'two')])).results[0]).toMatchObject({ outcome: 'accepted' });
    });
  });

  it('keeps confidential words beside the log, and an event that commits to them', async () => {
    const sealed = sealWords('018f0000-0000-7000-8000-000000000002', 'tally/a', { reason: 'Ärger', parts: [1, null] });
    const command = { add: [1], note: sealed.record.recordId };
    await execute([unitOf([add('tally/a', [1], { context: context(), command })], { words: [sealed.record] })]);
    const { rows } = await pool.query<{ key: Buffer; words: object; subject: string }>('select * from confidential');
    expect(rows).toHaveLength(1);
    expect(rows[0]!.subject).toBe('tally/a');
    expect(verifyCommitment(rows[0]!.key, rows[0]!.words, sealed.commitment)).toBe(true);
  });

  it('keeps no words that no event names, whether nothing was decided or something else', async () => {
    const { record } = sealWords('018f0000-0000-7000-8000-000000000003', 'tally/a', { reason: 'words' });
    await execute([
      unitOf([add('tally/a', [])], { words: [record] }),
      unitOf([add('tally/a', [1])], { words: [record] }),
    ]);
    expect((await everything())['confidential']).toEqual([]);
  });
});
