import type { Queryable } from '@sightline/event-store';

const ofNoStaff = ['student', 'guardian', 'relative'];

/** Whether somebody works for the district: only then is there communication that the policy speaks of. */
export async function isStaff(database: Queryable, personId: string): Promise<boolean> {
  const { rows } = await database.query({
    name: 'message-imports.is-staff',
    text: 'select 1 from roster_roles where person_id = $1 and role <> all($2) limit 1',
    values: [personId, ofNoStaff],
  });
  return rows.length > 0;
}

export async function isOwnAuthorization(
  database: Queryable,
  staffId: string,
  authorizationId: string,
): Promise<boolean> {
  const { rows } = await database.query({
    name: 'message-imports.own-authorization',
    text: 'select 1 from covered_authorizations where authorization_id = $1 and staff_id = $2',
    values: [authorizationId, staffId],
  });
  return rows.length > 0;
}

/** Students of this member of staff's authorizations; nobody else can be named as a participant of a chat (C9). */
export async function coveredStudentsOf(database: Queryable, staffId: string): Promise<ReadonlySet<string>> {
  const { rows } = await database.query<{ id: string }>({
    name: 'message-imports.covered-students',
    text: `select distinct student_id as id from covered_students join covered_authorizations using (authorization_id)
           where staff_id = $1`,
    values: [staffId],
  });
  return new Set(rows.map(({ id }) => id));
}
