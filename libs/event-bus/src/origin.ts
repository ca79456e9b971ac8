import type { LogName } from '@sightline/contracts';

/** A sequence within which a driver keeps order: a log, or one partition of the topic generation that carries it. */
export interface OriginPartition {
  readonly log: LogName;
  /** 0 is the log itself, read from PostgreSQL; topic generations count from 1. */
  readonly generation: number;
  readonly partition: number;
  /** How many partitions the generation has. */
  readonly partitions: number;
}

/** Where a delivered event stands in its sequence. */
export interface Origin extends OriginPartition {
  /** The driver's own address of the event, for `seek`; opaque to the runner. */
  readonly offset: string;
  /** Log position of the event before it in the same partition; 0 for the first. */
  readonly previousPosition: number;
  /** Last log position of the epochs before the event's own, where the driver cannot compare checkpoints with the log itself. */
  readonly epochBase?: number;
}

/** How far a consumer has come in one partition of one log. */
export interface Checkpoint extends OriginPartition {
  readonly epoch: number;
  /** Log position of the last event whose effect has committed; 0 before the first. */
  readonly position: number;
  /** The driver's address of that event; null before the first. */
  readonly offset: string | null;
}
