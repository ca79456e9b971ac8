import type { RoleAssigned, RoleAtBuilding, RoleUnassigned } from '@sightline/contracts';
import { rowProjection } from '@sightline/event-store';
import { roleAssignmentDecider } from '../../domain/index.js';

export interface AssignedRolesRow {
  person_id: string;
  /** JSON text on the way in, parsed on the way out; PostgreSQL's `jsonb`. */
  roles: readonly RoleAtBuilding[];
}

/** Which roles each person holds by an operator's word. */
export const assignedRolesProjection = rowProjection<AssignedRolesRow, RoleAssigned | RoleUnassigned>({
  table: 'assigned_roles',
  key: 'person_id',
  types: ['sightline.directory.role-assigned.v1', 'sightline.directory.role-unassigned.v1'],
  keysOf: ({ data }) => [data.personId],
  evolve: (row, event) => ({
    person_id: event.data.personId,
    roles: roleAssignmentDecider.evolve({ held: row?.roles ?? [] }, event).held,
  }),
});
