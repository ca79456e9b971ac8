import type { Queryable } from '@sightline/event-store';
import { mayAccess, type Relation, type Resource, type Verb } from '@sightline/policy';
import { notFound, type Caller } from '@sightline/service-kit';
import { rosterPosition, standingRelations, type RosterPosition } from '../../read-models/caller-relations.js';
import type { PeopleScope } from '../../read-models/people-list/people-list.query.js';

export interface CallerPosition {
  readonly position: RosterPosition | undefined;
  readonly relations: ReadonlySet<Relation>;
}

/** How the caller stands to the district as a whole; a machine client stands as the district itself. */
export async function callerPosition(database: Queryable, caller: Caller): Promise<CallerPosition> {
  if (caller.kind === 'client') return { position: undefined, relations: new Set<Relation>(['district-client']) };
  const position = await rosterPosition(database, caller.personId);
  if (!position) throw notFound();
  const relations = standingRelations(position);
  if (position.staffBuildingIds.length > 0) relations.add('staff-of-building');
  return { position, relations };
}

/** @throws Problem not-found when the caller may not: forbidden and missing are one answer */
export const requireAccess = (resource: Resource, verb: Verb, { relations }: CallerPosition): void => {
  if (!mayAccess(resource, verb, relations)) throw notFound();
};

/** Whom the caller may see at all. */
export const peopleScope = (caller: Caller, { position, relations }: CallerPosition, today: string): PeopleScope => {
  const everywhere: readonly Relation[] = ['technology', 'operator', 'district-client'];
  if (everywhere.some((relation) => relations.has(relation) && mayAccess('person', 'read', new Set([relation]))))
    return { everybody: true };
  return {
    everybody: false,
    buildingIds: position?.staffBuildingIds ?? [],
    personIds: caller.kind === 'person' ? (position?.recordIds ?? []) : [],
    today,
  };
};

export const actorOf = (caller: Caller): string =>
  caller.kind === 'person' ? `person:${caller.personId}` : `client:${caller.clientId}`;
