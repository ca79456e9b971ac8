import type {
  ReviewDecided,
  RoundApproved,
  RoundClosed,
  RoundDenied,
  RoundOpened,
  RoundReturned,
  TaskDecided,
} from '@sightline/contracts';
import type { ForeignProjection } from '@sightline/service-kit';

type TaskEvent = RoundOpened | TaskDecided | RoundApproved | RoundDenied | RoundReturned | RoundClosed | ReviewDecided;

/** What approvers have to decide, as far as an alert needs it, and who has decided; follows the log of `approval`. */
export const approvalTasksProjection: ForeignProjection = {
  types: new Set<TaskEvent['type']>([
    'sightline.approval.round-opened.v1',
    'sightline.approval.task-decided.v1',
    'sightline.approval.round-approved.v1',
    'sightline.approval.round-denied.v1',
    'sightline.approval.round-returned.v1',
    'sightline.approval.round-closed.v1',
    'sightline.approval.review-decided.v1',
  ]),
  async apply(transaction, events) {
    const opened: object[] = [];
    const decided = new Map<string, string>();
    const settledRounds = new Set<string>();
    for (const event of events as readonly TaskEvent[])
      switch (event.type) {
        case 'sightline.approval.round-opened.v1': {
          const { roundId, requestId, kind, tasks, about = 'request', review } = event.data;
          for (const { taskId, side, dueAt } of tasks)
            opened.push({
              ...{ task_id: taskId, round_id: roundId, request_id: requestId, kind, side, due_at: dueAt },
              ...{ about, review_reason: review?.reason ?? null },
            });
          break;
        }
        case 'sightline.approval.task-decided.v1':
          decided.set(event.data.taskId, event.data.deciderId);
          break;
        default:
          settledRounds.add(event.data.roundId);
      }
    if (opened.length > 0)
      await transaction.query({
        name: 'approval-tasks.open',
        text: `insert into approval_tasks (task_id, round_id, request_id, kind, side, due_at, about, review_reason)
               select task_id, round_id, request_id, kind, side, due_at, about, review_reason
               from jsonb_populate_recordset(null::approval_tasks, $1::jsonb) on conflict do nothing`,
        values: [JSON.stringify(opened)],
      });
    if (decided.size > 0)
      await transaction.query({
        name: 'approval-tasks.decide',
        text: `update approval_tasks set settled = true, decider_id = decided.decider_id
               from unnest($1::uuid[], $2::uuid[]) as decided (task_id, decider_id)
               where approval_tasks.task_id = decided.task_id`,
        values: [[...decided.keys()], [...decided.values()]],
      });
    if (settledRounds.size > 0)
      await transaction.query({
        name: 'approval-tasks.settle-rounds',
        text: 'update approval_tasks set settled = true where round_id = any($1) and not settled',
        values: [[...settledRounds]],
      });
  },
};
