import type { RosterRole } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';
import type { Relation } from '@sightline/policy';
import { recordsOfPerson } from '@sightline/relations';

export interface RosterPosition {
  readonly personId: string;
  /** Every record of the same natural person, this one among them. */
  readonly recordIds: readonly string[];
  readonly sourcedId: string;
  readonly roles: readonly { readonly role: RosterRole; readonly buildingId: string | null }[];
  /** Buildings where the person works or leads: all of them for an administrator of the district. */
  readonly staffBuildingIds: readonly string[];
}

const staffRoles = new Set<RosterRole>(['teacher', 'aide', 'counselor', 'principal', 'administrator', 'technology']);

const leadsDistrict = ({ roles }: Pick<RosterPosition, 'roles'>): boolean =>
  roles.some(({ role, buildingId }) => role === 'administrator' && buildingId === null);

/** Where a person stands in the roster: the caller's part of every question of access. */
export async function rosterPosition(database: Queryable, personId: string): Promise<RosterPosition | undefined> {
  const { rows } = await database.query<{
    sourcedId: string;
    recordIds: string[];
    roles: RosterPosition['roles'];
    buildings: string[];
  }>({
    name: 'roster-position',
    text: `with records as (select id, roles, technology from people where id = any(${recordsOfPerson('$1::uuid')}) and active),
           held as (
             select at->>'role' as role, buildings.id as building_id
             from records cross join jsonb_array_elements(records.roles) as at
               left join buildings on buildings.sourced_id = at->>'buildingSourcedId'
             union select 'technology', buildings.id
             from records cross join jsonb_array_elements_text(technology) as place left join buildings on buildings.sourced_id = place
             union select at->>'role', (at->>'buildingId')::uuid
             from records join assigned_roles on assigned_roles.person_id = records.id cross join jsonb_array_elements(assigned_roles.roles) as at)
           select sourced_id as "sourcedId", array(select id::text from records) as "recordIds",
             coalesce((select jsonb_agg(jsonb_build_object('role', role, 'buildingId', building_id)) from held), '[]') as roles,
             case when exists (select 1 from held where role = 'administrator') then array(select id::text from buildings) else '{}' end as buildings
           from people where id = $1 and active`,
    values: [personId],
  });
  const [row] = rows;
  if (!row) return undefined;
  return {
    personId,
    recordIds: row.recordIds,
    sourcedId: row.sourcedId,
    roles: row.roles,
    staffBuildingIds: leadsDistrict(row)
      ? row.buildings
      : row.roles.flatMap(({ role, buildingId }) => (buildingId !== null && staffRoles.has(role) ? [buildingId] : [])),
  };
}

/** Relations that hold whatever thing is asked for. */
export const standingRelations = (position: RosterPosition): Set<Relation> => {
  const held = new Set<Relation>();
  for (const { role } of position.roles) {
    if (role === 'technology') held.add('technology');
    if (role === 'auditor') held.add('auditor');
    if (role === 'operator') held.add('operator');
  }
  return held;
};
