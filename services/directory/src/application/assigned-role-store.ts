import type { RoleAtBuilding } from '@sightline/contracts';

/** A person's roles by their source, for putting together the whole set. */
export interface AssignedRoleStore {
  find(personId: string): Promise<
    | {
        readonly sourcedId: string;
        readonly rosterRoles: readonly RoleAtBuilding[];
        readonly technologyBuildingIds: readonly (string | null)[];
        readonly assignedRoles: readonly RoleAtBuilding[];
      }
    | undefined
  >;
}
