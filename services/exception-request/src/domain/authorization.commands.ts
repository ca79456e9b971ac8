import type {
  ApprovalSide,
  AuthorizationActivated,
  AuthorizationReviewRequested,
  EndingSide,
  FactOf,
  ReviewOutcome,
  ReviewReason,
  RosterChange,
  WordsCommitment,
} from '@sightline/contracts';
import type { FamilyOnRoster, PolicyVersion } from '@sightline/policy';

type ReviewFacts = FactOf<AuthorizationReviewRequested>['data'];
/** The buildings as the roster has them when a review is asked for: whose principals answer is policy data. */
export type ReviewedBuildings = Pick<ReviewFacts, 'requesterBuildingIds' | 'studentBuildingIds'>;

export interface Activate {
  readonly type: 'activate';
  readonly facts: Omit<FactOf<AuthorizationActivated>['data'], 'notRequired' | 'remindOn'>;
  /** Nobody of own family takes part, whenever the relation came to the roster (C4). */
  readonly family: FamilyOnRoster;
  /** Students for whom the roster no longer allows it, and why. */
  readonly leftOut: readonly { readonly change: RosterChange; readonly studentIds: readonly string[] }[];
  /** A date in the district's time zone. */
  readonly today: string;
  readonly policy: PolicyVersion;
}

export interface ChangeParticipants {
  readonly type: 'change-participants';
  readonly joined: readonly string[];
  readonly left: readonly string[];
  readonly family: FamilyOnRoster;
  /** Students from whom a restriction keeps the staff member away (C9). */
  readonly barredIds: readonly string[];
  readonly today: string;
}

/** The roster changed; what follows is the table of `@sightline/policy`. */
export interface FollowRoster {
  readonly type: 'follow-roster';
  readonly change: RosterChange;
  /** Whom the change concerns, where it concerns students. */
  readonly studentIds: readonly string[];
  /** Staff who should hear of it. */
  readonly tellIds: readonly string[];
  readonly family: FamilyOnRoster;
  readonly reviewId: string;
  readonly buildings: ReviewedBuildings;
  readonly today: string;
}

export interface RequestReview {
  readonly type: 'request-review';
  readonly reviewId: string;
  readonly reason: Exclude<ReviewReason, 'objection' | 'roster-change'>;
  readonly clause: string;
  readonly sides: readonly ApprovalSide[];
  readonly buildings: ReviewedBuildings;
  readonly today: string;
}

/** A guardian says no for the own child (C6): silence is not consent, and an objection is answered by people. */
export interface ObjectTo {
  readonly type: 'object';
  readonly reviewId: string;
  readonly guardianId: string;
  readonly studentId: string;
  /** By the roster, and no restriction keeps this guardian from it. */
  readonly isGuardian: boolean;
  readonly words: WordsCommitment;
  readonly reasonLength: number;
  readonly buildings: ReviewedBuildings;
  readonly today: string;
  readonly policy: PolicyVersion;
}

export interface DecideReview {
  readonly type: 'decide-review';
  readonly reviewId: string;
  readonly outcome: ReviewOutcome;
  readonly deciderIds: readonly string[];
  readonly today: string;
}

export interface Revoke {
  readonly type: 'revoke';
  readonly by: string;
  /** In which part the person may end it; null in none. */
  readonly side: Exclude<EndingSide, 'system'> | null;
  readonly words: WordsCommitment;
  readonly reasonLength: number;
  readonly expectedVersion: number | null;
  readonly today: string;
  readonly policy: PolicyVersion;
}

/** A day has come: a reminder is due, or the last day has passed. */
export interface ComeDue {
  readonly type: 'come-due';
  readonly today: string;
}

export type AuthorizationCommand =
  Activate | ChangeParticipants | FollowRoster | RequestReview | ObjectTo | DecideReview | Revoke | ComeDue;

export const authorizationRefusalCodes = [
  'no-authorization',
  'authorization-over',
  'not-entitled-to-end',
  'reason-missing',
  'text-too-long',
  'version-stale',
  'not-guardian',
  'not-a-participant',
  'objection-open',
] as const;
export type AuthorizationRefusalCode = (typeof authorizationRefusalCodes)[number];
