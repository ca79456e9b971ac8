import type pg from 'pg';
import { pipelined, together, transactionStatement } from './pipelining.js';

/** A connection inside an open transaction. */
export type Transaction = pg.PoolClient;
/** Something that runs one statement: a pool or a connection. */
export type Queryable = Pick<pg.Pool, 'query'>;

/** Takes a statement that has been sent and whose answer nobody needs before the commit. */
export type SendLast = (statement: Promise<unknown>) => void;

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

async function commit(client: Transaction, last: readonly Promise<unknown>[]): Promise<void> {
  const results = await together(...last, client.query(transactionStatement('commit'))).catch((error: unknown) => {
    throw serverRefused(error) ? error : new CommitUnknown('the connection broke during a commit', { cause: error });
  });
  // PostgreSQL answers the commit of a failed transaction with a rollback, not with an error.
  if ((results.at(-1) as pg.QueryResult).command !== 'COMMIT')
    throw new Error('a statement failed and its error was swallowed: rolled back, not committed');
}

/**
 * Commits what `work` did, or rolls all of it back and rethrows. Statements may be submitted together (`pipelined`): the
 * first failure is the one rethrown.
 * @throws CommitUnknown when nobody can say which of the two happened
 */
export async function inTransaction<Result>(
  pool: pg.Pool,
  work: (transaction: Transaction, sendLast: SendLast) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // A connection that breaks between two statements says so by an event; unheard, it would end the process.
  const onError = (error: Error): void => {
    broken = error;
  };
  client.on('error', onError);
  try {
    return await pipelined(client, async () => {
      try {
        const last: Promise<unknown>[] = [];
        const sendLast: SendLast = (statement) => {
          // Awaited with the commit; until then its failure has no listener.
          statement.catch(() => undefined);
          last.push(statement);
        };
        const [, result] = await together(client.query(transactionStatement('begin')), work(client, sendLast));
        await commit(client, last);
        return result;
      } catch (error) {
        await client.query(transactionStatement('rollback')).catch((rollbackError: Error) => {
          broken = rollbackError;
        });
        throw error;
      }
    });
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}
