import type { EventContext, UnitOfWork } from '@sightline/event-store';

/** What a person's request over HTTP says beside its content. */
export interface AskedBy {
  readonly personId: string;
  readonly causationId: string;
  readonly idempotency: UnitOfWork['idempotency'];
  readonly traceparent?: string;
  /** The version that the caller has seen (If-Match); null when the caller did not say. */
  readonly expectedVersion: number | null;
}

/** A person acts in a case. */
export const personContext = (
  caseId: string,
  { personId, causationId, traceparent }: AskedBy,
  policyVersion: string,
  time: Date,
): EventContext => ({
  correlationId: caseId,
  causationId,
  actor: `person:${personId}`,
  policyVersion,
  partitionKey: caseId,
  time,
  ...(traceparent === undefined ? {} : { traceparent }),
});

/** The part of a unit that an Idempotency-Key asks for. */
export const keptUnder = ({ idempotency }: AskedBy): Pick<UnitOfWork, 'idempotency'> =>
  idempotency === undefined ? {} : { idempotency };
