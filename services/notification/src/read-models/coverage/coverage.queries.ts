import type { NoticeOccasion } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';

/** An authorization and how a person stands to it, from local ids alone. */
export interface StandingToAuthorization {
  readonly authorizationId: string;
  readonly requestId: string;
  readonly activatedAt: Date;
  readonly endedOn: string | null;
  readonly isRequester: boolean;
  readonly isSupervisor: boolean;
  readonly isDecider: boolean;
}

export async function standingToAuthorization(
  database: Queryable,
  authorizationId: string,
  personId: string,
): Promise<StandingToAuthorization | undefined> {
  const { rows } = await database.query<StandingToAuthorization>({
    name: 'coverage.standing',
    text: `select authorization_id as "authorizationId", request_id as "requestId", activated_at as "activatedAt",
             ended_on::text as "endedOn", staff_id = $2 as "isRequester",
             exists (select from roster_supervisions as held
                     where held.staff_id = authorizations.staff_id and held.supervisor_id = $2) as "isSupervisor",
             exists (select from approval_tasks as task
                     where task.request_id = authorizations.request_id and task.decider_id = $2) as "isDecider"
           from authorizations where authorization_id = $1`,
    values: [authorizationId, personId],
  });
  return rows[0];
}

interface NamedPerson {
  readonly id: string;
  readonly sourcedId: string | null;
}

export interface CoverageCounts {
  readonly notices: number;
  readonly guardians: number;
  readonly pending: number;
  readonly delivered: number;
  readonly undeliverable: number;
}

export interface GuardianCoverage {
  readonly noticeId: string;
  readonly guardian: NamedPerson;
  readonly students: readonly NamedPerson[];
  readonly occasion: NoticeOccasion;
  readonly status: 'pending' | 'delivered' | 'undeliverable';
  readonly deliveredAt: Date | null;
}

export interface OpenGap {
  readonly student: NamedPerson;
  readonly guardian: NamedPerson | null;
  readonly occasion: NoticeOccasion;
  readonly reason: 'no-guardian' | 'restricted' | 'no-address' | 'undeliverable';
  readonly namedAt: Date;
}

export async function countCoverage(database: Queryable, authorizationId: string): Promise<CoverageCounts> {
  const { rows } = await database.query<CoverageCounts>({
    name: 'coverage.count',
    text: `select count(*)::integer as notices, count(distinct guardian_id)::integer as guardians,
             count(*) filter (where status = 'pending')::integer as pending,
             count(*) filter (where status = 'delivered')::integer as delivered,
             count(*) filter (where status = 'undeliverable')::integer as undeliverable
           from notices where authorization_id = $1`,
    values: [authorizationId],
  });
  return rows[0]!;
}

/** The state of each notice of an authorization, oldest first, up to `limit`. */
export async function coverageOfGuardians(
  database: Queryable,
  authorizationId: string,
  limit: number,
): Promise<GuardianCoverage[]> {
  const { rows } = await database.query<GuardianCoverage>({
    name: 'coverage.guardians',
    text: `select notice_id as "noticeId", occasion, status, delivered_at as "deliveredAt",
             jsonb_build_object('id', guardian_id, 'sourcedId', guardian.sourced_id) as guardian,
             (select jsonb_agg(jsonb_build_object('id', student_id, 'sourcedId', student.sourced_id) order by place)
              from unnest(student_ids) with ordinality as named (student_id, place)
              left join roster_people as student on student.person_id = student_id) as students
           from notices left join roster_people as guardian on guardian.person_id = guardian_id
           where authorization_id = $1 order by notice_id limit $2`,
    values: [authorizationId, limit],
  });
  return rows;
}

/**
 * The gaps that are still open, up to `limit`: one for want of a guardian closes when the roster names one, a
 * restriction's when the guardian is told after all, an address's when the notice waits or went to another one.
 */
export async function openGaps(database: Queryable, authorizationId: string, limit: number): Promise<OpenGap[]> {
  const { rows } = await database.query<OpenGap>({
    name: 'coverage.gaps',
    text: `select jsonb_build_object('id', gap.student_id, 'sourcedId', student.sourced_id) as student,
             case when gap.guardian_id is not null
                  then jsonb_build_object('id', gap.guardian_id, 'sourcedId', guardian.sourced_id) end as guardian,
             gap.occasion, gap.reason, gap.named_at as "namedAt"
           from coverage_gaps as gap
           left join roster_people as student on student.person_id = gap.student_id
           left join roster_people as guardian on guardian.person_id = gap.guardian_id
           where gap.authorization_id = $1
             and not (gap.reason = 'no-guardian' and (
               exists (select from notices where notices.authorization_id = $1 and gap.student_id = any(notices.student_ids))
               or exists (select from coverage_gaps as other where other.authorization_id = $1
                          and other.student_id = gap.student_id and other.guardian_id is not null)))
             and not (gap.reason = 'restricted' and exists (
               select from notices where notices.authorization_id = $1 and notices.guardian_id = gap.guardian_id
                 and gap.student_id = any(notices.student_ids) and notices.created_at > gap.named_at))
             and not (gap.reason in ('no-address', 'undeliverable') and exists (
               select from notices where notices.authorization_id = $1 and notices.guardian_id = gap.guardian_id
                 and gap.student_id = any(notices.student_ids) and notices.status <> 'undeliverable'
                 and (gap.occasion = 'end') = (notices.occasion = 'end' or notices.change is not distinct from 'student-left')))
           order by gap.named_at, gap.gap_id limit $2`,
    values: [authorizationId, limit],
  });
  return rows;
}

/** Who was told earlier and is kept from the end. */
export interface Exclusion {
  readonly student: NamedPerson;
  readonly guardian: NamedPerson;
  readonly occasion: NoticeOccasion;
  readonly reason: 'restricted' | 'student-of-age' | 'no-longer-guardian';
  readonly namedAt: Date;
}

/** Up to `limit`; one that was told of the end after all is left out. */
export async function namedExclusions(
  database: Queryable,
  authorizationId: string,
  limit: number,
): Promise<Exclusion[]> {
  const { rows } = await database.query<Exclusion>({
    name: 'coverage.exclusions',
    text: `select jsonb_build_object('id', excluded.student_id, 'sourcedId', student.sourced_id) as student,
             jsonb_build_object('id', excluded.guardian_id, 'sourcedId', guardian.sourced_id) as guardian,
             excluded.occasion, excluded.reason, excluded.named_at as "namedAt"
           from coverage_exclusions as excluded
           left join roster_people as student on student.person_id = excluded.student_id
           left join roster_people as guardian on guardian.person_id = excluded.guardian_id
           where excluded.authorization_id = $1 and not exists (
             select from notices where notices.authorization_id = $1 and notices.guardian_id = excluded.guardian_id
               and excluded.student_id = any(notices.student_ids) and notices.created_at > excluded.named_at)
           order by excluded.named_at, excluded.exclusion_id limit $2`,
    values: [authorizationId, limit],
  });
  return rows;
}
