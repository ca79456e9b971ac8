import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase } from '@sightline/testing';
import fc from 'fast-check';
import pg from 'pg';
import { inTransaction, rowProjection, type RowProjectionDefinition, type StagedEvent } from './index.js';

interface Row {
  id: string;
  total: number;
  seen: number;
  day: string;
  at: Date | string;
  notes: readonly string[];
  marks: { readonly last: string };
  missing: string | null;
}
type Event = { type: 'opened' | 'added' | 'ended'; ids: readonly string[]; amount: number; day: string };

const types = ['opened', 'added', 'ended'] as const;
const definition: RowProjectionDefinition<Row, Event> = {
  table: 'rows',
  key: 'id',
  types,
  keysOf: ({ ids }) => ids,
  evolve: (row, { type, amount, day }, id) => {
    if (type === 'ended') return null;
    return {
      id,
      total: (row?.total ?? 0) + amount,
      seen: (row?.seen ?? 0) + 1,
      day: row === undefined || day > row.day ? day : row.day,
      at: row?.at ?? '2026-09-14T13:00:00.123Z',
      notes: [...(row?.notes ?? []), `${type} "${amount}", {it's}`].slice(-3),
      marks: { last: type },
      missing: null,
    };
  },
};

const eventArbitrary: fc.Arbitrary<Event> = fc.record({
  type: fc.constantFrom(...types),
  ids: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', "e'\\"), { minLength: 1, maxLength: 3 }),
  amount: fc.integer({ min: -5, max: 2_000_000_000 }),
  day: fc.constantFrom('2026-01-01', '2026-06-30', '2026-12-31'),
});

const foldOneByOne = (events: readonly Event[]): Row[] => {
  const rows = new Map<string, Row>();
  for (const event of events)
    for (const id of event.ids) {
      const row = definition.evolve(rows.get(id), event, id);
      if (row) rows.set(id, row);
      else rows.delete(id);
    }
  return [...rows.values()].sort((left, right) => (left.id < right.id ? -1 : 1));
};

describe('a row projection', () => {
  let database: TestDatabase;
  let pool: pg.Pool;

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
    pool = new pg.Pool({ connectionString: database.url, max: 4 });
    await pool.query(
      `create table rows (id text primary key, total bigint, seen integer, day date, at timestamptz(3), notes text[], marks jsonb, missing text)`,
    );
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  const apply = (events: readonly Event[]) =>
    inTransaction(pool, (transaction) =>
      rowProjection(definition).apply(transaction, events as unknown as readonly StagedEvent[]),
    );
  const stored = async (): Promise<unknown[]> =>
    (
      await pool.query(
        `select id, total::float8 as total, seen, day::text as day, at, notes, marks, missing from rows order by id collate "C"`,
      )
    ).rows;

  it('holds after any batches what the events give one by one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(eventArbitrary, { maxLength: 8 }), { maxLength: 6 }), async (batches) => {
        await pool.query('truncate rows');
        for (const batch of batches) await apply(batch);
        const expected = foldOneByOne(batches.flat()).map((row) => ({ ...row, at: new Date(row.at) }));
        expect(await stored()).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('writes the columns of all rows of a batch, also of those that only a later row has', async () => {
    await pool.query('create table sparse (id text primary key, first integer, second integer)');
    type Sparse = { id: string; first?: number; second?: number };
    const sparse = rowProjection<Sparse, { type: string; id: string; row: Partial<Sparse> }>({
      table: 'sparse',
      key: 'id',
      types: ['set'],
      keysOf: ({ id }) => [id],
      evolve: (_row, { row }, id) => ({ id, ...row }),
    });
    const events = [
      { type: 'set', id: 'a', row: { first: 1 } },
      { type: 'set', id: 'b', row: { second: 2 } },
    ];
    await inTransaction(pool, (transaction) => sparse.apply(transaction, events as unknown as StagedEvent[]));
    expect((await pool.query('select * from sparse order by id')).rows).toEqual([
      { id: 'a', first: 1, second: null },
      { id: 'b', first: null, second: 2 },
    ]);
  });
});
