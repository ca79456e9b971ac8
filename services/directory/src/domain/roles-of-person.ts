import type { RoleAtBuilding } from '@sightline/contracts';

/** A person's roles by their source. */
export interface RoleSources {
  /** What the roster gives today. */
  readonly rosterRoles: readonly RoleAtBuilding[];
  /** Buildings of the technology department's person; null stands for the whole district. */
  readonly technologyBuildingIds: readonly (string | null)[];
}

/** The roles of a person from the roster, the technology department's list and an operator, each once, in one order. */
export const rolesOfPerson = (
  { rosterRoles, technologyBuildingIds }: RoleSources,
  assigned: readonly RoleAtBuilding[],
): readonly RoleAtBuilding[] => {
  const technology = technologyBuildingIds.map((buildingId): RoleAtBuilding =>
    buildingId === null ? { role: 'technology' } : { role: 'technology', buildingId },
  );
  return [...new Map([...rosterRoles, ...technology, ...assigned].map((role) => [sortKey(role), role])).entries()]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([, role]) => role);
};

const sortKey = (at: RoleAtBuilding) => `${at.role} ${at.buildingId ?? ''}`;
