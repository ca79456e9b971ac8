import type {
  TaskDelegated,
  TaskDelegationRevoked,
  TaskEscalated,
  TaskReassigned,
  TaskReminded,
} from '@sightline/contracts';
import type { Clock, Reaction } from '@sightline/service-kit';
import { raiseAlerts, type Alerting } from './raise-alerts.js';

type TaskMoved = TaskReminded | TaskEscalated | TaskDelegated | TaskDelegationRevoked | TaskReassigned;

const alertingOf = (
  event: TaskMoved,
): Pick<Alerting, 'kind' | 'aboutPersonId' | 'until'> & { readonly people: readonly string[] } => {
  switch (event.type) {
    case 'sightline.approval.task-reminded.v1':
      return { kind: 'task-reminded', people: event.data.remindedIds };
    case 'sightline.approval.task-escalated.v1':
      return { kind: 'task-escalated', people: event.data.candidateIds };
    case 'sightline.approval.task-delegated.v1': {
      const { fromId, toId, until } = event.data;
      return { kind: 'task-delegated', people: [toId], aboutPersonId: fromId, until };
    }
    case 'sightline.approval.task-delegation-revoked.v1':
      return { kind: 'task-reassigned', people: [event.data.fromId] };
    case 'sightline.approval.task-reassigned.v1':
      return { kind: 'task-reassigned', people: event.data.candidateIds };
  }
};

/** Silence never approves: whoever is reminded, or gets a task by another way than its opening, hears of it (C3, C5). */
export const whenTaskMoved = (clock: Clock): Reaction => ({
  types: new Set<TaskMoved['type']>([
    'sightline.approval.task-reminded.v1',
    'sightline.approval.task-escalated.v1',
    'sightline.approval.task-delegated.v1',
    'sightline.approval.task-delegation-revoked.v1',
    'sightline.approval.task-reassigned.v1',
  ]),
  react: (_, events) =>
    Promise.resolve(
      raiseAlerts(
        (events as readonly TaskMoved[]).map((cause) => {
          const { roundId, requestId, taskId } = cause.data;
          const { people, ...about } = alertingOf(cause);
          const alerted = people.map((personId) => ({ personId, taskId }));
          return { cause, setId: roundId, roundId, requestId, ...about, alerted };
        }),
        clock,
      ),
    ),
});
