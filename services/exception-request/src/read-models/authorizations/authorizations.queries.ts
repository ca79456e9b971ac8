import type { Queryable, Transaction } from '@sightline/event-store';
import { ownFamilyOf } from '../own-family.js';
import type { AuthorizationRow } from './authorizations.projection.js';

/** Who sees an authorization: its staff member, who decided, the supervisor, a guardian of a student, an auditor. */
const visible = `($2 or staff_id = $1
  or exists (select 1 from request_parties where request_parties.request_id = authorizations.request_id and person_id = $1)
  or exists (select 1 from roster_supervisions where roster_supervisions.staff_id = authorizations.staff_id and supervisor_id = $1)
  or exists (select 1 from roster_guardianships where guardian_id = $1 and student_id = any(student_ids)))`;

export interface AuthorizationsFilter {
  readonly callerId: string;
  readonly all: boolean;
  readonly staffId?: string;
  readonly studentId?: string;
  /** In force on this date. */
  readonly at?: string;
  readonly before?: string;
  readonly limit: number;
}

/** Newest first; one more than `limit`. */
export async function listAuthorizations(
  database: Queryable,
  filter: AuthorizationsFilter,
): Promise<AuthorizationRow[]> {
  const { rows } = await database.query<AuthorizationRow>({
    name: 'authorizations.list',
    text: `select * from authorizations where ${visible}
             and ($3::uuid is null or staff_id = $3) and ($4::uuid is null or student_ids @> array[$4::uuid])
             and ($5::date is null or (starts_on <= $5 and ends_on >= $5 and status = 'active'))
             and ($6::uuid is null or authorization_id < $6)
           order by authorization_id desc limit $7`,
    values: [
      filter.callerId,
      filter.all,
      filter.staffId ?? null,
      filter.studentId ?? null,
      filter.at ?? null,
      filter.before ?? null,
      filter.limit + 1,
    ],
  });
  return rows;
}

/** One authorization that the caller may see. */
export async function findAuthorization(
  database: Queryable,
  id: string,
  callerId: string,
  all: boolean,
): Promise<AuthorizationRow | undefined> {
  const { rows } = await database.query<AuthorizationRow>({
    name: 'authorizations.find',
    text: `select * from authorizations where authorization_id = $3 and ${visible}`,
    values: [callerId, all, id],
  });
  return rows[0];
}

/** The caller's own children, whose names alone a guardian may see in an authorization (C9). */
export async function ownChildren(database: Queryable, guardianId: string): Promise<Set<string>> {
  const { rows } = await database.query<{ student_id: string }>({
    name: 'authorizations.own-children',
    text: 'select student_id from roster_guardianships where guardian_id = $1',
    values: [guardianId],
  });
  return new Set(rows.map(({ student_id }) => student_id));
}

/**
 * Holds these groups until the commit, in a fixed order. A change of members and an approval may arrive at two replicas
 * at once: each looks at the other's side only with this lock, so that whoever comes second sees both (C6).
 */
export async function lockGroups(transaction: Transaction, groupIds: readonly string[]): Promise<void> {
  await transaction.query({
    name: 'groups.lock',
    text: `select pg_advisory_xact_lock(key)
           from (select distinct hashtextextended(group_id, 0) as key from unnest($1::text[]) as group_id order by key) as held`,
    values: [groupIds],
  });
}

/** Active authorizations that follow one of these groups (C5), the groups held until the commit. */
export async function authorizationsFollowing(transaction: Transaction, groupIds: readonly string[]) {
  await lockGroups(transaction, groupIds);
  const { rows } = await transaction.query<{
    authorizationId: string;
    caseId: string;
    groupId: string;
    policyVersion: string;
    ownFamilyIds: string[];
  }>({
    name: 'authorizations.following',
    text: `select authorization_id as "authorizationId", case_id as "caseId", group_id as "groupId", policy_version as "policyVersion",
             ${ownFamilyOf('staff_id')} as "ownFamilyIds"
           from authorizations where group_id = any($1) and kind = 'personal-phone' and status = 'active'
           order by authorization_id`,
    values: [groupIds],
  });
  return rows;
}

/** Those of these authorizations whose students the caller may all see: as staff member, approver or supervisor. */
export async function seesAllStudents(
  database: Queryable,
  authorizationIds: readonly string[],
  callerId: string,
): Promise<Set<string>> {
  const { rows } = await database.query<{ authorization_id: string }>({
    name: 'authorizations.sees-all-students',
    text: `select authorization_id from authorizations where authorization_id = any($1) and (staff_id = $2
             or exists (select 1 from request_parties where request_parties.request_id = authorizations.request_id and person_id = $2)
             or exists (select 1 from roster_supervisions where roster_supervisions.staff_id = authorizations.staff_id and supervisor_id = $2))`,
    values: [authorizationIds, callerId],
  });
  return new Set(rows.map(({ authorization_id }) => authorization_id));
}
