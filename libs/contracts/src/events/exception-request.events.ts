import type { EventEnvelope } from '../envelope.js';
import type { Medium, Purpose, RequestKind, SubmissionChange } from '../enums.js';
import type { WordsCommitment } from '../commitment.js';
import type { OwnFamilyMember } from '../own-family.js';
import type { AuthorizationEvent } from './authorization.events.js';

/** What the register of district forms said at the moment of the request (C2). */
export interface RegisterState {
  readonly districtFormId: string;
  readonly available: boolean;
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

export type ExceptionRequestEvent =
  | RequestDrafted
  | RequestDraftDiscarded
  | RequestSubmitted
  | RequestNotRequired
  | RequestReturned
  | RequestDenied
  | RequestWithdrawn
  | RequestApproved
  | AuthorizationEvent;
