import type { MediumAudience } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';

/** Students, groups and buildings as a member of staff names them, by id or sourcedId. */
export interface NamedAudience {
  readonly students: readonly string[];
  readonly groups: readonly string[];
  readonly buildings: readonly string[];
}

/** The first field that names somebody or something unknown at the staff member's buildings: it tells nothing of others. */
export type UnknownAudience = { readonly unknown: keyof NamedAudience };

/** The ids behind the names, within the buildings at which the member of staff works. */
export async function resolveAudience(
  database: Queryable,
  buildingIds: readonly string[],
  named: NamedAudience,
): Promise<MediumAudience | UnknownAudience> {
  const { rows } = await database.query<{ field: keyof NamedAudience; id: string; sourcedId: string }>({
    name: 'registered-media.audience',
    text: `with places as (select id, sourced_id from buildings where id = any($1::uuid[]))
           select 'students' as field, id, sourced_id as "sourcedId" from people
           where active and (sourced_id = any($2) or id::text = any($2)) and exists (
             select 1 from jsonb_array_elements(roles) as held join places on places.sourced_id = held->>'buildingSourcedId'
             where held->>'role' = 'student')
           union all
           select 'groups', groups.id, groups.sourced_id from groups join places on places.sourced_id = building_sourced_id
           where active and (groups.sourced_id = any($3) or groups.id::text = any($3))
           union all
           select 'buildings', id, sourced_id from places where sourced_id = any($4) or id::text = any($4)`,
    values: [
      buildingIds,
      ...[named.students, named.groups, named.buildings].map((names) => [
        ...names,
        ...names.map((name) => name.toLowerCase()),
      ]),
    ],
  });
  const known = (field: keyof NamedAudience) => rows.filter((row) => row.field === field);
  for (const field of ['students', 'groups', 'buildings'] as const) {
    const names = new Set(known(field).flatMap(({ id, sourcedId }) => [id, sourcedId]));
    if (named[field].some((name) => !names.has(name) && !names.has(name.toLowerCase()))) return { unknown: field };
  }
  const idsOf = (field: keyof NamedAudience) =>
    known(field)
      .map(({ id }) => id)
      .sort();
  return { studentIds: idsOf('students'), groupIds: idsOf('groups'), buildingIds: idsOf('buildings') };
}
