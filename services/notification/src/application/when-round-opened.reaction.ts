import type { RoundOpened } from '@sightline/contracts';
import type { Clock, Reaction } from '@sightline/service-kit';
import { raiseAlerts } from './raise-alerts.js';

/** Each candidate of each open task is alerted, of a request or of a review; what is settled before the alert is sent cancels it. */
export const whenRoundOpened = (clock: Clock): Reaction => ({
  types: new Set<RoundOpened['type']>(['sightline.approval.round-opened.v1']),
  react: (_, events) =>
    Promise.resolve(
      raiseAlerts(
        (events as readonly RoundOpened[]).map((cause) => {
          const { roundId, requestId, authorizationId, tasks, carried = [] } = cause.data;
          const decided = new Set(carried.map(({ taskId }) => taskId));
          return {
            ...{ cause, setId: roundId, kind: 'task-opened', requestId, roundId },
            ...(authorizationId ? { authorizationId } : {}),
            alerted: tasks
              .filter(({ taskId }) => !decided.has(taskId))
              .flatMap(({ taskId, candidateIds }) => candidateIds.map((personId) => ({ personId, taskId }))),
          };
        }),
        clock,
      ),
    ),
});
