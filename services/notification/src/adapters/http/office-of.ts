import type { Queryable } from '@sightline/event-store';
import { mayAccess, type Resource, type Verb } from '@sightline/policy';
import { findPeople } from '@sightline/relations';

/**
 * The buildings whose office this person is: a principal's own, and for an administrator of the district all of them
 * (null). Empty for everybody else.
 */
export const officeOf = async (
  database: Queryable,
  personId: string,
  resource: Resource,
  verb: Verb,
): Promise<readonly string[] | null> => {
  const people = await findPeople(database, [personId]);
  const roles = people.filter((person) => person.personId === personId && person.active).flatMap((each) => each.roles);
  if (!mayAccess(resource, verb, new Set(['principal-of-building']))) return [];
  if (roles.some(({ role }) => role === 'administrator')) return null;
  return roles.flatMap(({ role, buildingId }) =>
    role === 'principal' && buildingId !== undefined ? [buildingId] : [],
  );
};
