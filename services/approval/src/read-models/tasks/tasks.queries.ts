import type { Queryable } from '@sightline/event-store';
import { recordsOfPerson } from '@sightline/relations';
import type { StoredTask } from './task.row.js';

/** `$1` is the caller: candidate, decider, or auditor of the district. */
const visible = `(candidate_ids @> array[$1::uuid] or decided_by = any(${recordsOfPerson('$1::uuid')})
  or exists (select 1 from roster_roles where person_id = $1 and role = 'auditor'))`;

/** Those of these tasks that the caller may see; a missing and a forbidden one are left out alike. */
export async function findTasks(
  database: Queryable,
  taskIds: readonly string[],
  callerId: string,
): Promise<StoredTask[]> {
  const { rows } = await database.query<StoredTask>({
    name: 'tasks.find',
    text: `select * from tasks where task_id = any($2) and ${visible}`,
    values: [callerId, taskIds],
  });
  return rows;
}

/** Rounds of these requests that still have an open task; rounds about reviews are not meant. */
export async function openRoundsOf(
  database: Queryable,
  requestIds: readonly string[],
): Promise<{ requestId: string; roundId: string }[]> {
  const { rows } = await database.query<{ requestId: string; roundId: string }>({
    name: 'tasks.open-rounds',
    text: `select distinct request_id as "requestId", round_id as "roundId" from tasks
           where request_id = any($1) and status = 'open' and about = 'request'`,
    values: [requestIds],
  });
  return rows;
}

/** Rounds about these reviews that still have an open task. */
export async function openRoundsAbout(
  database: Queryable,
  reviews: readonly { readonly reviewId: string; readonly requestId: string }[],
): Promise<{ reviewId: string; roundId: string }[]> {
  const { rows } = await database.query<{ reviewId: string; roundId: string }>({
    name: 'tasks.open-reviews',
    text: `select distinct review_id as "reviewId", round_id as "roundId" from tasks
           where request_id = any($2) and review_id = any($1) and status = 'open'`,
    values: [reviews.map(({ reviewId }) => reviewId), reviews.map(({ requestId }) => requestId)],
  });
  return rows;
}

export interface GivenApproval {
  readonly requestId: string;
  readonly submission: number;
  readonly side: StoredTask['side'];
  readonly buildingId: string | null;
  readonly deciderId: string;
  readonly copyCondition: boolean;
}

/** The approvals that the submissions of these requests have got so far. */
export async function approvalsOf(database: Queryable, requestIds: readonly string[]): Promise<GivenApproval[]> {
  const { rows } = await database.query<GivenApproval>({
    name: 'tasks.approvals',
    text: `select request_id as "requestId", submission, side, building_id as "buildingId", decided_by as "deciderId",
                  copy_condition as "copyCondition"
           from tasks where request_id = any($1) and about = 'request' and status = 'approved'`,
    values: [requestIds],
  });
  return rows;
}

/** What changed in the roster, as far as it decides who may decide an open task. */
export interface ChangedPeople {
  /** Whose roles changed, or who became family of a student. */
  readonly personIds: readonly string[];
  /** Where a principal came. */
  readonly buildingIds: readonly string[];
  readonly technologyCame: boolean;
  /** Whose supervisor changed. */
  readonly staffIds: readonly string[];
}

/** Rounds with an open task that somebody may have gained or lost, and those that wait for somebody at all. */
export async function roundsTouchedBy(database: Queryable, changed: ChangedPeople): Promise<string[]> {
  const { rows } = await database.query<{ round_id: string }>({
    name: 'tasks.touched-rounds',
    text: `select distinct round_id from tasks where status = 'open' and (
             candidate_ids && $1::uuid[] or (side = 'principal' and building_id = any($2)) or (side = 'technology' and $3)
             or (side = 'supervisor' and requester_id = any($4)) or candidate_ids = '{}')`,
    values: [changed.personIds, changed.buildingIds, changed.technologyCame, changed.staffIds],
  });
  return rows.map(({ round_id }) => round_id);
}

/** Rounds in which one of these people could decide by their office an open task that they do not have now. */
export async function roundsInReachOf(database: Queryable, personIds: readonly string[]): Promise<string[]> {
  const { rows } = await database.query<{ round_id: string }>({
    name: 'tasks.reachable-rounds',
    text: `select distinct round_id from tasks where status = 'open' and (
             candidate_ids && $1::uuid[] or candidate_ids = '{}'
             or (side = 'principal' and building_id in (select building_id from roster_roles where role = 'principal' and person_id = any($1)))
             or (side = 'technology' and exists (select 1 from roster_roles where role = 'technology' and person_id = any($1)))
             or (side = 'supervisor' and requester_id in (select staff_id from roster_supervisions where supervisor_id = any($1))))`,
    values: [personIds],
  });
  return rows.map(({ round_id }) => round_id);
}

/** Rounds for which a reminder, a step up or the end of a delegation is due; the longest overdue first. */
export async function dueRounds(
  database: Queryable,
  now: Date,
  today: string,
  limit: number,
): Promise<{ roundId: string; advance: boolean; delegationOver: boolean }[]> {
  const { rows } = await database.query<{ roundId: string; advance: boolean; delegationOver: boolean }>({
    name: 'tasks.due-rounds',
    text: `select round_id as "roundId", coalesce(bool_or(next_at <= $1), false) as advance,
                  coalesce(bool_or(delegated_until < $2::date), false) as "delegationOver"
           from tasks where status = 'open' and (next_at <= $1 or delegated_until < $2::date)
           group by round_id order by min(next_at) limit $3`,
    values: [now, today, limit],
  });
  return rows;
}
