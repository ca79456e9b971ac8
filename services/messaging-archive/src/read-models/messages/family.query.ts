import type { Queryable } from '@sightline/event-store';
import { recordsOfPerson } from '@sightline/relations';

export interface PossibleFamily {
  /** Children whose guardian the caller is, less those for whom a restriction closes the door. */
  readonly childIds: readonly string[];
  /** The caller is a student: stands as the parents do when of age. */
  readonly isStudent: boolean;
}

/**
 * For whom the caller may stand as family, by the roster. A restriction of records or contact that has yet to begin closes
 * the door already (C9: it fails closed), and one under any record of the person does. @param today a date of the district
 */
export async function possibleFamily(database: Queryable, callerId: string, today: string): Promise<PossibleFamily> {
  const { rows } = await database.query<{ student_id: string; own: boolean }>({
    name: 'messages.family',
    text: `select student_id, false as own from roster_guardianships as guardianship where guardian_id = $1
             and not exists (select 1 from roster_restrictions as restriction where restriction.guardian_id = any(${recordsOfPerson('$1::uuid')})
               and restriction.student_id = guardianship.student_id and kinds && array['records', 'contact']
               and (ends_on is null or ends_on >= $2::date))
           union all select person_id, true from roster_roles where person_id = $1 and role = 'student'`,
    values: [callerId, today],
  });
  return {
    childIds: rows.filter(({ own }) => !own).map(({ student_id }) => student_id),
    isStudent: rows.some(({ own }) => own),
  };
}
