import type { ApprovalSide, Medium, RequestKind, RosterRole } from './enums.js';

export const clauseIds = ['C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7', 'C8', 'C9', 'C10', 'C11'] as const;
export type ClauseId = (typeof clauseIds)[number];

export interface Clause {
  readonly title: string;
  /** The policy's own words, unchanged. */
  readonly quote: string;
  /** The same in plain words, for pages and refusals. */
  readonly plain: string;
}

/** The three findings of C5, as the policy counts them: (a), (b), (c). */
export const findingNames = ['necessaryOrBeneficial', 'districtFormUnavailable', 'relatedToActivity'] as const;
export type FindingName = (typeof findingNames)[number];

/** Whose building decides which principal is asked (C3). */
export const principalsAsked = ['employee-building', 'student-buildings', 'both'] as const;
export type PrincipalsAsked = (typeof principalsAsked)[number];

/** C7: whether the supervisor gets copies in every case, or where an approver makes them a condition. */
export const copyRules = ['always', 'on-condition'] as const;
export type CopyRule = (typeof copyRules)[number];

/** What the rules for one kind of request ask for. */
export interface KindSettings {
  /** The clause that the kind rests on. */
  readonly clause: ClauseId;
  /** Every side must approve. */
  readonly sides: readonly ApprovalSide[];
  /** Findings an approval must hold, each met and each in words. */
  readonly findings: readonly FindingName[];
  /** C7: copies to the supervisor. */
  readonly copies: CopyRule;
  /** Media that may be asked for; null is any. */
  readonly media: readonly Medium[] | null;
  /** Only a class or activity of the district, in which the requester takes part. */
  readonly groupRequired: boolean;
  /** C6: students who join the group later take part in the authorization. */
  readonly followsGroup: boolean;
}

/** A step of the ladder that an overdue task climbs. */
export interface EscalationStep {
  /** Whole days after the due moment. */
  readonly afterDays: number;
  readonly role: RosterRole;
}

/** What the district decided where the policy leaves room; data, so that a new version changes it without code. */
export interface PolicySettings {
  readonly kinds: Readonly<Record<RequestKind, KindSettings>>;
  readonly principalsAsked: PrincipalsAsked;
  /** Roles that make a person an employee who may ask. */
  readonly staffRoles: readonly RosterRole[];
  readonly tasks: {
    /** Whole days from opening to due. */
    readonly dueAfterDays: number;
    /** Whole days from opening to each reminder. */
    readonly remindAfterDays: readonly number[];
    readonly escalation: readonly EscalationStep[];
  };
  readonly authorization: {
    /** Longest time, in days, both ends counted. */
    readonly lengthDaysMax: number;
    /** `MM-DD`: no authorization runs past the end of the school year in which it starts. */
    readonly schoolYearEndsOn: string;
    /** Whole days before the last day on which the staff member is reminded; a month and a week when left out. */
    readonly remindDaysBefore?: readonly number[];
    /** `MM-DD`: renewals of what ends with the school year can be asked from then on; 1 May when left out. */
    readonly renewalOpensOn?: string;
  };
  /** Records requests (C8) and what guardians ask for (C9); the defaults of the archive where left out. */
  readonly records?: {
    readonly dueAfterDays?: number;
    /** At most 45. */
    readonly guardianDueAfterDays?: number;
    readonly escalateAfterDays?: number;
    readonly periodDaysMax?: number;
  };
  /** C7 "simultaneously": how many seconds after the message its copy may come; 900 when left out. */
  readonly copies?: { readonly lateAfterSeconds?: number };
  readonly studentsMax: number;
  /** Longest texts, in Unicode code points. */
  readonly textLengthMax: {
    readonly reason: number;
    readonly channelAddress: number;
    readonly shortfallWhy: number;
    readonly comment: number;
    readonly findingWords: number;
  };
}
