import type { EventEnvelope } from '@sightline/contracts';

/** One stream and what it has become. */
export interface Aggregate {
  readonly subject: string;
  readonly version: number;
  /** Null for a stream that nobody folds, or whose beginning is in another case. */
  readonly state: unknown;
}
export type FoldAggregates = (events: readonly EventEnvelope[]) => readonly Aggregate[];

interface Recorded {
  readonly sequence: number;
  readonly event: EventEnvelope;
}

/**
 * A case as it stood after one of its events: everything that the ledger had taken of it by then. The same place gives the
 * same answer however much has been added since.
 * @param at the event's place in the ledger, from 1
 * @returns undefined when the case has nothing up to there
 */
export function replayCase(rows: readonly Recorded[], at: number, foldAggregates: FoldAggregates) {
  const until = rows.filter(({ sequence }) => sequence <= at);
  const last = until.at(-1);
  if (!last) return undefined;
  return {
    step: until.length,
    sequence: last.sequence,
    event: last.event,
    aggregates: foldAggregates(until.map(({ event }) => event)),
    previous: until.at(-2)?.sequence ?? null,
    next: rows.find(({ sequence }) => sequence > last.sequence)?.sequence ?? null,
  };
}
