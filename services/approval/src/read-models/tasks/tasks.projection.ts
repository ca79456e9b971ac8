import type {
  EventEnvelope,
  RoundApproved,
  RoundClosed,
  RoundDenied,
  RoundOpened,
  RoundReturned,
  TaskClaimed,
  TaskDecided,
  TaskReturnedToPool,
} from '@sightline/contracts';
import type { Projection, StagedEvent, Transaction } from '@sightline/event-store';

type Staged<Event> = Event & Pick<EventEnvelope, 'time' | 'correlationid' | 'policyversion'>;
type Opened = Staged<RoundOpened>;
type Decided = Staged<TaskDecided>;
type Moved = Staged<TaskClaimed | TaskReturnedToPool>;
type Ended = Staged<RoundApproved | RoundDenied | RoundReturned | RoundClosed>;

const types = {
  opened: 'sightline.approval.round-opened.v1',
  decided: 'sightline.approval.task-decided.v1',
  claimed: 'sightline.approval.task-claimed.v1',
  returnedToPool: 'sightline.approval.task-returned-to-pool.v1',
  approved: 'sightline.approval.round-approved.v1',
  denied: 'sightline.approval.round-denied.v1',
  returned: 'sightline.approval.round-returned.v1',
  closed: 'sightline.approval.round-closed.v1',
} as const;

/**
 * One row a task. At most four statements a batch, in the order in which a task lives: opened, moved, decided, closed
 * with its round; so the rows are the same however a log is cut into batches.
 */
export const tasksProjection: Projection = {
  name: 'tasks',
  types: new Set<string>(Object.values(types)),
  async apply(transaction, events) {
    const of = <Event>(...wanted: readonly string[]): Event[] =>
      events.filter(({ type }) => wanted.includes(type)) as (StagedEvent & Event)[];
    await openTasks(transaction, of<Opened>(types.opened));
    await moveTasks(transaction, of<Moved>(types.claimed, types.returnedToPool));
    await decideTasks(transaction, of<Decided>(types.decided));
    await closeTasks(transaction, of<Ended>(types.approved, types.denied, types.returned, types.closed));
  },
};

async function openTasks(transaction: Transaction, events: readonly Opened[]): Promise<void> {
  if (events.length === 0) return;
  const rows = events.flatMap(({ data, time, correlationid, policyversion }) =>
    data.tasks.map((task) => ({
      task_id: task.taskId,
      round_id: data.roundId,
      request_id: data.requestId,
      case_id: correlationid,
      submission: data.submission,
      kind: data.kind,
      requester_id: data.requesterId,
      side: task.side,
      assignee_id: task.assigneeId,
      candidate_ids: task.candidateIds,
      building_id: task.buildingId,
      status: 'open',
      policy_version: policyversion,
      due_at: task.dueAt,
      created_at: time,
    })),
  );
  await transaction.query({
    name: 'tasks.open',
    text: `insert into tasks select * from jsonb_populate_recordset(null::tasks, $1::jsonb) on conflict (task_id) do nothing`,
    values: [JSON.stringify(rows)],
  });
}

async function moveTasks(transaction: Transaction, events: readonly Moved[]): Promise<void> {
  if (events.length === 0) return;
  const assignees = new Map(events.map(({ data }) => [data.taskId, 'assigneeId' in data ? data.assigneeId : null]));
  await transaction.query({
    name: 'tasks.move',
    text: `update tasks set assignee_id = moved.assignee_id from unnest($1::uuid[], $2::uuid[]) as moved (task_id, assignee_id)
           where tasks.task_id = moved.task_id`,
    values: [[...assignees.keys()], [...assignees.values()]],
  });
}

const statusOf = { approve: 'approved', deny: 'denied', return: 'returned' } as const;

async function decideTasks(transaction: Transaction, events: readonly Decided[]): Promise<void> {
  if (events.length === 0) return;
  await transaction.query({
    name: 'tasks.decide',
    text: `update tasks set status = decided.status, outcome = decided.outcome, decided_by = decided.decided_by, decided_at = decided.decided_at
           from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::timestamptz[])
             as decided (task_id, status, outcome, decided_by, decided_at)
           where tasks.task_id = decided.task_id`,
    values: [
      events.map(({ data }) => data.taskId),
      events.map(({ data }) => statusOf[data.outcome]),
      events.map(({ data }) => data.outcome),
      events.map(({ data }) => data.deciderId),
      events.map(({ time }) => time),
    ],
  });
}

async function closeTasks(transaction: Transaction, events: readonly Ended[]): Promise<void> {
  if (events.length === 0) return;
  await transaction.query({
    name: 'tasks.close',
    text: `update tasks set status = 'closed' where round_id = any($1) and status = 'open'`,
    values: [events.map(({ data }) => data.roundId)],
  });
}
