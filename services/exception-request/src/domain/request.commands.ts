import type { Medium, Purpose, RequestKind, RoleAtBuilding, WordsCommitment } from '@sightline/contracts';
import type { FamilyOnRoster, PolicyVersion } from '@sightline/policy';

/** A student as the roster knew the id at that moment. */
export interface NamedStudent {
  readonly personId: string;
  readonly buildingIds: readonly string[];
  readonly known: boolean;
  readonly isStudent: boolean;
}

/** The class or activity as the roster knew it at that moment. */
export interface NamedGroup {
  readonly kind: 'class' | 'activity';
  /** Whether the requester takes part in it, as its staff. */
  readonly requesterTakesPart: boolean;
  readonly endsOn: string | null;
}

/**
 * The written request, with every fact that the rules need looked up beforehand. Sent again with the id of a returned
 * request it is the amendment. The words are not here: only what they measure and the commitment to them.
 */
export interface SubmitRequest {
  readonly type: 'submit';
  readonly requestId: string;
  readonly kind: RequestKind;
  readonly purpose: Purpose;
  readonly requester: {
    readonly personId: string;
    readonly roles: readonly RoleAtBuilding[];
    readonly buildingIds: readonly string[];
  };
  /** As named, or all students of the group at this moment (C3). */
  readonly students: readonly NamedStudent[];
  readonly groupId: string | null;
  /** Null when no group is named, or the roster does not know it. */
  readonly group: NamedGroup | null;
  /** The requester's own children and siblings (C4). */
  readonly family: FamilyOnRoster;
  readonly medium: Medium;
  /** Dates in the district's time zone, both inclusive. */
  readonly from: string;
  readonly until: string;
  readonly today: string;
  readonly words: WordsCommitment;
  /** Code points after trimming; 0 is empty. Null where the text is not given at all. */
  readonly lengths: {
    readonly reason: number;
    readonly channelAddress: number | null;
    /** Null when the request holds no `districtFormShortfall`. */
    readonly shortfallWhy: number | null;
  };
  /** The district form named as falling short, as the register knows it now (C2). */
  readonly districtForm: {
    readonly districtFormId: string;
    readonly available: boolean;
    readonly known: boolean;
  } | null;
  /** Whether the register holds any form for the requester's buildings; with none, there is none to name (C2). */
  readonly districtFormsRegistered: boolean;
  readonly policy: PolicyVersion;
}

export interface WithdrawRequest {
  readonly type: 'withdraw';
  readonly by: string;
}

/** What the approval round of one submission came to. */
export interface RecordOutcome {
  readonly type: 'record-outcome';
  readonly roundId: string;
  readonly submission: number;
  readonly outcome: 'approved' | 'denied' | 'returned';
  /** Id for the authorization, used when approved. */
  readonly authorizationId: string;
  /** A date in the district's time zone. */
  readonly today: string;
}

export type RequestCommand = SubmitRequest | WithdrawRequest | RecordOutcome;

/** Closed set of the reasons for which a request is turned down. */
export type RequestRefusalCode =
  | 'requester-not-staff'
  | 'no-student-named'
  | 'too-many-students'
  | 'student-not-on-roster'
  | 'group-not-on-roster'
  | 'group-required'
  | 'requester-not-in-group'
  | 'group-ended'
  | 'reason-missing'
  | 'reason-too-long'
  | 'channel-address-too-long'
  | 'medium-not-a-telephone'
  | 'purpose-not-district'
  | 'shortfall-missing'
  | 'shortfall-why-missing'
  | 'shortfall-why-too-long'
  | 'shortfall-not-applicable'
  | 'district-form-unknown'
  | 'date-not-valid'
  | 'dates-reversed'
  | 'start-in-past'
  | 'end-too-late'
  | 'not-the-requester'
  | 'request-not-found'
  | 'request-not-open'
  | 'request-already-submitted';
