import type { Transaction } from '@sightline/event-store';

export interface CopyDuty {
  readonly authorizationId: string;
  readonly caseId: string;
  readonly staffId: string;
  readonly policyVersion: string;
  /** The authorization has ended: nothing new is due. */
  readonly ended: boolean;
}

/** Under which authorizations copies are due, and who supervises; one statement a question. */
export interface CopyDuties {
  /**
   * Holds these members of staff until the commit. The roster and an authorization of one of them may arrive at two
   * replicas at once: each writes its own side first and looks at the other's only with this lock, so that whoever
   * comes second sees both.
   */
  lockStaff(transaction: Transaction, staffIds: readonly string[]): Promise<void>;
  /** Ended ones too: access to what was there follows the supervisor. */
  dutiesOfStaff(transaction: Transaction, staffIds: readonly string[]): Promise<readonly CopyDuty[]>;
  dutiesOf(transaction: Transaction, authorizationIds: readonly string[]): Promise<readonly CopyDuty[]>;
  supervisorsOf(transaction: Transaction, staffIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
}
