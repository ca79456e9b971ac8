import type pg from 'pg';

/** A connection inside an open transaction. */
export type Transaction = pg.PoolClient;
/** Something that runs one statement: a pool or a connection. */
export type Queryable = Pick<pg.Pool, 'query'>;

const deadlockDetected = '40P01';
const serializationFailure = '40001';

/** True for a failure that the same work may survive when it is run again: PostgreSQL chose this transaction as a victim. */
export const isRetriable = (error: unknown): boolean => {
  const code = (error as { code?: unknown } | null)?.code;
  return code === deadlockDetected || code === serializationFailure;
};

/** Commits what `work` did, or rolls all of it back and rethrows. */
export async function inTransaction<Result>(
  pool: pg.Pool,
  work: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((rollbackError: Error) => {
      broken = rollbackError;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
