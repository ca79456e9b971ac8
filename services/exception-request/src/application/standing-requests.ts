import type { Medium, RequestKind } from '@sightline/contracts';
import type { Transaction } from '@sightline/event-store';

/** The part of a request that its authorization takes over. */
export interface StandingRequest {
  readonly requestId: string;
  readonly kind: RequestKind;
  readonly staffId: string;
  readonly studentIds: readonly string[];
  readonly groupId: string | null;
  readonly medium: Medium;
  readonly from: string;
  readonly until: string;
  /** Own children and siblings of the staff member as the roster stands now (C4). */
  readonly ownFamilyIds: readonly string[];
}

export interface StandingRequests {
  /** One statement for all; unknown ids are left out. */
  find(transaction: Transaction, requestIds: readonly string[]): Promise<ReadonlyMap<string, StandingRequest>>;
}
