import type { Medium } from '@sightline/contracts';
import type { Transaction } from '@sightline/event-store';
import type { OnRoster } from '../domain/index.js';

/** A live authorization beside what the roster says now. */
export interface AuthorizationOnRoster extends OnRoster {
  readonly authorizationId: string;
  readonly caseId: string;
  readonly policyVersion: string;
  readonly staffId: string;
  readonly groupId: string | null;
}

/** A request that may become an authorization, beside what the roster and the register say now. */
export interface RequestOnRoster extends OnRoster {
  readonly requestId: string;
  readonly staffId: string;
  readonly groupId: string | null;
  readonly medium: Medium;
  readonly from: string;
  readonly until: string;
  readonly renewalOf: string | null;
  readonly joins: string | null;
  /** It rests on the absence of a district form that is available now (C2). */
  readonly formIsBack: boolean;
}

/** Whom a batch of roster events concerns. */
export interface Touched {
  readonly personIds: readonly string[];
  readonly groupIds: readonly string[];
}

/**
 * Authorizations as the roster has their people now. Every answer first holds the roster until the commit: a change of the
 * roster and an approval may arrive at two replicas at once, and whoever comes second sees both.
 */
export interface RosterStandings {
  /** Requests by id; unknown ids, drafts and those that C4 answered are left out. @param today a date of the district */
  ofRequests(
    transaction: Transaction,
    requestIds: readonly string[],
    today: string,
  ): Promise<ReadonlyMap<string, RequestOnRoster>>;
  /** Active authorizations that one of these people or groups has a part in. */
  touchedBy(transaction: Transaction, touched: Touched, today: string): Promise<readonly AuthorizationOnRoster[]>;
  /** Active authorizations that rest on the absence of one of these forms, or of any form at all (C2). */
  restingOnAbsenceOf(
    transaction: Transaction,
    districtFormIds: readonly string[],
    today: string,
  ): Promise<readonly AuthorizationOnRoster[]>;
}
