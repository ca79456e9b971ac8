import type { LogName } from '@sightline/contracts';
import type { Projection } from '@sightline/event-store';
import type { ForeignProjection, Reaction } from './reactions.js';

/** What a service's runtime is made of. */
export interface ServiceRuntimeParts {
  readonly projections: readonly Projection[];
  readonly foreignProjections?: readonly ForeignProjection[];
  readonly reactions?: readonly Reaction[];
  /** The logs it listens to; empty for a service that reacts to nothing. */
  readonly logs: readonly LogName[];
  /** Pause after each batch of events; more for a service that nobody waits for. */
  readonly lingerMs?: number;
  /** Work outside the transaction: mail, text, webhook. Woken after commits; started and stopped with the service. */
  readonly workers?: readonly BackgroundWorker[];
}

/** Claims rows after commit and does what cannot be rolled back. */
export interface BackgroundWorker {
  start(): void;
  /** Something may be there to do; never throws. */
  wake(): void;
  /** Resolves when nothing is under way. */
  stop(): Promise<void>;
}
