import type { RoundOpened } from '@sightline/contracts';
import { newId, type Clock, type Reaction } from '@sightline/service-kit';
import { alertsDecider, type OpenAlerts } from '../domain/index.js';

const commandFor = ({ data: { requestId, roundId, tasks } }: RoundOpened): OpenAlerts => ({
  command: 'openAlerts',
  requestId,
  roundId,
  alerts: tasks.flatMap(({ taskId, candidateIds }) =>
    candidateIds.map((personId) => ({ alertId: newId(), personId, taskId })),
  ),
});

/** Each candidate of each task is alerted; what is settled before the alert is sent cancels it. */
export const whenRoundOpened = (clock: Clock): Reaction => ({
  types: new Set<RoundOpened['type']>(['sightline.approval.round-opened.v1']),
  react: (_, events) =>
    Promise.resolve(
      (events as readonly RoundOpened[]).map((cause) => ({
        commands: [
          {
            subject: `alert-set/${cause.data.roundId}`,
            decider: alertsDecider,
            command: commandFor(cause),
            expect: 'any' as const,
            context: {
              correlationId: cause.correlationid,
              causationId: cause.id,
              actor: 'system:notification',
              policyVersion: cause.policyversion,
              partitionKey: cause.correlationid,
              time: clock.now(),
              ...(cause.traceparent === undefined ? {} : { traceparent: cause.traceparent }),
            },
          },
        ],
        answer: () => null,
      })),
    ),
});
