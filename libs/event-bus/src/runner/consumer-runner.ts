import type { EventEnvelope, LogName } from '@sightline/contracts';
import { failpoint, inTransaction, isRetriable, type SendLast, type Transaction } from '@sightline/event-store';
import type pg from 'pg';
import type { Delivery, EventBus } from '../event-bus.js';
import type { Checkpoint, OriginPartition } from '../origin.js';
import { admitDeliveries, type Admitted } from './admit-deliveries.js';
import { checkpointKey, loadCheckpoints, fence, openPartitions, type Move } from './checkpoints.js';
import { ConsumerOutage, isOutage, StaleCheckpoint } from './consumer-errors.js';
import { parkEvents, resumeParkedKey } from './parked-events.js';

/** What a service does with events, inside the transaction that also moves the checkpoint. */
export interface BatchHandler {
  /** Types it acts on; others only move the checkpoint. */
  readonly types: { has(type: string): boolean };
  /** All or nothing, for these events in this order. Anything it throws undoes the whole transaction; so does a failure of what it sends last. */
  handle(transaction: Transaction, events: readonly EventEnvelope[], sendLast?: SendLast): Promise<void>;
  /** After the commit; must not throw. */
  committed?(): void;
}

export interface ConsumerOptions {
  readonly bus: EventBus;
  readonly pool: pg.Pool;
  readonly consumer: string;
  readonly logs: readonly LogName[];
  readonly handler: BatchHandler;
  readonly now: () => Date;
  readonly batchSizeMax?: number;
  /** Pause after each batch in which events gather: fewer and larger transactions. */
  readonly lingerMs?: number;
  /** The same after a batch of several cases: then many wait, and a larger next batch serves all of them sooner. */
  readonly busyLingerMs?: number;
  readonly attemptsMax?: number;
  readonly retryDelayMs?: number;
  /** A transaction in which this process does nothing for so long is ended by the server; longer than any call that a handler makes. */
  readonly frozenAfterMs?: number;
  readonly onParked?: (event: EventEnvelope, error: unknown) => void;
  readonly onStopped?: (error: Error | undefined) => void;
}

export interface RunningConsumer {
  readonly consumer: string;
  stop(): Promise<void>;
  /** Handles what is parked under a key, in order. @returns how many events */
  resume(partitionKey: string): Promise<number>;
  /** Why the consumer does not run, when it does not. */
  stoppedBy(): Error | undefined;
}

const delay = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
const batchRetriesMax = 3;
/** A batch with so many cases or more shows that the process is busy. */
const busyFromKeys = 3;
/** So many events that nobody here acts on may go by before a transaction records it; they cost a second look after a restart. */
const passedOverMax = 1_000;

