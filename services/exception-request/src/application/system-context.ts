import type { EventEnvelope } from '@sightline/contracts';
import type { EventContext } from '@sightline/event-store';

/** This service acts in a case, because of an event. */
export const systemContext = (
  caseId: string,
  cause: Pick<EventEnvelope, 'id' | 'traceparent'>,
  policyVersion: string,
  time: Date,
): EventContext => ({
  correlationId: caseId,
  causationId: cause.id,
  actor: 'system:exception-request',
  policyVersion,
  partitionKey: caseId,
  time,
  ...(cause.traceparent === undefined ? {} : { traceparent: cause.traceparent }),
});
