import type { EventEnvelope } from '@sightline/contracts';
import type { EventContext, StreamCommand, UnitOfWork } from '@sightline/event-store';
import { roundDecider, type RoundCommand } from '../domain/index.js';

/** One command to one round. */
export const roundCommand = (
  roundId: string,
  command: RoundCommand,
  expect: 'new' | 'existing',
  context: EventContext,
): StreamCommand => ({ subject: `round/${roundId}`, decider: roundDecider, command, expect, context });

export const roundUnit = (...parts: Parameters<typeof roundCommand>): UnitOfWork => ({
  commands: [roundCommand(...parts)],
  answer: () => null,
});

/** What this service does by itself because of an event, in the event's case. */
export const contextAfter = (event: EventEnvelope, policyVersion: string, time: Date): EventContext => ({
  correlationId: event.correlationid,
  causationId: event.id,
  actor: 'system:approval',
  policyVersion,
  partitionKey: event.correlationid,
  time,
  ...(event.traceparent === undefined ? {} : { traceparent: event.traceparent }),
});
