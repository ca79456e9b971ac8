import type { EventEnvelope } from '@sightline/contracts';
import type { Decider, Refusal } from '@sightline/decider';
import type { ConfidentialRecord } from './confidential-record.js';

/** What the envelope says beside type and data; the same for all events of one command. */
export interface EventContext {
  readonly correlationId: string;
  readonly causationId: string;
  readonly actor: string;
  readonly policyVersion: string;
  readonly partitionKey: string;
  readonly time: Date;
  readonly traceparent?: string;
}

export interface Fact {
  readonly type: string;
  readonly data: object;
}

/** One command to one aggregate. */
export interface StreamCommand {
  /** `<aggregate>/<id>`. */
  readonly subject: string;
  // The states and commands of the aggregates in one batch differ; each decider is only ever given its own.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly decider: Decider<any, any, any, string>;
  readonly command: unknown;
  readonly context: EventContext;
  /** `new` when the subject's id was just made, `existing` when it must be there; `any` when either is possible. */
  readonly expect: 'new' | 'existing' | 'any';
  /** Given the facts of the unit's earlier commands; false leaves this command out. */
  readonly onlyWhen?: (earlier: readonly Fact[]) => boolean;
}

/** What one caller wants: all of it or nothing of it, in whatever transaction it shares with others. */
export interface UnitOfWork<Answer = unknown> {
  readonly commands: readonly StreamCommand[];
  /** Written words that the events commit to; a record that no event of the unit names is not kept. */
  readonly words?: readonly ConfidentialRecord[];
  /** The answer kept under an Idempotency-Key commits with the effect. */
  readonly idempotency?: { readonly scope: string; readonly key: string; readonly bodyHash: string };
  /** JSON; computed from what was decided, before the commit. */
  readonly answer: (events: readonly StagedEvent[]) => Answer;
}

/** An event of the running transaction: everything but its place in the log. */
export type StagedEvent = Omit<
  EventEnvelope,
  'log' | 'epoch' | 'position' | 'source' | 'specversion' | 'datacontenttype'
>;

export type UnitResult<Answer = unknown> =
  | { readonly outcome: 'accepted'; readonly answer: Answer; readonly events: readonly StagedEvent[] }
  /** The same Idempotency-Key with the same body: the first answer. */
  | { readonly outcome: 'repeated'; readonly answer: Answer }
  /** The same Idempotency-Key with another body. */
  | { readonly outcome: 'key-reused' }
  | { readonly outcome: 'refused'; readonly refusal: Refusal };

/** An aggregate as a running transaction sees it. */
export interface SubjectState {
  readonly state: unknown;
  readonly version: number;
}
