import type {
  ApprovalSide,
  DecisionOutcome,
  FamilyRelation,
  Medium,
  NoticeOccasion,
  Purpose,
  RequestKind,
  ReviewOutcome,
  ReviewReason,
  RosterRole,
  SubmissionChange,
} from '@sightline/contracts';
import type { FindingName, PolicyVersion } from '@sightline/policy';

/** What the API answers, as far as the pages read it. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

export interface Reference {
  readonly id: string;
  readonly sourcedId: string | null;
  readonly displayName?: string | null;
}

export interface Me {
  readonly kind: 'person' | 'client';
  readonly id: string;
  readonly displayName?: string;
  readonly username?: string;
  readonly language?: string;
  readonly roles: readonly { readonly role: RosterRole; readonly buildingId: string | null }[];
}

export type TaskStatus = 'open' | 'approved' | 'denied' | 'returned' | 'closed';

export type TaskOutcome = DecisionOutcome | ReviewOutcome;

export interface Finding<Met> {
  readonly met: Met;
  readonly words: string;
}

export interface Task {
  readonly id: string;
  readonly status: TaskStatus;
  readonly createdAt: string;
  readonly dueAt: string;
  readonly overdue: boolean;
  readonly side: ApprovalSide;
  readonly kind: RequestKind;
  /** A request, or a live authorization that is looked at again. */
  readonly about: 'request' | 'review';
  readonly clause: 'C3' | 'C5' | 'C6';
  readonly medium: Medium | null;
  readonly request: string;
  readonly submission: number;
  /** What differs from the submission before; null on the first. */
  readonly changed: readonly SubmissionChange[] | null;
  readonly review: {
    readonly id: string;
    readonly authorization: string;
    readonly reason: ReviewReason | null;
    readonly student: Reference | null;
  } | null;
  readonly requester: Reference;
  readonly assignee: Reference | null;
  readonly delegation: { readonly by: readonly Reference[]; readonly until: string | null } | null;
  /** What the caller may decide; none when it is somebody else's turn. */
  readonly outcomes: readonly TaskOutcome[];
  readonly outcome: TaskOutcome | null;
  readonly decidedBy: Reference | null;
  readonly decidedAt: string | null;
  readonly policyVersion: string;
  readonly findingsDraft?: Readonly<Record<FindingName, Finding<boolean | null>>> | null;
  readonly decision?: { readonly comment: string | null; readonly copyCondition: string | null } | null;
  readonly comments?: readonly {
    readonly id: string;
    readonly by: Reference;
    readonly createdAt: string;
    readonly comment: string;
    readonly attachments: readonly {
      readonly name: string;
      readonly size: number;
      readonly links: { readonly self: string };
    }[];
  }[];
}

/** What an approver answered to a request or in a review, in words. */
export interface Answer {
  readonly id: string;
  readonly status: TaskOutcome;
  readonly review: string | null;
  readonly createdAt: string;
  readonly side: ApprovalSide;
  readonly submission: number;
  readonly decidedBy: Reference;
  readonly comment: string | null;
  readonly copyCondition: string | null;
}

export interface TaskCounts {
  readonly open: number;
  readonly overdue: number;
}

export type RequestStatus = 'draft' | 'submitted' | 'returned' | 'withdrawn' | 'not-required' | 'approved' | 'denied';

export interface ExceptionRequest {
  readonly id: string;
  readonly status: RequestStatus;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly submission: number;
  readonly kind: RequestKind;
  readonly purpose: Purpose;
  readonly requester: Reference;
  readonly students: readonly Reference[];
  readonly notRequired: readonly { readonly student: Reference; readonly relation: FamilyRelation }[];
  readonly group: string | null;
  readonly groupTitle?: string | null;
  readonly channel: { readonly medium: Medium; readonly address: string | null } | null;
  readonly reason: string | null;
  readonly districtFormShortfall: {
    /** Null while the register was empty: there was no form to name. */
    readonly districtFormId: string | null;
    readonly availableAtRequest: boolean | null;
    readonly why: string | null;
  } | null;
  readonly returnReason: 'sent-back' | 'period-over' | null;
  readonly from: string | null;
  readonly until: string | null;
  readonly policyVersion: string;
  readonly authorization: string | null;
}

export interface Authorization {
  readonly id: string;
  readonly status: string;
  readonly createdAt: string;
  readonly request: string;
  readonly kind: RequestKind;
  readonly staff: Reference;
  readonly students: readonly Reference[];
  readonly groupTitle?: string | null;
  readonly medium: Medium;
  readonly from: string;
  readonly until: string;
  readonly copiesRequired: boolean;
  readonly endedAt: string | null;
}

export interface Coverage {
  readonly status: 'complete' | 'pending' | 'gaps';
  readonly counts: {
    readonly guardians: number;
    readonly notices: number;
    readonly delivered: number;
    readonly gaps: number;
  };
}

export interface Notice {
  readonly id: string;
  readonly status: 'pending' | 'sending' | 'delivered' | 'undeliverable';
  readonly createdAt: string;
  readonly occasion: NoticeOccasion;
  readonly students: readonly Reference[];
  readonly channel: string | null;
  readonly deliveredAt: string | null;
  readonly links: { readonly authorization: string };
}

export interface Objection {
  readonly id: string;
  readonly status: string;
  readonly createdAt: string;
  /** What the guardian wrote; null once the words are disposed of. */
  readonly reason: string | null;
}

export interface PolicyVersionTexts {
  readonly number: string;
  readonly boardDate: string;
  readonly clauses: PolicyVersion['clauses'];
}

export interface Group {
  readonly id: string;
  readonly title: string;
  readonly kind: 'class' | 'activity';
  readonly students: number;
}

export interface DistrictForm {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly available: boolean;
  readonly availableSince: string;
}

export interface Person {
  readonly id: string;
  readonly displayName: string;
  readonly username: string;
}

export type Session =
  { readonly signedIn: false } | { readonly signedIn: true; readonly csrfToken: string; readonly endsAt: string };
