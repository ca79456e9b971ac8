import type { EventEnvelope } from '@sightline/contracts';
import { inTransaction, newId, type Queryable, type Transaction } from '@sightline/event-store';
import type pg from 'pg';
import type { Delivery } from '../event-bus.js';

/** An event that a consumer could not handle, or one that waits behind such an event of the same key. */
export interface ParkedEvent {
  readonly id: string;
  readonly consumer: string;
  readonly partitionKey: string;
  readonly log: string;
  readonly position: number;
  readonly type: string;
  /** Why it was parked: the kind of failure, or `behind a parked event`. Never personal data. */
  readonly reason: string;
  readonly attempts: number;
  readonly parkedAt: Date;
}

const columns = `id, consumer, partition_key as "partitionKey", log, position::integer as position, type, reason, attempts, parked_at as "parkedAt"`;

/** Locks and returns those of these keys that are parked; a delivery and a resume of one key never run at once. */
async function lockParkedKeys(
  transaction: Transaction,
  consumer: string,
  keys: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await transaction.query<{ partition_key: string }>({
    name: 'parked-keys.lock',
    text: 'select partition_key from parked_keys where consumer = $1 and partition_key = any($2) order by partition_key for update',
    values: [consumer, keys],
  });
  return new Set(rows.map((row) => row.partition_key));
}

export async function parkEvents(
  transaction: Transaction,
  consumer: string,
  deliveries: readonly Delivery[],
  reason: string,
  attempts: number,
  now: Date,
): Promise<void> {
  if (deliveries.length === 0) return;
  const events = deliveries.map(({ event }) => event);
  await transaction.query(
    `insert into parked_keys (consumer, partition_key, parked_at)
     select distinct $1, key, $3::timestamptz from unnest($2::text[]) as key on conflict do nothing`,
    [consumer, events.map(({ partitionkey }) => partitionkey), now],
  );
  await transaction.query(
    `insert into parked_events (id, consumer, partition_key, log, position, type, event, reason, attempts, parked_at)
     select id, $1, event->>'partitionkey', event->>'log', (event->>'position')::bigint, event->>'type', event, $4, $5, $6
     from unnest($2::uuid[], $3::jsonb[]) with ordinality as parked (id, event, ordinal) order by ordinal
     on conflict (consumer, log, position) do update
       set ordinal = default, reason = excluded.reason, attempts = excluded.attempts, parked_at = excluded.parked_at, resumed_at = null
       where parked_events.resumed_at is not null`,
    [
      consumer,
      events.map(() => newId()),
      events.map((event) => JSON.stringify(event)),
      reason.slice(0, 500),
      attempts,
      now,
    ],
  );
}

/** What waits for an operator, oldest first. */
export async function listParkedEvents(database: Queryable, limit: number, afterId?: string): Promise<ParkedEvent[]> {
  const { rows } = await database.query(
    `select ${columns}
     from parked_events where resumed_at is null and ($2::uuid is null or id > $2) order by id limit $1`,
    [limit, afterId ?? null],
  );
  return rows as ParkedEvent[];
}

/** One that waits, or has been resumed at that time. */
export async function findParkedEvent(
  database: Queryable,
  id: string,
): Promise<(ParkedEvent & { readonly resumedAt: Date | null }) | undefined> {
  const { rows } = await database.query(
    `select ${columns}, resumed_at as "resumedAt" from parked_events where id = $1`,
    [id],
  );
  return rows[0] as (ParkedEvent & { readonly resumedAt: Date | null }) | undefined;
}

/**
 * Handles everything that waits under one key, in order, in one transaction; the key is free afterwards. Deliveries of
 * the key wait meanwhile. What `handle` throws leaves the key parked as it was.
 */
export async function resumeParkedKey(
  pool: pg.Pool,
  consumer: string,
  partitionKey: string,
  now: Date,
  handle: (transaction: Transaction, events: readonly EventEnvelope[]) => Promise<unknown>,
): Promise<number> {
  return inTransaction(pool, async (transaction) => {
    const parked = await lockParkedKeys(transaction, consumer, [partitionKey]);
    if (!parked.has(partitionKey)) return 0;
    const { rows } = await transaction.query<{ id: string; event: EventEnvelope }>(
      `select id, event from parked_events where consumer = $1 and partition_key = $2 and resumed_at is null order by ordinal`,
      [consumer, partitionKey],
    );
    for (const { event } of rows) await handle(transaction, [event]);
    await transaction.query('update parked_events set resumed_at = $2 where id = any($1)', [
      rows.map(({ id }) => id),
      now,
    ]);
    await transaction.query('delete from parked_keys where consumer = $1 and partition_key = $2', [
      consumer,
      partitionKey,
    ]);
    return rows.length;
  });
}
