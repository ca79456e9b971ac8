import type { LogName } from '@sightline/contracts';
import type { Decider } from '@sightline/decider';
import { eventStoreSchema, executeUnits, inTransaction, openEpoch, type StreamCommand } from '@sightline/event-store';
import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';

export const noted = 'sightline.directory.noted.v1';

export interface Note {
  readonly key: string;
  readonly kind?: string;
}

interface NoteFact {
  readonly type: string;
  readonly data: { readonly kind: string };
}

const note: Decider<null, Note, NoteFact> = {
  initialState: null,
  evolve: (state) => state,
  decide: ({ kind = 'plain' }) => [{ type: kind === 'irrelevant' ? `${noted}.irrelevant` : noted, data: { kind } }],
};

/** The log of one producer, in a schema of its own. */
export interface TestLog {
  readonly log: LogName;
  readonly pool: pg.Pool;
  /** Reaches the schema of this log alone. */
  readonly connectionString: string;
  append(notes: readonly Note[]): Promise<void>;
  /** What an operator does who restores the database to an earlier time. */
  restoreTo(position: number): Promise<void>;
}

export async function createSchema(url: string, schema: string, statements: readonly string[]): Promise<string> {
  const setUp = new pg.Client({ connectionString: url });
  await setUp.connect();
  await setUp.query(`create schema ${schema}`);
  await setUp.query(`set search_path = ${schema}`);
  for (const statement of statements) await setUp.query(statement);
  await setUp.end();
  const address = new URL(url);
  address.searchParams.set('options', `-c search_path=${schema}`);
  return address.href;
}

export async function createTestLog(
  url: string,
  schema: string,
  log: LogName,
  moreStatements: readonly string[],
): Promise<TestLog> {
  const connectionString = await createSchema(url, schema, [...eventStoreSchema(log), ...moreStatements]);
  const pool = new pg.Pool({ connectionString, max: 4 });
  pool.on('error', () => undefined);
  return {
    log,
    pool,
    connectionString,
    append: async (notes) => {
      const units = notes.map((each) => ({ commands: [commandFor(each)], answer: () => null }));
      await inTransaction(pool, (transaction) => executeUnits(transaction, units, { projections: [] }));
    },
    restoreTo: (position) =>
      inTransaction(pool, async (transaction) => {
        await transaction.query('delete from events where position > $1', [position]);
        await transaction.query('update log_head set position = $1', [position]);
        await transaction.query(
          `update streams set version = (select coalesce(max(subject_version), 0) from events where events.subject = streams.subject)`,
        );
        await openEpoch(transaction);
      }),
  };
}

const commandFor = (each: Note): StreamCommand => ({
  subject: `note/${each.key}`,
  decider: note,
  command: each,
  expect: 'any',
  context: {
    correlationId: uuidv7(),
    causationId: 'spec',
    actor: 'system:spec',
    policyVersion: '2017-03',
    partitionKey: each.key,
    time: new Date('2026-09-14T13:00:00Z'),
  },
});
