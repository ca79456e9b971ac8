import type { EventEnvelope } from '../envelope.js';
import type { AuthorizationEnd, FamilyRelation, Medium, Purpose, RequestKind } from '../enums.js';

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
  }
>;

/** C4: no request is needed for these students, and why. */
export type RequestNotRequired = EventEnvelope<
  'sightline.exception-request.request-not-required.v1',
  {
    readonly requestId: string;
    readonly requesterId: string;
    readonly relations: readonly { readonly studentId: string; readonly relation: FamilyRelation }[];
    /** True when the request goes on for other students. */
    readonly othersRemain: boolean;
  }
>;

export type RequestReturned = EventEnvelope<
  'sightline.exception-request.request-returned.v1',
  { readonly requestId: string; readonly submission: number; readonly roundId: string }
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
  }
>;

/** A student joined the group that a C5 authorization follows (C6), or left it. */
export type AuthorizationParticipantsChanged = EventEnvelope<
  'sightline.exception-request.authorization-participants-changed.v1',
  { readonly authorizationId: string; readonly joined: readonly string[]; readonly left: readonly string[] }
>;

export type AuthorizationEnded = EventEnvelope<
  'sightline.exception-request.authorization-ended.v1',
  {
    readonly authorizationId: string;
    readonly requestId: string;
    readonly end: AuthorizationEnd;
    readonly endedOn: string;
  }
>;

export type ExceptionRequestEvent =
  | RequestSubmitted
  | RequestNotRequired
  | RequestReturned
  | RequestDenied
  | RequestWithdrawn
  | RequestApproved
  | AuthorizationActivated
  | AuthorizationParticipantsChanged
  | AuthorizationEnded;
