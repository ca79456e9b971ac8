import type { WordsCommitment } from '../commitment.js';
import type { EventEnvelope } from '../envelope.js';

/**
 * Somebody answered a text message in own words, which the office reads (C6). The words, and the number of a sender whom
 * nobody knows, stay with their owner. Subject `text-reply/<replyId>`.
 */
export type TextReplyReceived = EventEnvelope<
  'sightline.notification.text-reply-received.v1',
  {
    readonly replyId: string;
    /** Who was written to at that number, at most 100; empty where nobody was. */
    readonly personIds: readonly string[];
    /** The schools of their students, else their own, at most 100; empty where the roster names none. */
    readonly buildingIds: readonly string[];
    readonly words: WordsCommitment;
  }
>;

/** The office says what became of a reply; the note is its words (C6). */
export type TextReplyAnswered = EventEnvelope<
  'sightline.notification.text-reply-answered.v1',
  { readonly replyId: string; readonly by: string; readonly words: WordsCommitment }
>;

export type TextReplyEvent = TextReplyReceived | TextReplyAnswered;
