import type { Queryable } from '@sightline/event-store';
import { isOfAge } from '@sightline/policy';
import { recordsOfPerson } from '@sightline/relations';

/** A student and one thing by which an entry can concern that student: the student, a group or a building (C9). */
export interface Reach {
  readonly studentId: string;
  readonly reachedId: string;
}

/**
 * The children on whose behalf a person may look: those whose guardian the roster says and confirmed the person is, not of
 * age, and with no restriction on their records that day under any record of the person; a student of age stands for oneself (C9).
 */
export async function childrenOnWhoseBehalf(
  database: Queryable,
  personId: string,
  today: string,
): Promise<readonly string[]> {
  const { rows } = await database.query<{ id: string; birthDate: string | null; self: boolean }>({
    name: 'registered-media.children',
    text: `select child.id, child.birth_date::text as "birthDate", false as self
           from people as guardian
             join guardianships on guardian_sourced_id = guardian.sourced_id
             join people as child on child.sourced_id = student_sourced_id and child.active
           where guardian.id = $1 and guardian.active
             and not exists (select 1 from held_relations
               where relation = 'guardian' and subject_id = child.id and gainer_id = guardian.id)
             and not exists (select 1 from restrictions join people as barred on barred.sourced_id = restrictions.guardian_sourced_id
               where restrictions.student_sourced_id = child.sourced_id and barred.id = any(${recordsOfPerson('$1::uuid')})
                 and kinds @> '["records"]' and starts_on <= $2::date and (ends_on is null or ends_on >= $2::date))
           union all
           select id, birth_date::text, true from people where id = $1 and active and roles @> '[{"role":"student"}]'`,
    values: [personId, today],
  });
  return rows
    .filter(({ birthDate, self }) => (birthDate !== null && isOfAge(birthDate, today)) === self)
    .map(({ id }) => id);
}

/** By what each of these students can be concerned; one statement, whatever their number. */
export async function reachOf(database: Queryable, studentIds: readonly string[]): Promise<readonly Reach[]> {
  if (studentIds.length === 0) return [];
  const { rows } = await database.query<Reach>({
    name: 'registered-media.reach',
    text: `with students as (select id, sourced_id, roles from people where id = any($1) and active)
           select id as "studentId", id as "reachedId" from students
           union all
           select students.id, groups.id from students
             join group_members on person_sourced_id = students.sourced_id and role = 'student'
             join groups on groups.sourced_id = group_sourced_id and groups.active
           union all
           select students.id, buildings.id from students, jsonb_array_elements(students.roles) as held
             join buildings on buildings.sourced_id = held->>'buildingSourcedId'
           where held->>'role' = 'student'`,
    values: [studentIds],
  });
  return rows;
}
