import type { RosterBuilding, RosterRoleAt, RosterState } from './roster.js';
import { outsideSchool } from './roster-roles.js';
import type { Coverage, RosterSnapshot } from './roster-snapshot.js';

type Roles = ReadonlyMap<string, readonly RosterRoleAt[]>;

/**
 * Everybody's roles once the snapshot is taken. A role at a building that nobody knows is no statement: it is left out,
 * and no known role of that person is taken away.
 */
export const rolesAfter = (
  known: RosterState,
  { stated, coverage, removed, held }: RosterSnapshot,
  buildings: ReadonlyMap<string, RosterBuilding>,
): Roles => {
  if (coverage.roles === 'absent') return known.roles;
  const given = settled(stated.roles, buildings);
  const joined: Record<Exclude<Coverage, 'absent'>, () => Roles> = {
    named: () => new Map([...known.roles, ...given.roles]),
    whole: () => given.roles,
    rows: () => {
      const result = new Map(known.roles);
      for (const [person, gone] of settled(removed.roles, buildings).roles) {
        const left = (result.get(person) ?? []).filter((role) => !gone.some((other) => sameRole(role, other)));
        if (left.length > 0) result.set(person, left);
        else result.delete(person);
      }
      for (const [person, roles] of given.roles) result.set(person, withRoles(result.get(person) ?? [], roles));
      return result;
    },
  };
  const roles = joined[coverage.roles]();
  const keepers = [...held.roles, ...given.doubtful].filter((person) => known.roles.has(person));
  if (keepers.length === 0) return roles;
  const result = new Map(roles);
  for (const person of keepers) result.set(person, withRoles(roles.get(person) ?? [], known.roles.get(person)!));
  return result;
};

/** Roles as they are at the buildings that there are; a bundle without its buildings cannot tell an office from a school. */
const settled = (
  stated: Roles,
  buildings: ReadonlyMap<string, RosterBuilding>,
): { readonly roles: Roles; readonly doubtful: readonly string[] } => {
  const roles = new Map<string, readonly RosterRoleAt[]>();
  const doubtful: string[] = [];
  for (const [person, list] of stated) {
    if (list.every((at) => isSettled(at, buildings))) {
      roles.set(person, list);
      continue;
    }
    const standing = list.filter((at) => at.buildingSourcedId === undefined || buildings.has(at.buildingSourcedId));
    if (standing.length < list.length) doubtful.push(person);
    const moved = withRoles(
      [],
      standing.map((at) => (isSettled(at, buildings) ? at : outsideSchool.get(at.role)!)),
    );
    if (moved.length > 0) roles.set(person, moved);
  }
  return { roles, doubtful };
};

const isSettled = ({ role, buildingSourcedId }: RosterRoleAt, buildings: ReadonlyMap<string, RosterBuilding>) => {
  if (buildingSourcedId === undefined) return true;
  const building = buildings.get(buildingSourcedId);
  return building !== undefined && (building.type === 'school' || !outsideSchool.has(role));
};

const sameRole = (left: RosterRoleAt, right: RosterRoleAt) =>
  left.role === right.role && left.buildingSourcedId === right.buildingSourcedId;

const withRoles = (roles: readonly RosterRoleAt[], others: readonly RosterRoleAt[]): readonly RosterRoleAt[] => {
  const result = [...roles];
  for (const other of others) if (!result.some((role) => sameRole(role, other))) result.push(other);
  return result;
};
