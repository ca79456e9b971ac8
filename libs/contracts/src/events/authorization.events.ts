import type { EventEnvelope } from '../envelope.js';
import type {
  ApprovalSide,
  AuthorizationEnd,
  EndingSide,
  Medium,
  RequestKind,
  ReviewReason,
  ReviewResult,
  RosterChange,
} from '../enums.js';
import type { WordsCommitment } from '../commitment.js';
import type { OwnFamilyMember } from '../own-family.js';

/** What an approved request becomes. Subject `authorization/<authorizationId>`. */
export type AuthorizationActivated = EventEnvelope<
  'sightline.exception-request.authorization-activated.v1',
  {
    readonly authorizationId: string;
    readonly requestId: string;
    readonly kind: RequestKind;
    readonly staffId: string;
    readonly studentIds: readonly string[];
    readonly groupId: string | null;
    readonly medium: Medium;
    readonly from: string;
    readonly until: string;
    /** C7: always for C5; for C3 only where an approver made copies a written condition. */
    readonly copiesRequired: boolean;
    /** Of the group's students those who are own family: they take no part, and nobody is told for them (C4). */
    readonly notRequired?: readonly OwnFamilyMember[];
    readonly renewalOf?: string | null;
    readonly joins?: string | null;
    /** Days on which the staff member is reminded of the end, the earliest first; dates in the district's time zone. */
    readonly remindOn?: readonly string[];
  }
>;

/** What ended an authorization, or a student's part in it, other than a person's own wish. */
export interface AuthorizationCause {
  readonly change: RosterChange | 'period-over' | 'review';
  /** The clause of P 4650 that says so. */
  readonly clause: string;
  readonly reviewId: string | null;
}

/** A student joined the group that a C5 authorization follows (C6), left it, or takes no part any more (C3, C5). */
export type AuthorizationParticipantsChanged = EventEnvelope<
  'sightline.exception-request.authorization-participants-changed.v1',
  {
    readonly authorizationId: string;
    readonly joined: readonly string[];
    readonly left: readonly string[];
    /** Own family who came to the group, or was found among the students: they take no part (C4). */
    readonly notRequired?: readonly OwnFamilyMember[];
    readonly cause?: AuthorizationCause;
  }
>;

export type AuthorizationEnded = EventEnvelope<
  'sightline.exception-request.authorization-ended.v1',
  {
    readonly authorizationId: string;
    readonly requestId: string;
    readonly end: AuthorizationEnd;
    /** A date in the district's time zone. */
    readonly endedOn: string;
    readonly by?: { readonly personId: string | null; readonly side: EndingSide };
    /** Commits to the reason in words of a revocation. */
    readonly words?: WordsCommitment | null;
    readonly cause?: AuthorizationCause | null;
  }
>;

/** A reminder before the end: time to ask for a renewal. */
export type AuthorizationEndingSoon = EventEnvelope<
  'sightline.exception-request.authorization-ending-soon.v1',
  {
    readonly authorizationId: string;
    readonly requestId: string;
    readonly staffId: string;
    /** The last day, a date in the district's time zone. */
    readonly until: string;
    /** Whole days from today to the last day. */
    readonly daysLeft: number;
  }
>;

/** The roster changed in a way that these people should hear of; the authorization stays as it is. */
export type AuthorizationChangeNoted = EventEnvelope<
  'sightline.exception-request.authorization-change-noted.v1',
  {
    readonly authorizationId: string;
    readonly requestId: string;
    readonly staffId: string;
    readonly change: RosterChange;
    readonly clause: string;
    /** Staff to be told. */
    readonly tellIds: readonly string[];
  }
>;

/** People have to say whether a live authorization may stay. In the authorization's own stream, as whatever ends it. */
export type AuthorizationReviewRequested = EventEnvelope<
  'sightline.exception-request.authorization-review-requested.v1',
  {
    readonly reviewId: string;
    readonly authorizationId: string;
    readonly requestId: string;
    readonly kind: RequestKind;
    readonly reason: ReviewReason;
    /** For `roster-change`: which. */
    readonly change: RosterChange | null;
    readonly clause: string;
    readonly requesterId: string;
    readonly studentIds: readonly string[];
    readonly groupId: string | null;
    readonly requesterBuildingIds: readonly string[];
    readonly studentBuildingIds: readonly string[];
    /** Who must answer. */
    readonly sides: readonly ApprovalSide[];
    readonly objection: {
      readonly guardianId: string;
      readonly studentId: string;
      readonly words: WordsCommitment;
    } | null;
  }
>;
export type AuthorizationReviewClosed = EventEnvelope<
  'sightline.exception-request.authorization-review-closed.v1',
  {
    readonly reviewId: string;
    readonly authorizationId: string;
    readonly requestId: string;
    readonly outcome: ReviewResult;
  }
>;

export type AuthorizationEvent =
  | AuthorizationActivated
  | AuthorizationParticipantsChanged
  | AuthorizationEnded
  | AuthorizationEndingSoon
  | AuthorizationChangeNoted
  | AuthorizationReviewRequested
  | AuthorizationReviewClosed;
