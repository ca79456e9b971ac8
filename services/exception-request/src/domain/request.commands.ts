import type {
  Medium,
  Purpose,
  RegisterState,
  RequestKind,
  RoleAtBuilding,
  WordsCommitment,
} from '@sightline/contracts';
import type { FamilyOnRoster, PolicyVersion } from '@sightline/policy';
import type { JoinedAuthorization, RenewedAuthorization } from './follow-on.js';

/** How many Unicode code points a text has, blanks at its ends not counted; the text itself never comes here. */
export interface TextLengths {
  readonly reason: number;
  /** Null when it was left out. */
  readonly channelAddress: number | null;
  readonly shortfallWhy: number | null;
}

/** The words of an earlier submission beside the new ones, compared where they are kept. */
export interface WordsCompared {
  /** The record that was compared with: words of any other count as changed. */
  readonly recordId: string;
  readonly reasonDiffers: boolean;
  readonly channelAddressDiffers: boolean;
  readonly shortfallWhyDiffers: boolean;
}

/** Undefined when the caller is not on the roster. */
export type RequesterOnRoster =
  | { readonly personId: string; readonly roles: readonly RoleAtBuilding[]; readonly buildingIds: readonly string[] }
  | undefined;

/** A written request with what the roster and the register said at that moment. */
export interface SubmitRequest {
  readonly type: 'submit';
  readonly requestId: string;
  readonly kind: RequestKind;
  readonly purpose: Purpose;
  readonly requester: RequesterOnRoster;
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
  /** Null for the longest that the policy allows: the season's end, at the latest the school year's. */
  readonly until: string | null;
  readonly today: string;
  readonly words: WordsCommitment;
  readonly lengths: TextLengths;
  /** The form named as falling short, as the register has it; null when none was named. */
  readonly districtForm: (RegisterState & { readonly known: boolean }) | null;
  /** Every form that the register holds (C2). */
  readonly register: readonly RegisterState[];
  /** The words of the submission before, or of the request that this one renews; null when there is neither. */
  readonly compared: WordsCompared | null;
  readonly renews: RenewedAuthorization | null;
  readonly joins: JoinedAuthorization | null;
  /** The version that the caller has seen; null when the caller did not say. */
  readonly expectedVersion: number | null;
  readonly policy: PolicyVersion;
}

/** Keeps a request that is not yet asked; whatever it says is under the commitment. */
export interface SaveDraft {
  readonly type: 'save-draft';
  readonly requestId: string;
  readonly by: string;
  readonly requester: RequesterOnRoster;
  readonly words: WordsCommitment;
  readonly expectedVersion: number | null;
  readonly policy: PolicyVersion;
}

/** Takes a request back before it is decided; throws a draft away. */
export interface WithdrawRequest {
  readonly type: 'withdraw';
  readonly requestId: string;
  readonly by: string;
  readonly expectedVersion: number | null;
}

/** How the round of a submission ended, as `approval` says. */
export interface RecordOutcome {
  readonly type: 'record-outcome';
  readonly roundId: string;
  readonly submission: number;
  readonly outcome: 'approved' | 'denied' | 'returned';
  /** For an approval: the id that the authorization will have. */
  readonly authorizationId: string;
  /** The day of the outcome, a date in the district's time zone. */
  readonly today: string;
}

export type RequestCommand = SubmitRequest | SaveDraft | WithdrawRequest | RecordOutcome;

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
  'kind-cannot-change',
  'cannot-join',
  'not-renewable',
  'renewal-too-early',
  'not-requester',
  'version-stale',
  'not-a-draft',
  'already-submitted',
  'request-over',
] as const;
export type RequestRefusalCode = (typeof requestRefusalCodes)[number];
