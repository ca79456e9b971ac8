import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EventEnvelope } from '@sightline/contracts';
import { inTransaction, type Transaction } from '@sightline/event-store';
import { runService, type RunningService } from '@sightline/service-kit/testing';
import { testDatabase, type TestDatabase } from '@sightline/testing';
import pg from 'pg';
import { ledgerProjection } from './adapters/persistence/append-to-ledger.js';
import { createAuditModule } from './audit.module.js';
import { placedIn } from '../testing/sample-events.js';

type Audit = RunningService<Awaited<ReturnType<typeof createAuditModule>>>;

describe('a young ledger', () => {
  let database: TestDatabase;
  let audit: Audit;
  let oneConnection: pg.Pool;

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
    audit = await runService('audit', database.url, (context) =>
      createAuditModule(context, { logs: ['directory'], signingKeyFile: null }),
    );
    oneConnection = new pg.Pool({ connectionString: database.url, max: 1 });
  });
  afterAll(async () => {
    await oneConnection.end();
    await audit.stop();
    await database.drop();
  });

  const readInTurn = async (transaction: Transaction): Promise<number> => {
    const { rows } = await transaction.query<{ read: number }>(
      `select coalesce(max(seq_tup_read), 0)::integer as read from pg_stat_xact_user_tables where relname = 'ledger'`,
    );
    return rows[0]!.read;
  };

  /** How many rows of the ledger were read one after the other to take these events. */
  const rowsReadToTake = (events: readonly EventEnvelope[]): Promise<number> =>
    inTransaction(oneConnection, async (transaction) => {
      const before = await readInTurn(transaction);
      await ledgerProjection.apply(transaction, events);
      return (await readInTurn(transaction)) - before;
    });

  // Cause: a prepared statement kept the plan of its first small batches and read the whole ledger for every later one.
  // Invariant: what a batch costs does not grow with the ledger, whatever came first on its connection.
  it('that begins with single events does not cost more a batch as it grows', async () => {
    for (let position = 1; position <= 30; position += 1) await rowsReadToTake(placedIn('log', position, 1));
    for (let batch = 0; batch < 20; batch += 1) await rowsReadToTake(placedIn('log', 31 + batch * 500, 500));
    expect(await rowsReadToTake(placedIn('log', 10_031, 40))).toBe(0);
  });
});
