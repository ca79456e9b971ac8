import type { Medium, Purpose, RequestKind, RoleAtBuilding, WordsCommitment } from '@sightline/contracts';
import type { FamilyOnRoster, PolicyVersion } from '@sightline/policy';

/** How many Unicode code points a text has, blanks at its ends not counted; the text itself never comes here. */
export interface TextLengths {
  readonly reason: number;
  /** Null when it was left out. */
  readonly channelAddress: number | null;
  readonly shortfallWhy: number | null;
}

/** A written request with what the roster and the register said at that moment. */
export interface SubmitRequest {
  readonly type: 'submit';
  readonly requestId: string;
  readonly kind: RequestKind;
  readonly purpose: Purpose;
  /** Undefined when the caller is not on the roster. */
  readonly requester:
    | { readonly personId: string; readonly roles: readonly RoleAtBuilding[]; readonly buildingIds: readonly string[] }
    | undefined;
  readonly students: readonly {
    readonly personId: string;
    readonly known: boolean;
    readonly isStudent: boolean;
    readonly buildingIds: readonly string[];
  }[];
  readonly groupNamed: boolean;
  readonly group:
    | {
        readonly groupId: string;
        readonly kind: 'class' | 'activity';
        readonly endsOn: string | null;
        readonly requesterTakesPart: boolean;
      }
    | undefined;
  readonly family: FamilyOnRoster;
  readonly medium: Medium;
  /** Dates in the district's time zone. */
  readonly from: string;
  readonly until: string;
  readonly today: string;
  readonly words: WordsCommitment;
  readonly lengths: TextLengths;
  /** The form named as falling short, as the register has it; null when none was named. */
  readonly districtForm: {
    readonly districtFormId: string;
    readonly available: boolean;
    readonly known: boolean;
  } | null;
  readonly policy: PolicyVersion;
}

export interface WithdrawRequest {
  readonly type: 'withdraw';
  readonly by: string;
}

/** How the round of a submission ended, as `approval` says. */
export interface RecordOutcome {
  readonly type: 'record-outcome';
  readonly roundId: string;
  readonly submission: number;
  readonly outcome: 'approved' | 'denied' | 'returned';
  /** For an approval: the id that the authorization will have. */
  readonly authorizationId: string;
}

export type RequestCommand = SubmitRequest | WithdrawRequest | RecordOutcome;

export const requestRefusalCodes = [
  'requester-not-staff',
  'no-student-named',
  'unknown-group',
  'not-a-student',
  'too-many-students',
  'reason-missing',
  'text-too-long',
  'private-purpose-impossible',
  'group-required',
  'not-own-group',
  'medium-not-covered',
  'shortfall-missing',
  'shortfall-not-applicable',
  'unknown-district-form',
  'not-a-date',
  'dates-reversed',
  'starts-in-past',
  'ends-too-late',
  'not-requester',
  'already-submitted',
  'request-over',
] as const;
export type RequestRefusalCode = (typeof requestRefusalCodes)[number];
