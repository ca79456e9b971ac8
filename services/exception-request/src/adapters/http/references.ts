import type { PeopleReader } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';
import { findPeople } from '@sightline/relations';

/** A person as every answer names one: both ids, and in an answer about one thing the name too. */
export interface Reference {
  readonly id: string;
  readonly sourcedId: string | null;
  readonly displayName?: string | null;
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

/** The same with names, read from their owner for this answer alone. @throws OwnerUnavailable */
export async function namedReferencesTo(
  database: Queryable,
  people: PeopleReader,
  personIds: readonly string[],
): Promise<(id: string) => Reference> {
  const [referTo, details] = await Promise.all([
    referencesTo(database, personIds),
    people.people([...new Set(personIds)]),
  ]);
  return (id) => ({ ...referTo(id), displayName: details.get(id)?.displayName ?? null });
}
