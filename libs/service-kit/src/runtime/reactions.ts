import type { EventEnvelope } from '@sightline/contracts';
import type { Refusal } from '@sightline/decider';
import { executeUnits, together, type Projection, type Transaction, type UnitOfWork } from '@sightline/event-store';
import type { BatchHandler } from '@sightline/event-bus';

/** A table that follows another service's log. Rebuilt from that log; never appends and never sends. */
export interface ForeignProjection {
  /** `every`: also types that this build does not know yet, as a ledger must take them. */
  readonly types: ReadonlySet<string> | 'every';
  apply(transaction: Transaction, events: readonly EventEnvelope[]): Promise<void>;
}

/** What a service decides because of what another one published. Never rerun in a rebuild. */
export interface Reaction {
  readonly types: ReadonlySet<string>;
  /** Set-based: one look-up for all events of the batch. */
  react(transaction: Transaction, events: readonly EventEnvelope[]): Promise<readonly UnitOfWork[]>;
}

/** A reaction's command was turned down: the event is parked for a person to look at. */
class ReactionRefused extends Error {
  override readonly name: string;
  constructor(readonly refusal: Refusal) {
    super(refusal.detail);
    this.name = `ReactionRefused(${refusal.refused})`;
  }
}

export interface HandlerParts {
  readonly foreignProjections: readonly ForeignProjection[];
  readonly reactions: readonly Reaction[];
  /** The service's own projections, written with what the reactions append. */
  readonly projections: readonly Projection[];
  readonly onAppended: () => void;
  /** Effects outside may be waiting: wake whoever claims them. */
  readonly onCommitted?: () => void;
}

const nothing: Promise<readonly UnitOfWork[]> = Promise.resolve([]);

/** First the batch's relations, then every reaction to it, then one append for all of them. */
export function composeHandler(parts: HandlerParts): BatchHandler {
  let appended = 0;
  const named = [...parts.foreignProjections, ...parts.reactions].map(({ types }) => types);
  const acted = named.includes('every')
    ? { has: () => true }
    : new Set(named.flatMap((types) => (types === 'every' ? [] : [...types])));
  const pick = (types: ReadonlySet<string>, events: readonly EventEnvelope[]): EventEnvelope[] =>
    events.filter(({ type }) => types.has(type));
  return {
    types: acted,
    async handle(transaction, events, sendLast) {
      for (const projection of parts.foreignProjections) {
        const relevant = projection.types === 'every' ? events : pick(projection.types, events);
        if (relevant.length > 0) await projection.apply(transaction, relevant);
      }
      const reacted = await together(
        ...parts.reactions.map((reaction) => {
          const relevant = pick(reaction.types, events);
          return relevant.length > 0 ? reaction.react(transaction, relevant) : nothing;
        }),
      );
      const units = reacted.flat();
      if (units.length === 0) return;
      const executed = await executeUnits(transaction, units, {
        projections: parts.projections,
        ...(sendLast === undefined ? {} : { sendLast }),
      });
      for (const result of executed.results)
        if (result.outcome === 'refused') throw new ReactionRefused(result.refusal);
      appended += executed.appended;
    },
    committed() {
      if (appended > 0) parts.onAppended();
      appended = 0;
      parts.onCommitted?.();
    },
  };
}
