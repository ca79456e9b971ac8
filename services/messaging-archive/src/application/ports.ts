import type { Transaction } from '@sightline/event-store';

export interface CopyDuty {
  readonly authorizationId: string;
  readonly caseId: string;
  readonly staffId: string;
  readonly policyVersion: string;
}

/** Under which authorizations copies are due, and who supervises; one statement a question. */
export interface CopyDuties {
  openDutiesOf(transaction: Transaction, staffIds: readonly string[]): Promise<readonly CopyDuty[]>;
  dutiesOf(transaction: Transaction, authorizationIds: readonly string[]): Promise<readonly CopyDuty[]>;
  supervisorsOf(transaction: Transaction, staffIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
}
