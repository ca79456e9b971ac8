import type { EventEnvelope } from '@sightline/contracts';
import type { Transaction } from '@sightline/event-store';

/**
 * One relation of the roster as a service keeps it for itself: ids only, fed by the log of `directory`, disposable. A
 * service names the parts it needs and owns the tables; nothing else writes them (design §1).
 */
export interface RelationPart {
  readonly name: string;
  readonly types: ReadonlySet<string>;
  readonly schema: readonly string[];
  readonly schemaDown: readonly string[];
  /** Set-based, and the same result however the events are cut into batches. */
  apply(transaction: Transaction, events: readonly EventEnvelope[]): Promise<void>;
}

export const relationsSchema = (parts: readonly RelationPart[]): string[] => parts.flatMap(({ schema }) => schema);
export const relationsSchemaDown = (parts: readonly RelationPart[]): string[] =>
  [...parts].reverse().flatMap(({ schemaDown }) => schemaDown);

/** The projections for the service's consumer. */
export const relationsProjections = (
  parts: readonly RelationPart[],
): { types: ReadonlySet<string>; apply: RelationPart['apply'] }[] =>
  parts.map(({ types, apply }) => ({ types, apply }));

/** Events that carry the whole of a thing: only the last one of each key counts. */
export const lastOfEach = <Event>(events: readonly Event[], keyOf: (event: Event) => string): Event[] => {
  const last = new Map<string, Event>();
  for (const event of events) last.set(keyOf(event), event);
  return [...last.values()];
};

const uuidPattern = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Those that can be compared with a uuid column. */
export const uuidsAmong = (ids: readonly string[]): string[] => ids.filter((id) => uuidPattern.test(id));
