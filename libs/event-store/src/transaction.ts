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

/** The connection broke while the commit was under way: the work may stand or not, and must not simply be run again. */
export class CommitUnknown extends Error {
  override readonly name = 'CommitUnknown';
}

/** Only an answer of the server proves that it rolled back. */
const serverRefused = (error: unknown): boolean => {
  const { code, severity } = (error ?? {}) as { code?: string; severity?: string };
  return severity === 'ERROR' && code !== undefined && !code.startsWith('08');
};

async function commit(client: Transaction): Promise<void> {
  const { command } = await client.query('commit').catch((error: unknown) => {
    throw serverRefused(error) ? error : new CommitUnknown('the connection broke during a commit', { cause: error });
  });
  // PostgreSQL answers the commit of a failed transaction with a rollback, not with an error.
  if (command !== 'COMMIT')
    throw new Error('a statement failed and its error was swallowed: rolled back, not committed');
}

/**
 * Commits what `work` did, or rolls all of it back and rethrows.
 * @throws CommitUnknown when nobody can say which of the two happened
 */
export async function inTransaction<Result>(
  pool: pg.Pool,
  work: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // A connection that breaks between two statements says so by an event; unheard, it would end the process.
  const onError = (error: Error): void => {
    broken = error;
  };
  client.on('error', onError);
  try {
    await client.query('begin');
    const result = await work(client);
    await commit(client);
    return result;
  } catch (error) {
    await client.query('rollback').catch((rollbackError: Error) => {
      broken = rollbackError;
    });
    throw error;
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}
