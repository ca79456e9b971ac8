import type { Queryable } from '@sightline/event-store';
import { findPeople } from '@sightline/relations';

/** A person as every answer names one: both ids, no name. */
export interface Reference {
  readonly id: string;
  readonly sourcedId: string | null;
}

/** Both ids of each of these people, by uuid, in one query. */
export async function referencesTo(
  database: Queryable,
  personIds: readonly string[],
): Promise<(id: string) => Reference> {
  const found = new Map(
    (await findPeople(database, [...new Set(personIds)])).map((person) => [person.personId, person.sourcedId]),
  );
  return (id) => ({ id, sourcedId: found.get(id) ?? null });
}
