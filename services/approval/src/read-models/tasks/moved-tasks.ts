import type {
  EventEnvelope,
  TaskClaimed,
  TaskDelegated,
  TaskDelegationRevoked,
  TaskEscalated,
  TaskReassigned,
  TaskReminded,
  TaskReturnedToPool,
} from '@sightline/contracts';

export type TaskMove = (
  | TaskClaimed
  | TaskReturnedToPool
  | TaskDelegated
  | TaskDelegationRevoked
  | TaskReassigned
  | TaskReminded
  | TaskEscalated
) &
  Pick<EventEnvelope, 'subjectversion'>;

/** What a batch changes about one task that stays open: a value that is left out stays. */
export interface MovedTask {
  readonly task_id: string;
  readonly version: number;
  readonly assignee?: { readonly id: string | null };
  readonly candidate_ids?: readonly string[];
  readonly chain?: { readonly delegated_by_ids: readonly string[]; readonly delegated_until: string | null };
  readonly next?: { readonly at: string | null };
  readonly reminders?: number;
  readonly steps?: number;
}

const changeOf = (event: TaskMove): Omit<MovedTask, 'task_id' | 'version'> => {
  switch (event.type) {
    case 'sightline.approval.task-claimed.v1':
      return { assignee: { id: event.data.assigneeId } };
    case 'sightline.approval.task-returned-to-pool.v1':
      return { assignee: { id: null } };
    case 'sightline.approval.task-delegated.v1':
      return {
        assignee: { id: event.data.toId },
        candidate_ids: event.data.candidateIds,
        chain: { delegated_by_ids: event.data.delegatedByIds, delegated_until: event.data.until },
      };
    case 'sightline.approval.task-delegation-revoked.v1':
    case 'sightline.approval.task-reassigned.v1':
      return {
        assignee: { id: event.data.assigneeId },
        candidate_ids: event.data.candidateIds,
        chain: { delegated_by_ids: event.data.delegatedByIds, delegated_until: event.data.until },
      };
    case 'sightline.approval.task-reminded.v1':
      return { next: { at: event.data.nextAt }, reminders: event.data.reminder };
    case 'sightline.approval.task-escalated.v1': {
      const { candidateIds, nextAt, step } = event.data;
      return {
        assignee: { id: candidateIds.length === 1 ? candidateIds[0]! : null },
        candidate_ids: candidateIds,
        next: { at: nextAt },
        steps: step,
      };
    }
  }
};

/** One entry a task, whatever happened to it in the batch: later values stand. */
export const movedTasks = (events: readonly TaskMove[]): MovedTask[] => {
  const moved = new Map<string, MovedTask>();
  for (const event of events) {
    const { taskId } = event.data;
    moved.set(taskId, { ...moved.get(taskId), task_id: taskId, version: event.subjectversion, ...changeOf(event) });
  }
  return [...moved.values()];
};
