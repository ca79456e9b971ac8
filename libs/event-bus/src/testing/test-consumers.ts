import assert from 'node:assert/strict';
import type { EventEnvelope, LogName } from '@sightline/contracts';
import { readLog, type Transaction } from '@sightline/event-store';
import type pg from 'pg';
import { startConsumer, type ConsumerOptions, type EventBus, type RunningConsumer } from '../index.js';
import { noted, type TestLog } from './test-logs.js';

/** Where consumers leave their effects: a second effect of one event is a second row. */
export const effectsSchema: readonly string[] = [
  `create table effects (
     ordinal bigint generated always as identity,
     consumer text not null,
     log text not null,
     position bigint not null,
     key text not null,
     replica text not null
   )`,
];

const recordEffects = (
  transaction: Transaction,
  consumer: string,
  replica: string,
  events: readonly EventEnvelope[],
): Promise<unknown> =>
  transaction.query(
    `insert into effects (consumer, log, position, key, replica)
     select $1, log, position, key, $2 from unnest($3::text[], $4::bigint[], $5::text[]) as seen (log, position, key)`,
    [
      consumer,
      replica,
      events.map(({ log }) => log),
      events.map(({ position }) => position),
      events.map(({ partitionkey }) => partitionkey),
    ],
  );

export interface ReplicaOptions extends Partial<ConsumerOptions> {
  readonly bus: EventBus;
  readonly consumer: string;
  readonly replica?: string;
  /** Before the effect of each event; what it throws is the handler's failure. */
  readonly before?: (event: EventEnvelope) => Promise<void> | void;
}

export const kindOf = (event: EventEnvelope): string => (event.data as { kind: string }).kind;

/** A consumer that leaves one row an event. */
export function startReplica(
  pool: pg.Pool,
  logs: readonly LogName[],
  { before, replica = 'one', ...options }: ReplicaOptions,
): RunningConsumer {
  const { consumer } = options;
  return startConsumer({
    pool,
    logs,
    now: () => new Date('2026-09-14T13:00:00Z'),
    retryDelayMs: 5,
    frozenAfterMs: 1_500,
    handler: {
      types: new Set([noted]),
      handle: async (transaction, events) => {
        for (const event of events) await before?.(event);
        await recordEffects(transaction, consumer, replica, events);
      },
    },
    ...options,
  });
}

export interface Effect {
  readonly log: string;
  readonly position: number;
  readonly key: string;
  readonly replica: string;
}

export async function effectsOf(pool: pg.Pool, consumer: string): Promise<Effect[]> {
  const { rows } = await pool.query<Effect>(
    'select log, position::integer as position, key, replica from effects where consumer = $1 order by ordinal',
    [consumer],
  );
  return rows;
}

const sequences = (events: readonly { log: string; key: string; position: number }[]): Record<string, number[]> => {
  const byKey: Record<string, number[]> = {};
  for (const { log, key, position } of events) (byKey[`${log} ${key}`] ??= []).push(position);
  return byKey;
};

/** Each event of these logs has had one effect, and per log and key in the order of the log. */
export async function expectEachOnceInOrder(pool: pg.Pool, consumer: string, logs: readonly TestLog[]): Promise<void> {
  const events = (await Promise.all(logs.map(({ log, pool: producer }) => readLog(producer, log, 0, 100_000)))).flat();
  const expected = events
    .filter(({ type }) => type === noted)
    .map(({ log, partitionkey, position }) => ({ log, key: partitionkey, position }));
  assert.deepEqual(sequences(await effectsOf(pool, consumer)), sequences(expected));
}
