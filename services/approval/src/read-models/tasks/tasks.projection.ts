import type {
  EventEnvelope,
  ReviewDecided,
  RoundApproved,
  RoundClosed,
  RoundDenied,
  RoundOpened,
  RoundReturned,
  TaskDecided,
} from '@sightline/contracts';
import { together, type Projection, type StagedEvent, type Transaction } from '@sightline/event-store';
import { movedTasks, type TaskMove } from './moved-tasks.js';
import { openedRows } from './opened-rows.js';

type Staged<Event> = Event & Pick<EventEnvelope, 'time' | 'correlationid' | 'policyversion' | 'subjectversion'>;
type Opened = Staged<RoundOpened>;
type Decided = Staged<TaskDecided>;
type Ended = Staged<RoundApproved | RoundDenied | RoundReturned | RoundClosed | ReviewDecided>;

const opened = 'sightline.approval.round-opened.v1' satisfies RoundOpened['type'];
const decided = 'sightline.approval.task-decided.v1' satisfies TaskDecided['type'];
const moved: readonly TaskMove['type'][] = [
  'sightline.approval.task-claimed.v1',
  'sightline.approval.task-returned-to-pool.v1',
  'sightline.approval.task-delegated.v1',
  'sightline.approval.task-delegation-revoked.v1',
  'sightline.approval.task-reassigned.v1',
  'sightline.approval.task-reminded.v1',
  'sightline.approval.task-escalated.v1',
];
const ended: readonly Ended['type'][] = [
  'sightline.approval.round-approved.v1',
  'sightline.approval.round-denied.v1',
  'sightline.approval.round-returned.v1',
  'sightline.approval.round-closed.v1',
  'sightline.approval.review-decided.v1',
];

/**
 * One row a task, and one a task and person who sees it among theirs. At most four statements a batch, in the order in
 * which a task lives: opened, moved, decided, closed with its round; so the rows are the same however a log is cut into
 * batches.
 */
export const tasksProjection: Projection = {
  name: 'tasks',
  types: new Set<string>([opened, decided, ...moved, ...ended]),
  async apply(transaction, events) {
    const of = <Event>(...wanted: readonly string[]): Event[] =>
      events.filter(({ type }) => wanted.includes(type)) as (StagedEvent & Event)[];
    // Sent at once, run in this order.
    await together(
      openTasks(transaction, of<Opened>(opened)),
      moveTasks(transaction, of<TaskMove>(...moved)),
      decideTasks(transaction, of<Decided>(decided)),
      closeTasks(transaction, of<Ended>(...ended)),
    );
  },
};

async function openTasks(transaction: Transaction, events: readonly Opened[]): Promise<void> {
  if (events.length === 0) return;
  await transaction.query({
    name: 'tasks.open',
    text: `with opened as (
             insert into tasks select * from jsonb_populate_recordset(null::tasks, $1::jsonb)
             on conflict (task_id) do nothing returning task_id, candidate_ids, status, due_at, created_at)
           insert into task_viewers
             select task_id, person_id, status = 'open', due_at, created_at from opened, unnest(candidate_ids) as person_id
             on conflict do nothing`,
    values: [JSON.stringify(events.flatMap(openedRows))],
  });
}

async function moveTasks(transaction: Transaction, events: readonly TaskMove[]): Promise<void> {
  if (events.length === 0) return;
  await transaction.query({
    name: 'tasks.move',
    text: `with given as (
             select * from jsonb_to_recordset($1::jsonb)
               as given (task_id uuid, version integer, assignee jsonb, candidate_ids uuid[], chain jsonb, next jsonb, reminders integer, steps integer)
           ), moved as (
             update tasks set
               version = given.version,
               assignee_id = case when given.assignee is null then tasks.assignee_id else (given.assignee ->> 'id')::uuid end,
               candidate_ids = coalesce(given.candidate_ids, tasks.candidate_ids),
               delegated_by_ids = case when given.chain is null then tasks.delegated_by_ids
                 else array(select jsonb_array_elements_text(given.chain -> 'delegated_by_ids')::uuid) end,
               delegated_until = case when given.chain is null then tasks.delegated_until
                 else (given.chain ->> 'delegated_until')::date end,
               next_at = case when given.next is null then tasks.next_at else (given.next ->> 'at')::timestamptz end,
               reminders = coalesce(given.reminders, tasks.reminders),
               steps = coalesce(given.steps, tasks.steps)
             from given where tasks.task_id = given.task_id
             returning tasks.task_id, tasks.candidate_ids, tasks.due_at, tasks.created_at, given.candidate_ids is not null as others
           ), gone as (
             delete from task_viewers using moved
             where task_viewers.task_id = moved.task_id and moved.others and task_viewers.person_id <> all(moved.candidate_ids)
           )
           insert into task_viewers
             select task_id, person_id, true, due_at, created_at from moved, unnest(candidate_ids) as person_id where others
             on conflict do nothing`,
    values: [JSON.stringify(movedTasks(events))],
  });
}

const statusOf = { approve: 'approved', deny: 'denied', return: 'returned' } as const;

async function decideTasks(transaction: Transaction, events: readonly Decided[]): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map(({ data, time, subjectversion }) => ({
    task_id: data.taskId,
    status: statusOf[data.outcome],
    outcome: data.outcome,
    review_outcome: data.review ?? null,
    decided_by: data.deciderId,
    decided_at: time,
    copy_condition: data.copyCondition,
    words_id: data.words?.recordId ?? null,
    shared_words_id: data.sharedWordsId ?? null,
    version: subjectversion,
  }));
  await transaction.query({
    name: 'tasks.decide',
    text: `with decided as (
             update tasks set status = decided.status, outcome = decided.outcome, review_outcome = decided.review_outcome,
               decided_by = decided.decided_by, decided_at = decided.decided_at, copy_condition = decided.copy_condition,
               words_id = decided.words_id, shared_words_id = decided.shared_words_id, version = decided.version, next_at = null
             from jsonb_populate_recordset(null::tasks, $1::jsonb) as decided
             where tasks.task_id = decided.task_id returning tasks.task_id)
           update task_viewers set open = false from decided where task_viewers.task_id = decided.task_id`,
    values: [JSON.stringify(rows)],
  });
}

async function closeTasks(transaction: Transaction, events: readonly Ended[]): Promise<void> {
  if (events.length === 0) return;
  await transaction.query({
    name: 'tasks.close',
    text: `with ended as (
             select * from unnest($1::uuid[], $2::integer[]) as ended (round_id, version)
           ), closed as (
             update tasks set status = 'closed', next_at = null, version = ended.version
             from ended where tasks.round_id = ended.round_id and tasks.status = 'open' returning tasks.task_id)
           update task_viewers set open = false from closed where task_viewers.task_id = closed.task_id`,
    values: [events.map(({ data }) => data.roundId), events.map(({ subjectversion }) => subjectversion)],
  });
}
