import type { PeopleReader } from '@sightline/contracts';
import type { Relation } from '@sightline/policy';
import type { Caller } from '@sightline/service-kit';

export const PEOPLE = Symbol('portal.people');

/** How a caller stands to the district as a whole: its operator, its machine client, or neither. */
export async function districtRelationsOf(
  caller: Caller,
  people: Pick<PeopleReader, 'people'>,
): Promise<ReadonlySet<Relation>> {
  if (caller.kind === 'client') return new Set<Relation>(['district-client']);
  const person = (await people.people([caller.personId])).get(caller.personId);
  return new Set<Relation>(person?.roles.includes('operator') ? ['operator'] : []);
}

export const actorOf = (caller: Caller): string =>
  caller.kind === 'person' ? `person:${caller.personId}` : `client:${caller.clientId}`;
