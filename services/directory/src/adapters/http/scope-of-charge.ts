import { mayAccess, relationsWithAccess, type Relation, type Resource } from '@sightline/policy';
import type { Caller } from '@sightline/service-kit';
import type { CallerPosition } from './caller-position.js';

const everywhere: readonly Relation[] = ['technology', 'operator', 'district-client'];

/** Which matters of people a caller may see: all, those of people of some buildings, and those about oneself. */
export interface ScopeOfCharge {
  readonly everybody: boolean;
  readonly buildingIds: readonly string[];
  readonly personIds: readonly string[];
}

const leadsDistrict = ({ position }: CallerPosition): boolean =>
  (position?.roles ?? []).some(({ role, buildingId }) => role === 'administrator' && buildingId === null);

const ledBuildings = ({ position }: CallerPosition): string[] =>
  (position?.roles ?? []).flatMap(({ role, buildingId }) =>
    role === 'principal' && buildingId !== null ? [buildingId] : [],
  );

/** An administrator of the district stands as the principal of every building. */
export const scopeOfCharge = (resource: Resource, caller: Caller, standing: CallerPosition): ScopeOfCharge => {
  const readers = new Set(relationsWithAccess(resource, 'read'));
  const principals = readers.has('principal-of-building');
  return {
    everybody:
      everywhere.some((relation) => standing.relations.has(relation) && readers.has(relation)) ||
      (leadsDistrict(standing) && principals),
    buildingIds: principals ? ledBuildings(standing) : [],
    personIds: caller.kind === 'person' && readers.has('self') ? (standing.position?.recordIds ?? []) : [],
  };
};

/** Whether the caller may do something about people of these buildings. */
export const mayActOn = (resource: Resource, standing: CallerPosition, buildingIds: readonly string[]): boolean => {
  const inCharge = leadsDistrict(standing) || ledBuildings(standing).some((building) => buildingIds.includes(building));
  return mayAccess(
    resource,
    'write',
    new Set([...standing.relations, ...(inCharge ? (['principal-of-building'] as const) : [])]),
  );
};

/** Every record of the caller, the one that is signed in first. */
export const recordsOfCaller = (
  { personId }: Extract<Caller, { kind: 'person' }>,
  { position }: CallerPosition,
): readonly [string, ...string[]] => [personId, ...(position?.recordIds ?? []).filter((id) => id !== personId)];
