import type { PersonChanged, PersonRegistered, PersonRemoved, RoleAtBuilding, RosterRole } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';
import { lastOfEach, uuidsAmong, type RelationPart } from '../relation-part.js';

type PersonEvent = PersonRegistered | PersonChanged | PersonRemoved;

/** Who exists, under which OneRoster id, in which roles. */
export const peoplePart: RelationPart = {
  name: 'people',
  types: new Set<PersonEvent['type']>([
    'sightline.directory.person-registered.v1',
    'sightline.directory.person-changed.v1',
    'sightline.directory.person-removed.v1',
  ]),
  schema: [
    `create table roster_people (person_id uuid primary key, sourced_id text not null, active boolean not null, roles jsonb not null)`,
    `create index roster_people_sourced_id on roster_people (sourced_id)`,
    `create table roster_roles (person_id uuid not null, role text not null, building_id uuid)`,
    `create index roster_roles_person on roster_roles (person_id)`,
    `create index roster_roles_role on roster_roles (role, building_id)`,
  ],
  schemaDown: ['drop table roster_roles', 'drop table roster_people'],
  async apply(transaction, events) {
    const people = lastOfEach(events as readonly PersonEvent[], ({ data }) => data.personId).map(({ type, data }) => ({
      person_id: data.personId,
      sourced_id: data.sourcedId,
      active: type !== 'sightline.directory.person-removed.v1',
      roles: 'roles' in data ? data.roles : [],
    }));
    await transaction.query({
      name: 'roster-people.write',
      text: `insert into roster_people select * from jsonb_populate_recordset(null::roster_people, $1::jsonb)
             on conflict (person_id) do update set sourced_id = excluded.sourced_id, active = excluded.active, roles = excluded.roles`,
      values: [JSON.stringify(people)],
    });
    await transaction.query({
      name: 'roster-roles.remove',
      text: 'delete from roster_roles where person_id = any($1)',
      values: [people.map(({ person_id }) => person_id)],
    });
    const roles = people.flatMap(({ person_id, roles: held }) =>
      held.map(({ role, buildingId }) => ({ person_id, role, building_id: buildingId ?? null })),
    );
    await transaction.query({
      name: 'roster-roles.write',
      text: 'insert into roster_roles select * from jsonb_populate_recordset(null::roster_roles, $1::jsonb)',
      values: [JSON.stringify(roles)],
    });
  },
};

export interface KnownPerson {
  readonly personId: string;
  readonly sourcedId: string;
  readonly active: boolean;
  readonly roles: readonly RoleAtBuilding[];
}

/** People by uuid or OneRoster `sourcedId`, whichever each string is; unknown ones are left out. */
export async function findPeople(database: Queryable, ids: readonly string[]): Promise<KnownPerson[]> {
  if (ids.length === 0) return [];
  const { rows } = await database.query<KnownPerson>({
    name: 'roster-people.find',
    text: `select person_id as "personId", sourced_id as "sourcedId", active, roles from roster_people where person_id = any($2::uuid[])
           union select person_id, sourced_id, active, roles from roster_people where sourced_id = any($1)`,
    values: [ids, uuidsAmong(ids)],
  });
  return rows;
}

export interface RoleHolder {
  readonly personId: string;
  readonly role: RosterRole;
  readonly buildingId: string | null;
}

/** Who holds these roles now, in these buildings or in the whole district (building null); all buildings when none are named. */
export async function holdersOf(
  database: Queryable,
  roles: readonly RosterRole[],
  buildingIds?: readonly string[],
): Promise<RoleHolder[]> {
  const { rows } = await database.query<RoleHolder>({
    name: 'roster-roles.holders',
    text: `select person_id as "personId", role, building_id as "buildingId" from roster_roles
           where role = any($1) and ($2::uuid[] is null or building_id is null or building_id = any($2)) order by person_id`,
    values: [roles, buildingIds ?? null],
  });
  return rows;
}
