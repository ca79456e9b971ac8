import type { Queryable, Transaction } from '@sightline/event-store';

/** A student of an authorization, past ones too. */
export interface StudentOfAuthorization {
  readonly authorizationId: string;
  readonly caseId: string;
  readonly policyVersion: string;
  readonly studentId: string;
  /** How the student came in: with the approval, or later. */
  readonly occasion: 'approval' | 'late-joiner';
  /** When the student left or the authorization ended; null while neither has happened. */
  readonly closedAt: Date | null;
  readonly ended: boolean;
}

const columns = `authorization_id as "authorizationId", case_id as "caseId", policy_version as "policyVersion",
  student_id as "studentId", occasion, closed_at as "closedAt", ended_at is not null as ended`;

/** Every authorization in which one of these students takes or took part. */
export async function authorizationsOfStudents(
  database: Queryable,
  studentIds: readonly string[],
): Promise<StudentOfAuthorization[]> {
  const { rows } = await database.query<StudentOfAuthorization>({
    name: 'authorizations.of-students',
    text: `select ${columns} from authorization_students join authorizations using (authorization_id)
           where student_id = any($1) order by authorization_id, student_id`,
    values: [studentIds],
  });
  return rows;
}

/** Every student who takes or took part in one of these authorizations. */
export async function studentsOfAuthorizations(
  database: Queryable,
  authorizationIds: readonly string[],
): Promise<StudentOfAuthorization[]> {
  const { rows } = await database.query<StudentOfAuthorization>({
    name: 'authorizations.students',
    text: `select ${columns} from authorization_students join authorizations using (authorization_id)
           where authorization_id = any($1) order by authorization_id, student_id`,
    values: [authorizationIds],
  });
  return rows;
}

/** Whose authorization each of these is. */
export async function staffOf(
  database: Queryable,
  authorizationIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await database.query<{ authorizationId: string; staffId: string }>({
    name: 'authorizations.staff',
    text: `select authorization_id as "authorizationId", staff_id as "staffId" from authorizations
           where authorization_id = any($1)`,
    values: [authorizationIds],
  });
  return new Map(rows.map(({ authorizationId, staffId }) => [authorizationId, staffId]));
}

/** Every student who takes part at this moment. */
export async function participantsOfLiveAuthorizations(database: Queryable): Promise<StudentOfAuthorization[]> {
  const { rows } = await database.query<StudentOfAuthorization>({
    name: 'authorizations.live-students',
    text: `select ${columns} from authorization_students join authorizations using (authorization_id)
           where closed_at is null and ended_at is null order by authorization_id, student_id`,
  });
  return rows;
}

/**
 * Holds these students until the commit, in a fixed order. An authorization and a guardian of one student may arrive at
 * two replicas at once: each writes its own side first and looks at the other's only with this lock, so that whoever
 * comes second sees both.
 */
export async function lockStudents(transaction: Transaction, studentIds: readonly string[]): Promise<void> {
  await transaction.query({
    name: 'students.lock',
    text: `select pg_advisory_xact_lock(key)
           from (select distinct hashtextextended(student_id, 0) as key from unnest($1::text[]) as student_id order by key) as held`,
    values: [studentIds],
  });
}
