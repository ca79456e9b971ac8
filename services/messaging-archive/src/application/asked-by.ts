import type { EventContext, UnitOfWork } from '@sightline/event-store';

/** What a person's request over HTTP says beside its content. */
export interface AskedBy {
  readonly personId: string;
  readonly causationId: string;
  readonly idempotency: UnitOfWork['idempotency'];
}

/** A person acts in a case. */
export const personContext = (caseId: string, by: AskedBy, policyVersion: string, time: Date): EventContext => ({
  ...{ correlationId: caseId, partitionKey: caseId, causationId: by.causationId, policyVersion, time },
  actor: `person:${by.personId}`,
});

/** The part of a unit that an Idempotency-Key asks for. */
export const keptUnder = ({ idempotency }: AskedBy): Pick<UnitOfWork, 'idempotency'> =>
  idempotency === undefined ? {} : { idempotency };

/** Length in Unicode code points, without blanks at the ends. */
export const lengthOf = (words: string): number => [...words.trim()].length;
