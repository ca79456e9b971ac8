import type { DirectoryEvent, FactOf } from '@sightline/contracts';

/** A fact of the roster with the stream it belongs to and the key its order holds for: the person, group or building. */
export type RosterFact = FactOf<DirectoryEvent> & { readonly subject: string; readonly partitionKey: string };
