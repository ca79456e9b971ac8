import type { EventEnvelope } from '../envelope.js';
import type {
  ApprovalSide,
  AuthorizationEnd,
  EndingSide,
  FamilyRelation,
  Medium,
  Purpose,
  RequestKind,
  ReviewReason,
  ReviewResult,
  RosterChange,
  SubmissionChange,
} from '../enums.js';

/** Stands for written words kept by their owner: HMAC-SHA-256 (hex) under a key stored beside the words (design §3). */
export interface WordsCommitment {
  readonly recordId: string;
  readonly commitment: string;
}

/** What the register of district forms said at the moment of the request (C2). */
export interface RegisterState {
  readonly districtFormId: string;
  readonly available: boolean;
}

/** A student for whom no request is needed, and the relation on the roster that makes it so (C4). */
export interface OwnFamilyMember {
  readonly studentId: string;
  readonly relation: FamilyRelation;
}

/** A request that nobody but its author reads yet; all that it says is under the commitment. Subject `request/<requestId>`. */
export type RequestDrafted = EventEnvelope<
  'sightline.exception-request.request-drafted.v1',
  { readonly requestId: string; readonly requesterId: string; readonly words: WordsCommitment }
>;
/** The draft was thrown away, its words with it. */
export type RequestDraftDiscarded = EventEnvelope<
  'sightline.exception-request.request-draft-discarded.v1',
  { readonly requestId: string; readonly requesterId: string }
>;

/** The written request (C3, C5). Subject `request/<requestId>`. */
export type RequestSubmitted = EventEnvelope<
  'sightline.exception-request.request-submitted.v1',
  {
    readonly requestId: string;
    /** 1 for the first submission, one more for each after a return. */
    readonly submission: number;
    readonly kind: RequestKind;
    readonly purpose: Purpose;
    readonly requesterId: string;
    /** The students as named; a group is expanded to the list at that moment (C3). Own family is left out (C4). */
    readonly studentIds: readonly string[];
    readonly groupId: string | null;
    /** Buildings of the requester and of the students: which principals decide is policy data (C3). */
    readonly requesterBuildingIds: readonly string[];
    readonly studentBuildingIds: readonly string[];
    readonly medium: Medium;
    /** Dates in the district's time zone, both inclusive. */
    readonly from: string;
    readonly until: string;
    readonly registerState: RegisterState | null;
    /** Commits to reason, channel address and the shortfall's why, as one record. */
    readonly words: WordsCommitment;
    /** Every form that the register held at that moment, for a district purpose (C2); empty while it holds none. */
    readonly register?: readonly RegisterState[] | null;
    /** The authorization that this request would follow on. */
    readonly renewalOf?: string | null;
    /** The colleague's C5 authorization for the same class or activity that this request joins. */
    readonly joins?: string | null;
    /** What differs from the submission before; null on the first (C3). */
    readonly changed?: readonly SubmissionChange[] | null;
  }
>;

/** C4: no request is needed for these students, and why. */
export type RequestNotRequired = EventEnvelope<
  'sightline.exception-request.request-not-required.v1',
  {
    readonly requestId: string;
    readonly requesterId: string;
    readonly relations: readonly OwnFamilyMember[];
    /** True when the request goes on for other students. */
    readonly othersRemain: boolean;
  }
>;

export type RequestReturned = EventEnvelope<
  'sightline.exception-request.request-returned.v1',
  {
    readonly requestId: string;
    readonly submission: number;
    readonly roundId: string;
    /** `period-over`: it was approved only after its last day, and nothing is allowed for days that have passed (C3, C5). */
    readonly reason?: 'sent-back' | 'period-over';
  }
>;
export type RequestDenied = EventEnvelope<
  'sightline.exception-request.request-denied.v1',
  { readonly requestId: string; readonly submission: number; readonly roundId: string }
>;
export type RequestWithdrawn = EventEnvelope<
  'sightline.exception-request.request-withdrawn.v1',
  { readonly requestId: string; readonly submission: number; readonly withdrawnBy: string }
>;
export type RequestApproved = EventEnvelope<
  'sightline.exception-request.request-approved.v1',
  {
    readonly requestId: string;
    readonly submission: number;
    readonly roundId: string;
    readonly authorizationId: string;
  }
>;

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

export type ExceptionRequestEvent =
  | RequestDrafted
  | RequestDraftDiscarded
  | RequestSubmitted
  | RequestNotRequired
  | RequestReturned
  | RequestDenied
  | RequestWithdrawn
  | RequestApproved
  | AuthorizationActivated
  | AuthorizationParticipantsChanged
  | AuthorizationEnded
  | AuthorizationEndingSoon
  | AuthorizationChangeNoted
  | AuthorizationReviewRequested
  | AuthorizationReviewClosed;
