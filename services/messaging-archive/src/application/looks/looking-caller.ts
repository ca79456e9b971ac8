import type { PeopleReader } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';
import { dateInZone, type Clock } from '@sightline/service-kit';
import { possibleFamily } from '../../read-models/messages/family.query.js';
import type { Caller } from '../../read-models/messages/visible-messages.queries.js';

export interface Looking {
  readonly database: Queryable;
  /** Says who is of age; birth dates stay with their owner. */
  readonly people: Pick<PeopleReader, 'people'>;
  readonly clock: Clock;
  /** IANA name. */
  readonly districtTimeZone: string;
}

/**
 * Who is looking, and for whom: own children, until they are of age; then they stand in the parents' place (C9). A child of
 * whom the owner of the roster knows nothing is nobody's. @throws OwnerUnavailable
 */
export async function lookingCaller(
  { database, people, clock, districtTimeZone }: Looking,
  personId: string,
): Promise<Caller> {
  const now = clock.now();
  const { childIds, isStudent } = await possibleFamily(database, personId, dateInZone(now, districtTimeZone));
  const known = await people.people([personId, ...childIds]);
  const familyIds = childIds.filter((id) => known.get(id)?.adult !== true && known.has(id));
  if (isStudent && known.get(personId)?.adult === true) familyIds.push(personId);
  return { personId, familyIds: [...new Set(familyIds)], now };
}
