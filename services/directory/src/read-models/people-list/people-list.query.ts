import type { RosterRole } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';

/** A role of today as the roster names it. */
export interface RosterRoleAt {
  readonly role: RosterRole;
  /** Absent for a role that holds in the whole district. */
  readonly buildingSourcedId?: string;
}

/**
 * Whom a caller may see: everybody, or the people of some buildings, oneself and one's own children. A child towards whom
 * a restriction takes the records from the caller is not among them, whatever else the caller is (C9).
 */
export type PeopleScope =
  | { readonly everybody: true }
  | {
      readonly everybody: false;
      readonly buildingIds: readonly string[];
      /** Every record of the caller. */
      readonly personIds: readonly string[];
      readonly today: string;
    };

export interface PersonListed {
  readonly id: string;
  readonly sourcedId: string;
  readonly username: string;
  readonly displayName: string;
  readonly email: string | null;
  readonly roles: readonly RosterRoleAt[];
  readonly sortName: string;
}

export interface PeopleFilter {
  readonly role?: RosterRole;
  readonly building?: string;
  readonly text?: string;
  readonly after?: readonly [string, string];
  readonly limit: number;
}

const columns = `people.id, people.sourced_id as "sourcedId", username,
  coalesce(preferred_given_name, given_name) || ' ' || coalesce(preferred_family_name, family_name) as "displayName", email, roles,
  lower(family_name || ' ' || given_name) as "sortName"`;

const visible = `($1 or people.id = any($2::uuid[]) or (
  (people.roles @> any(
      select jsonb_build_array(jsonb_build_object('buildingSourcedId', sourced_id)) from buildings where id = any($3::uuid[]))
    or people.sourced_id in (select student_sourced_id from guardianships join people as self on self.sourced_id = guardian_sourced_id where self.id = any($2::uuid[])))
  and not exists (select 1 from restrictions join people as self on self.sourced_id = guardian_sourced_id
    where self.id = any($2::uuid[]) and student_sourced_id = people.sourced_id and kinds @> '["records"]'
      and starts_on <= $4::date and (ends_on is null or ends_on >= $4::date))))`;

const scopeValues = (scope: PeopleScope): unknown[] =>
  scope.everybody ? [true, [], [], null] : [false, scope.personIds, scope.buildingIds, scope.today];

/** People whom the caller may see, by family name. Reads one more than `limit`, so that the page knows whether it is the last. */
export async function listPeople(
  database: Queryable,
  scope: PeopleScope,
  filter: PeopleFilter,
): Promise<PersonListed[]> {
  const { rows } = await database.query<PersonListed>(
    `select ${columns} from people
     where active and ${visible}
       and ($5::text is null or roles @> jsonb_build_array(jsonb_build_object('role', $5::text)))
       and ($6::text is null or roles @> any(
         select jsonb_build_array(jsonb_build_object('buildingSourcedId', sourced_id)) from buildings where id::text = lower($6) or sourced_id = $6))
       and ($7::text is null or strpos(lower(given_name || ' ' || family_name || ' ' || username), lower($7)) > 0)
       and ($8::text is null or (lower(family_name || ' ' || given_name), people.id) > ($8, $9::uuid))
     order by lower(family_name || ' ' || given_name), people.id limit $10`,
    [
      ...scopeValues(scope),
      filter.role ?? null,
      filter.building ?? null,
      filter.text ?? null,
      filter.after?.[0] ?? null,
      filter.after?.[1] ?? null,
      filter.limit + 1,
    ],
  );
  return rows;
}

/** One person by uuid or `sourcedId`; undefined when there is none whom the caller may see. */
export async function findVisiblePerson(
  database: Queryable,
  scope: PeopleScope,
  id: string,
): Promise<PersonListed | undefined> {
  const { rows } = await database.query<PersonListed>(
    `select ${columns} from people where active and ${visible} and (people.id::text = lower($5) or people.sourced_id = $5) limit 1`,
    [...scopeValues(scope), id],
  );
  return rows[0];
}
