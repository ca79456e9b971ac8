import { describe, expect, it } from '@jest/globals';
import { PassThrough } from 'node:stream';
import type pg from 'pg';
import { BatcherOverloaded, CommandBatcher, CommitUnknown } from './index.js';
import { add, unitOf } from './testing/tally.js';

type Answer = { rows: object[]; command: string };

/** A pool whose statements all succeed unless `onStatement` throws; it tells which transactions were opened. */
const scriptedPool = (onStatement: (text: string, transaction: number) => void = () => undefined) => {
  let opened = 0;
  let open = 0;
  const eventsPerTransaction: number[] = [];
  const pool = {
    connect: async () => {
      const transaction = (opened += 1);
      open += 1;
      let events = 0;
      return {
        connection: { stream: new PassThrough() },
        query: async (statement: string | { text: string; values: unknown[] }): Promise<Answer> => {
          await new Promise((resolve) => setImmediate(resolve));
          const text = typeof statement === 'string' ? statement : statement.text;
          if (typeof statement !== 'string' && /insert into events/.test(text)) events = statement.values[0] as number;
          onStatement(text, transaction);
          if (text === 'commit') eventsPerTransaction.push(events);
          return { rows: [], command: text.toUpperCase() };
        },
        on: () => undefined,
        off: () => undefined,
        release: () => {
          open -= 1;
        },
      };
    },
  };
  return { pool: pool as unknown as pg.Pool, eventsPerTransaction, open: () => open };
};

const one = (id: number) => unitOf([add(`tally/${id}`, [1], { expect: 'new' })]);
const buggy = unitOf([add('tally/bug', [1], { expect: 'new', command: { add: [1], bug: true } })]);
const databaseError = (code: string, more: object = {}) =>
  Object.assign(new Error(code), { code, severity: 'ERROR', ...more });

const batcherOn = (pool: pg.Pool, more: Partial<ConstructorParameters<typeof CommandBatcher>[0]> = {}) =>
  new CommandBatcher({ pool, projections: [], onAppended: () => undefined, ...more });

describe('the command batcher', () => {
  it('opens one transaction for what one turn brings and one for all that waited meanwhile', async () => {
    const { pool, eventsPerTransaction } = scriptedPool();
    const batcher = batcherOn(pool);
    const first = [1, 2, 3].map((id) => batcher.execute(one(id)));
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    const second = [4, 5, 6, 7].map((id) => batcher.execute(one(id)));
    const results = await Promise.all([...first, ...second]);
    expect(results.every(({ outcome }) => outcome === 'accepted')).toBe(true);
    expect(eventsPerTransaction).toEqual([3, 4]);
  });

  it('keeps to the largest batch', async () => {
    const { pool, eventsPerTransaction } = scriptedPool();
    const batcher = batcherOn(pool, { batchSizeMax: 4 });
    await Promise.all(Array.from({ length: 10 }, (_, id) => batcher.execute(one(id))));
    expect(eventsPerTransaction).toEqual([4, 4, 2]);
  });

  it('lets the culprit of a batch fail alone', async () => {
    const { pool, eventsPerTransaction, open } = scriptedPool();
    const batcher = batcherOn(pool);
    const results = await Promise.allSettled([one(1), buggy, one(2)].map((unit) => batcher.execute(unit)));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect((results[1] as PromiseRejectedResult).reason).toBeInstanceOf(TypeError);
    expect(eventsPerTransaction).toEqual([1, 1]);
    expect(open()).toBe(0);
  });

  it.each(['40P01', '40001'])('runs again what PostgreSQL chose as a victim (%s)', async (code) => {
    const { pool, eventsPerTransaction } = scriptedPool((text, transaction) => {
      if (text === 'commit' && transaction < 3) throw databaseError(code);
    });
    await expect(batcherOn(pool).execute(one(1))).resolves.toMatchObject({ outcome: 'accepted' });
    expect(eventsPerTransaction).toEqual([1]);
  });

  it('gives up after so many victims in a row', async () => {
    let transactions = 0;
    const { pool } = scriptedPool((text) => {
      if (text === 'begin') transactions += 1;
      if (text === 'commit') throw databaseError('40P01');
    });
    await expect(batcherOn(pool, { deadlockRetriesMax: 2 }).execute(one(1))).rejects.toMatchObject({ code: '40P01' });
    expect(transactions).toBe(3);
  });

  it('never runs again what may have been committed', async () => {
    let commits = 0;
    const { pool } = scriptedPool((text) => {
      if (text === 'commit') {
        commits += 1;
        throw Object.assign(new Error('Connection terminated unexpectedly'));
      }
    });
    const batcher = batcherOn(pool);
    const results = await Promise.allSettled([one(1), one(2)].map((unit) => batcher.execute(unit)));
    for (const result of results) expect((result as PromiseRejectedResult).reason).toBeInstanceOf(CommitUnknown);
    expect(commits).toBe(1);
  });

  it('is not undone by a listener that throws after the commit', async () => {
    const { pool, eventsPerTransaction } = scriptedPool();
    const batcher = batcherOn(pool, {
      onAppended: () => {
        throw new Error('the listener');
      },
    });
    await Promise.all([batcher.execute(one(1)), batcher.execute(one(2))]);
    await batcher.idle();
    expect(eventsPerTransaction).toEqual([2]);
  });

  it('announces a commit only when it appended something', async () => {
    const { pool } = scriptedPool();
    let announced = 0;
    const batcher = batcherOn(pool, { onAppended: () => (announced += 1) });
    await batcher.execute(unitOf([add('tally/a', [-1], { expect: 'new' })]));
    expect(announced).toBe(0);
    await batcher.execute(one(1));
    expect(announced).toBe(1);
  });

  it('refuses at once what is more than it takes', async () => {
    const { pool } = scriptedPool();
    const batcher = batcherOn(pool, { queueLengthMax: 2 });
    const taken = [batcher.execute(one(1)), batcher.execute(one(2))];
    await expect(batcher.execute(one(3))).rejects.toBeInstanceOf(BatcherOverloaded);
    await Promise.all(taken);
    await expect(batcher.execute(one(4))).resolves.toMatchObject({ outcome: 'accepted' });
  });

  it('is idle only when nothing waits or runs', async () => {
    const { pool } = scriptedPool();
    const batcher = batcherOn(pool, { batchSizeMax: 1 });
    let done = 0;
    for (const id of [1, 2, 3]) void batcher.execute(one(id)).then(() => (done += 1));
    await batcher.idle();
    await Promise.resolve();
    expect(done).toBe(3);
  });
});
