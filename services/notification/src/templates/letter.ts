import type { PostalAddress } from '@sightline/contracts';
import type { NoticeContents } from './contents.js';
import type { Block, Voice } from './mail-text.js';
import { noticeMail } from './notice-mail.js';

/** A notice on paper: what shows through the window of its envelope, and what does not. */
export interface PrintedLetter {
  /** BCP 47 */
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  /** The reader's name and address alone, one line each; at most six. */
  readonly window: readonly string[];
  /** Above the window: who writes, and how to call. */
  readonly sender: readonly string[];
  readonly date: string;
  /** For a letter that the office hands over: that it does. */
  readonly handedOver: string | null;
  readonly subject: string;
  readonly blocks: readonly Block[];
  /** The word before the number of a page. */
  readonly page: string;
  readonly reference: string;
}

/** Lines as the post wants them: the smallest place last, the country only where the roster names one. */
export const addressLines = ({ street, city, state, postalCode, country }: PostalAddress): readonly string[] =>
  [...street, [city, [state, postalCode].filter(Boolean).join(' ')].filter(Boolean).join(', '), country].filter(
    Boolean,
  );

/** C6: the words of the notice, under the reader's own address; without one it is handed over by the office, by name. */
export const noticeLetter = (
  contents: NoticeContents,
  address: PostalAddress | null,
  today: string,
  voice: Voice,
): PrintedLetter => {
  const { subject, blocks } = noticeMail(contents, voice);
  return {
    language: voice.language,
    direction: voice.direction,
    window: [contents.guardianName, ...(address === null ? [] : addressLines(address))],
    sender: [contents.schoolName ?? voice.say('school'), ...(contents.phone === null ? [] : [contents.phone])],
    date: voice.date(today),
    handedOver: address === null ? voice.say('handed-over') : null,
    subject,
    blocks,
    page: voice.say('page'),
    reference: contents.reference,
  };
};
