import type { EventEnvelope } from '../envelope.js';
import type {
  ApprovalSide,
  DecisionOutcome,
  Medium,
  Purpose,
  RequestKind,
  ReviewOutcome,
  SubmissionChange,
} from '../enums.js';
import type { AbsenceEvent } from './absence.events.js';
import type { ApprovalTaskEvent } from './approval-task.events.js';
import type { WordsCommitment } from '../commitment.js';
import type { RegisterState } from './exception-request.events.js';

/** Who may take a task: one person, or whoever of a pool claims or decides it first. */
export interface TaskOpened {
  readonly taskId: string;
  readonly side: ApprovalSide;
  /** The person, or null when a pool of several holds the task. */
  readonly assigneeId: string | null;
  /** Everybody who may decide it; the assignee alone, or the pool. */
  readonly candidateIds: readonly string[];
  readonly buildingId: string | null;
  /** RFC 3339, UTC. */
  readonly dueAt: string;
  /** When the first reminder or escalation is due; null when the policy names none. */
  readonly nextAt?: string | null;
}

/** An approval of the submission before that still stands, since nothing it rested on has changed (C3). */
export interface CarriedApproval {
  /** The task of the new round that it decides. */
  readonly taskId: string;
  readonly side: ApprovalSide;
  readonly deciderId: string;
  readonly copyCondition: boolean;
}

/** What is asked, as far as approvers sort and group their tasks by it, and by whom it can be decided; a review knows less. */
export interface AskedFacts {
  readonly purpose: Purpose | null;
  readonly medium: Medium | null;
  readonly groupId: string | null;
  readonly studentIds: readonly string[];
  readonly requesterBuildingIds: readonly string[];
  readonly studentBuildingIds: readonly string[];
  readonly from: string | null;
  readonly until: string | null;
  readonly registerState: RegisterState | null;
}

/** Why an authorization is looked at again. */
export interface ReviewAsked {
  readonly reason: 'form-available-again' | 'policy-version' | 'roster-change' | 'objection';
  readonly clause: string;
  /** C6: who objected, and for which child; null unless an objection is the reason. */
  readonly objection: {
    readonly guardianId: string;
    readonly studentId: string;
    readonly words: WordsCommitment;
  } | null;
}

/** One round decides one submission, or one review of an authorization. Subject `round/<roundId>`; all tasks and decisions of the submission are in its stream. */
export type RoundOpened = EventEnvelope<
  'sightline.approval.round-opened.v1',
  {
    readonly roundId: string;
    readonly requestId: string;
    readonly submission: number;
    readonly kind: RequestKind;
    readonly requesterId: string;
    readonly tasks: readonly TaskOpened[];
    /** Absent: `request`. */
    readonly about?: 'request' | 'review';
    readonly reviewId?: string | null;
    readonly authorizationId?: string | null;
    readonly review?: ReviewAsked | null;
    readonly carried?: readonly CarriedApproval[];
    /** What differs from the submission before; null for the first one. */
    readonly changed?: readonly SubmissionChange[] | null;
    /** Nobody acts on a matter in which they are a party: who was passed over for that when the round opened. */
    readonly partyIds?: readonly string[];
    readonly asked?: AskedFacts;
  }
>;

/** C5: the three findings; the words themselves are under the commitment. */
export interface FindingsMet {
  readonly necessaryOrBeneficial: boolean;
  readonly districtFormUnavailable: boolean;
  readonly relatedToActivity: boolean;
}

export type TaskDecided = EventEnvelope<
  'sightline.approval.task-decided.v1',
  {
    readonly roundId: string;
    readonly requestId: string;
    readonly taskId: string;
    readonly side: ApprovalSide;
    readonly outcome: DecisionOutcome;
    readonly deciderId: string;
    readonly findings: FindingsMet | null;
    /** C7: this approver made copies to the supervisor a written condition. */
    readonly copyCondition: boolean;
    readonly words: WordsCommitment | null;
    /** For a task of a review: what was said. */
    readonly review?: ReviewOutcome;
    /** Whoever delegated the task to the decider, the first of the chain first. */
    readonly delegatedByIds?: readonly string[];
    /** The decisions of one request that were given the same words carry the same id. */
    readonly sharedWordsId?: string | null;
  }
>;

export type RoundApproved = EventEnvelope<
  'sightline.approval.round-approved.v1',
  {
    readonly roundId: string;
    readonly requestId: string;
    readonly submission: number;
    readonly deciderIds: readonly string[];
    readonly copyCondition: boolean;
  }
>;
export type RoundDenied = EventEnvelope<
  'sightline.approval.round-denied.v1',
  { readonly roundId: string; readonly requestId: string; readonly submission: number; readonly deciderId: string }
>;
export type RoundReturned = EventEnvelope<
  'sightline.approval.round-returned.v1',
  { readonly roundId: string; readonly requestId: string; readonly submission: number; readonly deciderId: string }
>;
/** The request was withdrawn, or the review overtaken: open tasks close without a decision. */
export type RoundClosed = EventEnvelope<
  'sightline.approval.round-closed.v1',
  {
    readonly roundId: string;
    readonly requestId: string;
    readonly submission: number;
    readonly reason: 'withdrawn' | 'overtaken';
  }
>;

/** Ends a round about a review: the authorization goes on, ends, or goes on without the student objected for. */
export type ReviewDecided = EventEnvelope<
  'sightline.approval.review-decided.v1',
  {
    readonly roundId: string;
    readonly reviewId: string;
    readonly authorizationId: string;
    readonly requestId: string;
    readonly outcome: ReviewOutcome;
    readonly deciderIds: readonly string[];
    /** Commits to the words of the decision that settled it; the answer to an objection. */
    readonly words: WordsCommitment | null;
  }
>;

export type ApprovalEvent =
  | RoundOpened
  | TaskDecided
  | RoundApproved
  | RoundDenied
  | RoundReturned
  | RoundClosed
  | ReviewDecided
  | ApprovalTaskEvent
  | AbsenceEvent;
