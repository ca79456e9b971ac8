import type { EventEnvelope, LogName } from '@sightline/contracts';
import type { Checkpoint, Origin, OriginPartition } from './origin.js';

export interface Delivery {
  readonly event: EventEnvelope;
  readonly origin: Origin;
}

/**
 * What a driver asks of the consumer runner. The driver calls one at a time and never delivers to a subscription
 * while an earlier batch of it is under way.
 */
export interface Subscription {
  readonly consumer: string;
  readonly logs: readonly LogName[];
  readonly batchSizeMax: number;
  /** How long a driver lets events gather after a batch, asked after each one; the first batch after a quiet time never waits. */
  lingerMs(): number;
  /**
   * Where to begin in these partitions. Called before the first delivery, after every change of assignment and after
   * `StaleCheckpoint`; older generations of the same logs are closed for good.
   */
  begin(partitions: readonly OriginPartition[]): Promise<readonly Checkpoint[]>;
  /**
   * Resolves when effects and checkpoints have committed together. Rejects with `StaleCheckpoint` when another replica
   * was faster (begin again), `ConsumerOutage` when a dependency is down (wait, then begin again), `ChainBroken` or
   * `ConsumerAheadOfLog` when going on would lose or double something (stop and raise an alarm). Nothing else rejects: an event
   * that keeps failing is parked by the runner. May be called again with events it has seen; they have no second effect.
   */
  deliver(batch: readonly Delivery[]): Promise<void>;
  /** The driver has stopped this subscription for good, or recovered it (undefined). */
  onStopped(error: Error | undefined): void;
}

export interface RunningSubscription {
  /** Resolves when no delivery is under way and none will follow. */
  stop(): Promise<void>;
}

/**
 * Carries logs to consumers. Promises, tested by one suite for every driver: every event at least once; per log and
 * partition key in the order of the log; what one consumer does never holds up another; after `stop` nothing is
 * delivered; a lost wake-up costs latency only.
 */
export interface EventBus {
  subscribe(subscription: Subscription): RunningSubscription;
  /** A log of this process has grown. Never throws and never waits. */
  announce(log: LogName): void;
  close(): Promise<void>;
}
