import type { ApprovalSide, Medium, NoticeOccasion, RequestKind } from '@sightline/contracts';

/** What a notice says. Names are those of the moment of sending; dates are `YYYY-MM-DD`. */
export interface NoticeContents {
  readonly occasion: NoticeOccasion;
  readonly kind: RequestKind;
  readonly guardianName: string;
  /** Null when the roster no longer names the person. */
  readonly staffName: string | null;
  readonly schoolName: string | null;
  /** The class or activity, under C5. */
  readonly groupName: string | null;
  readonly medium: Medium;
  /** The reader's own children only. */
  readonly studentNames: readonly string[];
  readonly from: string;
  readonly until: string;
  readonly endedOn: string | null;
  readonly publicUrl: string;
  /** What to name on the telephone. */
  readonly reference: string;
}

/** What an alert says; no student is named in it. */
export interface AlertContents {
  readonly name: string;
  readonly kind: RequestKind;
  readonly side: ApprovalSide;
  readonly dueAt: Date;
  /** IANA name */
  readonly timeZone: string;
  readonly taskUrl: string;
}

export type Block =
  | { readonly kind: 'paragraph' | 'heading'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'link'; readonly text: string; readonly url: string };

export interface MailText {
  /** Never names a student. */
  readonly subject: string;
  readonly blocks: readonly Block[];
}

/** One language, complete: what lacks a word does not compile. */
export interface MailWords {
  /** BCP 47 */
  readonly language: string;
  notice(contents: NoticeContents): MailText;
  alert(contents: AlertContents): MailText;
}

export const paragraph = (text: string): Block => ({ kind: 'paragraph', text });
export const heading = (text: string): Block => ({ kind: 'heading', text });
export const list = (...items: readonly string[]): Block => ({ kind: 'list', items });
export const link = (text: string, url: string): Block => ({ kind: 'link', text, url });

/** How a language writes dates and enumerations. */
export const writerOf = (language: string) => {
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' });
  const enumeration = new Intl.ListFormat(language, { type: 'conjunction' });
  return {
    date: (date: string): string => day.format(new Date(`${date}T00:00:00Z`)),
    moment: (moment: Date, timeZone: string): string =>
      new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', timeZone }).format(moment),
    all: (names: readonly string[]): string => enumeration.format(names),
  };
};
