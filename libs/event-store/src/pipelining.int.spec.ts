import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase } from '@sightline/testing';
import pg from 'pg';
import { CommitUnknown, inTransaction, together, type Transaction } from './index.js';

const insert = (transaction: Transaction, value: number): Promise<unknown> =>
  transaction.query({ name: 'insert', text: 'insert into kept values ($1)', values: [value] });
const fail = (transaction: Transaction): Promise<unknown> => transaction.query('select 1 / 0');

describe('statements sent without waiting', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  const kept = async (): Promise<number[]> =>
    (await pool.query<{ value: number }>('select value from kept order by value')).rows.map(({ value }) => value);

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
    pool = new pg.Pool({ connectionString: database.url, max: 2 });
    pool.on('error', () => undefined);
    await pool.query('create table kept (value integer primary key)');
  });
  beforeEach(() => pool.query('truncate kept'));
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  it('leave in one write when they are submitted in one turn', async () => {
    let writes = 0;
    await inTransaction(pool, async (transaction) => {
      await transaction.query('select 1');
      const { stream } = (transaction as unknown as { connection: { stream: { _handle: { writev: unknown } } } })
        .connection;
      const handle = stream._handle as unknown as Record<'writev' | 'writeUtf8String' | 'writeBuffer', () => unknown>;
      for (const name of ['writev', 'writeUtf8String', 'writeBuffer'] as const) {
        const write = handle[name].bind(handle);
        handle[name] = (...values: unknown[]) => {
          writes += 1;
          return (write as (...all: unknown[]) => unknown)(...values);
        };
      }
      await together(insert(transaction, 1), insert(transaction, 2), insert(transaction, 3));
    });
    expect(writes).toBe(2);
    expect(await kept()).toEqual([1, 2, 3]);
  });

  it('run in the order in which they were sent', async () => {
    const [, found] = await inTransaction(pool, (transaction) =>
      together(
        insert(transaction, 1),
        transaction.query<{ count: string }>('select count(*) from kept'),
        insert(transaction, 2),
      ),
    );
    expect(found.rows).toEqual([{ count: '1' }]);
  });

  it('are all undone when one fails, and the first failure is told', async () => {
    const work = inTransaction(pool, (transaction) =>
      together(insert(transaction, 1), fail(transaction), insert(transaction, 2)),
    );
    await expect(work).rejects.toMatchObject({ code: '22012' });
    expect(await kept()).toEqual([]);
  });

  it('never run outside of the transaction, however late a branch goes on after another one has failed', async () => {
    const late = async (transaction: Transaction): Promise<void> => {
      await new Promise((resolve) => setTimeout(resolve, 30));
      await insert(transaction, 1);
    };
    await expect(
      inTransaction(pool, (transaction) => together(fail(transaction), late(transaction))),
    ).rejects.toMatchObject({
      code: '22012',
    });
    expect(await kept()).toEqual([]);
  });

  it('commit with what is sent last, and are undone when that fails', async () => {
    await inTransaction(pool, async (transaction, sendLast) => sendLast(insert(transaction, 1)));
    expect(await kept()).toEqual([1]);
    const work = inTransaction(pool, async (transaction, sendLast) => {
      await insert(transaction, 2);
      sendLast(insert(transaction, 1));
    });
    await expect(work).rejects.toMatchObject({ code: '23505' });
    expect(await kept()).toEqual([1]);
  });

  it('leave the outcome open when the connection breaks with the commit on its way', async () => {
    const work = inTransaction(pool, async (transaction, sendLast) => {
      await insert(transaction, 1);
      sendLast(transaction.query('select pg_terminate_backend(pg_backend_pid())'));
    });
    await expect(work).rejects.toBeInstanceOf(CommitUnknown);
  });

  it('leave the connection as it was: one statement at a time', async () => {
    await inTransaction(pool, (transaction) => insert(transaction, 1));
    const client = await pool.connect();
    expect((client as unknown as { pipeline: boolean }).pipeline).toBe(false);
    client.release();
  });
});
