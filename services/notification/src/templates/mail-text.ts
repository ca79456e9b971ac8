/** What a mail is made of, in any language; rendered as text and as HTML from the same blocks. */
export type Block =
  | { readonly kind: 'paragraph' | 'heading'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'link'; readonly text: string; readonly url: string };

export interface MailText {
  /** Never names a student. */
  readonly subject: string;
  readonly blocks: readonly Block[];
}

export const paragraph = (text: string): Block => ({ kind: 'paragraph', text });
export const heading = (text: string): Block => ({ kind: 'heading', text });
export const list = (...items: readonly string[]): Block => ({ kind: 'list', items });
export const link = (text: string, url: string): Block => ({ kind: 'link', text, url });

/** What is put into a message; a choice between wordings is a word of a closed list. */
export type Values = Readonly<Record<string, string | number>>;

/** One language that can say everything one kind of mail needs. */
export interface Voice {
  /** BCP 47 */
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  /** @throws RangeError for a message or a value that is missing: a sentence with a hole is never sent */
  say(message: string, values?: Values): string;
  /** `date`: YYYY-MM-DD. */
  date(date: string): string;
  moment(moment: Date, timeZone: string): string;
  all(names: readonly string[]): string;
}
