import type { TextReplyAnswered, TextReplyReceived } from '@sightline/contracts';
import { rowProjection, type Projection, type StagedEvent } from '@sightline/event-store';

/** One reply to a text message; its words are looked up when somebody of the office reads it. */
export interface TextReplyRow {
  readonly reply_id: string;
  readonly status: 'open' | 'answered';
  readonly received_at: string;
  readonly person_ids: readonly string[];
  readonly building_ids: readonly string[];
  readonly words_record_id: string;
  readonly answered_at: string | null;
  readonly answered_by: string | null;
  readonly note_record_id: string | null;
}

type Staged<Event> = Event extends { type: infer Type; data: infer Data }
  ? Omit<StagedEvent, 'type' | 'data'> & { readonly type: Type; readonly data: Data }
  : never;
type ReplyEvent = Staged<TextReplyReceived | TextReplyAnswered>;

/** Pure: the reply after the event. */
const evolveReply = (row: TextReplyRow | undefined, event: ReplyEvent, replyId: string): TextReplyRow | null => {
  if (event.type === 'sightline.notification.text-reply-received.v1')
    return {
      ...{ reply_id: replyId, status: 'open', received_at: event.time },
      ...{ person_ids: event.data.personIds, building_ids: event.data.buildingIds },
      words_record_id: event.data.words.recordId,
      ...{ answered_at: null, answered_by: null, note_record_id: null },
    };
  if (!row) return null;
  const { by, words } = event.data;
  return { ...row, status: 'answered', answered_at: event.time, answered_by: by, note_record_id: words.recordId };
};

export const textRepliesProjection: Projection = rowProjection<TextReplyRow, ReplyEvent>({
  table: 'text_replies',
  key: 'reply_id',
  types: ['sightline.notification.text-reply-received.v1', 'sightline.notification.text-reply-answered.v1'],
  keysOf: ({ data }) => [data.replyId],
  creates: ({ type }) => type === 'sightline.notification.text-reply-received.v1',
  evolve: evolveReply,
});
