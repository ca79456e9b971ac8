import type { RoleAtBuilding } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';
import type { RosterRoleAt } from '../../read-models/people-list/people-list.query.js';
import type { AssignedRoleStore } from '../../application/assigned-role-store.js';

interface RoleSources {
  sourcedId: string;
  roles: readonly RosterRoleAt[];
  technology: readonly (string | null)[];
  assigned: readonly RoleAtBuilding[] | null;
}

export class PostgresAssignedRoleStore implements AssignedRoleStore {
  constructor(private readonly database: Queryable) {}

  async find(personId: string): ReturnType<AssignedRoleStore['find']> {
    const { rows } = await this.database.query<RoleSources>(
      `select sourced_id as "sourcedId", people.roles, technology, assigned_roles.roles as assigned
       from people left join assigned_roles on assigned_roles.person_id = people.id where id = $1 and active`,
      [personId],
    );
    const [person] = rows;
    if (!person) return undefined;
    const named = [
      ...person.roles.flatMap(({ buildingSourcedId }) => buildingSourcedId ?? []),
      ...person.technology.flatMap((building) => building ?? []),
    ];
    const buildings = await this.database.query<{ id: string; sourced_id: string }>(
      'select id, sourced_id from buildings where sourced_id = any($1)',
      [named],
    );
    const idOf = new Map(buildings.rows.map(({ id, sourced_id }) => [sourced_id, id]));
    return {
      sourcedId: person.sourcedId,
      rosterRoles: person.roles.map(({ role, buildingSourcedId }) => ({
        role,
        ...(buildingSourcedId === undefined ? {} : { buildingId: idOf.get(buildingSourcedId)! }),
      })),
      technologyBuildingIds: person.technology.map((building) =>
        building === null ? null : (idOf.get(building) ?? null),
      ),
      assignedRoles: person.assigned ?? [],
    };
  }
}