/** The same runner for every driver: one transaction a batch for effect and checkpoint, bounded retries, parking by key (design §4). */
export function startConsumer(options: ConsumerOptions): RunningConsumer {
  const { bus, pool, consumer, handler, now, batchSizeMax = 500, attemptsMax = 3, retryDelayMs = 50 } = options;
  const { frozenAfterMs = 30_000, lingerMs = 3, busyLingerMs = 10 } = options;
  /** How far events have been looked at; ahead of `stored` by events that nobody here acts on. */
  let reached = new Map<string, Checkpoint>();
  let stored = new Map<string, Checkpoint>();
  let passedOver = 0;
  let keysOfLastBatch = 0;
  let stoppedBy: Error | undefined;

  const begin = async (partitions: readonly OriginPartition[]): Promise<readonly Checkpoint[]> => {
    try {
      await inTransaction(pool, (transaction) => openPartitions(transaction, consumer, partitions));
      stored = new Map((await loadCheckpoints(pool, consumer)).map((each) => [checkpointKey(each), each]));
      reached = new Map(stored);
      passedOver = 0;
    } catch (error) {
      throw isOutage(error) ? new ConsumerOutage('the database of the consumer is down', { cause: error }) : error;
    }
    return partitions.map((partition) => reached.get(checkpointKey(partition))!);
  };

  const advance = (admitted: Admitted): void => {
    for (const checkpoint of admitted.after) reached.set(checkpointKey(checkpoint), checkpoint);
  };

  const keep = (admitted: Admitted): void => {
    advance(admitted);
    for (const checkpoint of admitted.after) stored.set(checkpointKey(checkpoint), checkpoint);
    handler.committed?.();
  };

  const movesOf = (admitted: Admitted): Move[] =>
    admitted.after.map((to) => ({ from: stored.get(checkpointKey(to)) ?? { ...to, position: 0 }, to }));

  const commit = async (admitted: Admitted): Promise<void> => {
    const relevant = admitted.fresh.filter(({ event }) => handler.types.has(event.type));
    if (relevant.length === 0 && passedOver + admitted.fresh.length < passedOverMax) {
      passedOver += admitted.fresh.length;
      advance(admitted);
      return;
    }
    const keys = [...new Set(relevant.map(({ event }) => event.partitionkey))];
    keysOfLastBatch = keys.length;
    await inTransaction(pool, async (transaction, sendLast) => {
      const { parkedKeys } = await fence(transaction, consumer, movesOf(admitted), keys, frozenAfterMs);
      failpoint('consumer.before-effect');
      const free = relevant.filter(({ event }) => !parkedKeys.has(event.partitionkey));
      const behind = relevant.filter(({ event }) => parkedKeys.has(event.partitionkey));
      await parkEvents(transaction, consumer, behind, 'behind a parked event', 0, now());
      if (free.length > 0)
        await handler.handle(
          transaction,
          free.map(({ event }) => event),
          sendLast,
        );
      failpoint('consumer.after-effect-before-commit');
    });
    failpoint('consumer.after-commit');
    passedOver = 0;
    keep(admitted);
  };

  const park = async (delivery: Delivery, error: unknown): Promise<void> => {
    const admitted = admitDeliveries(consumer, reached, [delivery]);
    await inTransaction(pool, async (transaction) => {
      await fence(transaction, consumer, movesOf(admitted), [], frozenAfterMs);
      await parkEvents(transaction, consumer, [delivery], describe(error), attemptsMax, now());
    }).catch((failure: unknown) => {
      throw failure instanceof StaleCheckpoint ? failure : outage(failure);
    });
    keep(admitted);
    options.onParked?.(delivery.event, error);
  };

  const outage = (cause: unknown): ConsumerOutage =>
    new ConsumerOutage(`${consumer} waits: a dependency is down`, { cause });

  /** Runs a batch, again when PostgreSQL chose it as a deadlock's victim. Outages and stale checkpoints go to the driver. */
  const attempt = async (batch: readonly Delivery[]): Promise<{ failed: unknown } | undefined> => {
    for (let tries = 1; ; tries += 1) {
      const admitted = admitDeliveries(consumer, reached, batch);
      if (admitted.after.length === 0) return undefined;
      try {
        await commit(admitted);
        return undefined;
      } catch (error) {
        if (error instanceof StaleCheckpoint) throw error;
        if (isOutage(error)) throw outage(error);
        if (!isRetriable(error) || tries >= batchRetriesMax) return { failed: error };
      }
    }
  };

  const deliver = async (batch: readonly Delivery[]): Promise<void> => {
    if (!(await attempt(batch))) return;
    for (const delivery of batch) {
      let outcome: { failed: unknown } | undefined;
      for (let tries = 1; tries <= attemptsMax; tries += 1) {
        outcome = await attempt([delivery]);
        if (!outcome) break;
        if (tries < attemptsMax) await delay(retryDelayMs * 4 ** (tries - 1));
      }
      if (outcome) await park(delivery, outcome.failed);
    }
  };

  const running = bus.subscribe({
    consumer,
    logs: options.logs,
    batchSizeMax,
    lingerMs: () => (keysOfLastBatch >= busyFromKeys ? Math.max(lingerMs, busyLingerMs) : lingerMs),
    begin,
    deliver,
    onStopped: (error) => {
      stoppedBy = error;
      options.onStopped?.(error);
    },
  });

  return {
    consumer,
    stop: () => running.stop(),
    resume: async (partitionKey) => {
      const count = await resumeParkedKey(pool, consumer, partitionKey, now(), (transaction, events) =>
        handler.handle(transaction, events),
      );
      handler.committed?.();
      return count;
    },
    stoppedBy: () => stoppedBy,
  };
}

/** The kind of failure without its message's values: messages can quote data. */
const describe = (error: unknown): string => {
  const { name = 'Error', code } = (error ?? {}) as { name?: string; code?: string };
  return code === undefined ? name : `${name} ${code}`;
};
