import type { EventEnvelope } from '@sightline/contracts';
import type { UnitOfWork } from '@sightline/event-store';
import { accessDecider, type AccessCommand } from '../domain/index.js';

/** One command to the access of one authorization, caused by an event of another service. */
export const accessUnit = (
  authorizationId: string,
  command: AccessCommand,
  cause: EventEnvelope,
  at: Date,
  duty: { readonly caseId: string; readonly policyVersion: string },
): UnitOfWork => ({
  commands: [
    {
      subject: `access/${authorizationId}`,
      decider: accessDecider,
      command,
      expect: 'any',
      context: {
        correlationId: duty.caseId,
        causationId: cause.id,
        actor: 'system:messaging-archive',
        policyVersion: duty.policyVersion,
        partitionKey: duty.caseId,
        time: at,
        ...(cause.traceparent === undefined ? {} : { traceparent: cause.traceparent }),
      },
    },
  ],
  answer: () => null,
});
