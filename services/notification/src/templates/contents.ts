import type { AlertKind, ApprovalSide, Medium, NoticeChange, NoticeOccasion, RequestKind } from '@sightline/contracts';

/** One staff member of a joined authorization, as families read of them (C5). Dates are `YYYY-MM-DD`. */
export interface ColleagueContents {
  /** Null when the roster no longer names the person. */
  readonly staffName: string | null;
  readonly medium: Medium;
  readonly from: string;
  readonly until: string;
}

/** What a notice says. Names are those of the moment of sending; dates are `YYYY-MM-DD`. */
export interface NoticeContents {
  readonly occasion: NoticeOccasion;
  /** For a `change`: which. */
  readonly change: NoticeChange | null;
  readonly kind: RequestKind;
  /** A student of age reads it in the parents' place (C9). */
  readonly reader: 'guardian' | 'student';
  readonly guardianName: string;
  /** Null when the roster no longer names the person. */
  readonly staffName: string | null;
  /** Everybody of a joined C5 authorization; fewer than two is said as one. */
  readonly colleagues: readonly ColleagueContents[];
  readonly schoolName: string | null;
  /** To call; null when none is known. */
  readonly phone: string | null;
  /** The class or activity, under C5. */
  readonly groupName: string | null;
  readonly medium: Medium;
  /** The reader's own children only. */
  readonly studentNames: readonly string[];
  readonly from: string;
  readonly until: string;
  /** When it ended, or when the student left. */
  readonly endedOn: string | null;
  /** Where the notice is read, and objected to. */
  readonly noticeUrl: string;
  /** What to name on the telephone. */
  readonly reference: string;
}

/** What an alert says; no student is named in it. */
export interface AlertContents {
  readonly alertKind: AlertKind;
  readonly name: string;
  /** Of the task or the request; null when it is about neither. */
  readonly kind: RequestKind | null;
  readonly side: ApprovalSide | null;
  readonly about: 'request' | 'review';
  /** Whose substitute, who delegated, or whose approval; null when the roster no longer names the person. */
  readonly personName: string | null;
  readonly dueAt: Date | null;
  /** `YYYY-MM-DD` */
  readonly until: string | null;
  /** IANA name */
  readonly timeZone: string;
  /** Where it is dealt with; null where no page is. */
  readonly page: { readonly url: string; readonly opens: 'task' | 'tasks' | 'request' } | null;
}
