import type { EventEnvelope } from '@sightline/contracts';
import type { UnitOfWork } from '@sightline/event-store';
import { newId, type Clock } from '@sightline/service-kit';
import { alertsDecider, type OpenAlerts } from '../domain/index.js';

/** Who is alerted to what by one event. */
export interface Alerting
  extends Pick<OpenAlerts, 'kind'>, Partial<Omit<OpenAlerts, 'command' | 'kind' | 'alerts' | 'occasionId'>> {
  readonly cause: EventEnvelope;
  /** The round of a task, or else the request, authorization or absence that the alerts are about. */
  readonly setId: string;
  readonly alerted: readonly { readonly personId: string; readonly taskId: string | null }[];
}

/** One command an event; nothing where nobody is to be alerted. */
export const raiseAlerts = (alertings: readonly Alerting[], clock: Clock): UnitOfWork[] =>
  alertings
    .filter(({ alerted }) => alerted.length > 0)
    .map(({ cause, setId, alerted, kind, ...about }) => {
      const command: OpenAlerts = {
        command: 'openAlerts',
        kind,
        occasionId: cause.id,
        requestId: about.requestId ?? null,
        roundId: about.roundId ?? null,
        authorizationId: about.authorizationId ?? null,
        aboutPersonId: about.aboutPersonId ?? null,
        until: about.until ?? null,
        alerts: alerted.map(({ personId, taskId }) => ({ alertId: newId(), personId, taskId })),
      };
      return {
        commands: [
          {
            subject: `alert-set/${setId}`,
            decider: alertsDecider,
            command,
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
      };
    });
