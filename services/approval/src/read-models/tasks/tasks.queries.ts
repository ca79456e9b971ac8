import type { ApprovalSide, DecisionOutcome, RequestKind } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';

export interface TaskRow {
  task_id: string;
  round_id: string;
  request_id: string;
  case_id: string;
  submission: number;
  kind: RequestKind;
  requester_id: string;
  side: ApprovalSide;
  assignee_id: string | null;
  candidate_ids: string[];
  building_id: string | null;
  status: 'open' | 'approved' | 'denied' | 'returned' | 'closed';
  outcome: DecisionOutcome | null;
  decided_by: string | null;
  policy_version: string;
  due_at: Date;
  created_at: Date;
  decided_at: Date | null;
}

/** `$1` is the caller: candidate, decider, or auditor of the district. */
const visible = `(candidate_ids @> array[$1::uuid] or decided_by = $1
  or exists (select 1 from roster_roles where person_id = $1 and role = 'auditor'))`;

export interface TasksFilter {
  readonly callerId: string;
  readonly requestId?: string;
  readonly status?: string;
  readonly after?: readonly [string, string];
  readonly limit: number;
}

/** Due first; one more than `limit`. */
export async function listTasks(database: Queryable, filter: TasksFilter): Promise<TaskRow[]> {
  const { rows } = await database.query<TaskRow>({
    name: 'tasks.list',
    text: `select * from tasks
           where ${visible} and ($2::uuid is null or request_id = $2) and ($3::text is null or status = $3)
             and ($4::timestamptz is null or (due_at, task_id) > ($4, $5::uuid))
           order by due_at, task_id limit $6`,
    values: [
      filter.callerId,
      filter.requestId ?? null,
      filter.status ?? null,
      filter.after?.[0] ?? null,
      filter.after?.[1] ?? null,
      filter.limit + 1,
    ],
  });
  return rows;
}

/** One task that the caller may see; the same read for a missing and for a forbidden one. */
export async function findTask(database: Queryable, taskId: string, callerId: string): Promise<TaskRow | undefined> {
  const { rows } = await database.query<TaskRow>({
    name: 'tasks.find',
    text: `select * from tasks where task_id = $2 and ${visible}`,
    values: [callerId, taskId],
  });
  return rows[0];
}

/** Rounds of these requests that still have an open task. */
export async function openRoundsOf(
  database: Queryable,
  requestIds: readonly string[],
): Promise<{ requestId: string; roundId: string }[]> {
  const { rows } = await database.query<{ requestId: string; roundId: string }>({
    name: 'tasks.open-rounds',
    text: `select distinct request_id as "requestId", round_id as "roundId" from tasks where request_id = any($1) and status = 'open'`,
    values: [requestIds],
  });
  return rows;
}
