import type { ApprovalSide, Medium, NoticeOccasion, RequestKind } from '@sightline/contracts';

/** A notice whose turn it is, with what the local tables know of it: ids and dates (`YYYY-MM-DD`). */
export interface WaitingNotice {
  readonly noticeId: string;
  /** This attempt counted. */
  readonly attempts: number;
  readonly authorizationId: string;
  readonly caseId: string;
  readonly policyVersion: string;
  /** Id of the event that opened it. */
  readonly openedBy: string;
  readonly guardianId: string;
  readonly studentIds: readonly string[];
  readonly occasion: NoticeOccasion;
  readonly kind: RequestKind;
  readonly staffId: string;
  readonly groupId: string | null;
  readonly medium: Medium;
  readonly from: string;
  readonly until: string;
  readonly endedOn: string | null;
}

/** An alert whose turn it is. */
export interface WaitingAlert {
  readonly alertId: string;
  readonly attempts: number;
  readonly personId: string;
  readonly taskId: string;
  readonly kind: RequestKind;
  readonly side: ApprovalSide;
  readonly dueAt: Date;
  /** True when there is nothing left to decide: withdrawn, closed, or decided by somebody else. */
  readonly settled: boolean;
}

export interface ClaimedBatch {
  /** Names this claim; a later claim of the same rows takes them over. */
  readonly leaseId: string;
  readonly notices: readonly WaitingNotice[];
  readonly alerts: readonly WaitingAlert[];
  /** How many were claimed; more than are listed while a table is being rebuilt. */
  readonly count: number;
}

/** What became of a claimed row that no event records: tried again later, or done with. */
export type Settlement =
  | { readonly deliveryId: string; readonly outcome: null; readonly nextAttemptAt: Date }
  | { readonly deliveryId: string; readonly outcome: 'delivered' | 'undeliverable' | 'cancelled' };

/** The mail that waits to be sent, as rows that several replicas share. */
export interface DeliveryQueue {
  /** Takes up to `limit` rows that are due and not leased, each by one replica only; counts an attempt. Committed before it answers. */
  claim(now: Date, limit: number, leaseMs: number): Promise<ClaimedBatch>;
  /** Ends the lease of these rows, unless another claim has taken them over. */
  settle(leaseId: string, settlements: readonly Settlement[], now: Date): Promise<void>;
  /** Ends the lease of all its rows as if they had not been claimed; they are due again at `nextAttemptAt`. */
  giveBack(leaseId: string, nextAttemptAt: Date): Promise<void>;
}

export interface OutgoingMail {
  /** Fixed for the notice or alert, so that a receiver can tell a repetition. */
  readonly deliveryId: string;
  /** Checked by `isMailAddress`. */
  readonly address: string;
  readonly name: string;
  /** BCP 47 */
  readonly language: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export type SendOutcome =
  | 'accepted'
  /** The server will never take it for this recipient. */
  | 'refused'
  /** The server asks to come again. */
  | 'deferred'
  /** No server was reached, or it broke off. */
  | 'unreachable';

export interface MailSender {
  /** Never rejects. Bounded in time. */
  send(mail: OutgoingMail): Promise<SendOutcome>;
  close(): void;
}
