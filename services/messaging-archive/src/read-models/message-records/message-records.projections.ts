import type {
  AttachmentReviewed,
  EventEnvelope,
  MessageContestDecided,
  MessageContested,
  MessageDisputed,
  SafetyHoldPlaced,
  SafetyHoldReleased,
} from '@sightline/contracts';
import { rowProjection, type Projection } from '@sightline/event-store';

type Timed<Event> = Event & Pick<EventEnvelope, 'time'>;

/** A message that the member of staff says is not theirs; it travels with the message. */
export const disputesProjection = rowProjection<
  { message_id: string; staff_id: string; disputed_at: string; words_record_id: string },
  Timed<MessageDisputed>
>({
  table: 'message_disputes',
  key: 'message_id',
  types: ['sightline.messaging-archive.message-disputed.v1'],
  keysOf: ({ data }) => [data.messageId],
  creates: () => true,
  evolve: (_, { data, time }) => ({
    ...{ message_id: data.messageId, staff_id: data.staffId, disputed_at: time, words_record_id: data.words.recordId },
  }),
});

interface ContestRow {
  contest_id: string;
  message_id: string;
  contested_by_id: string;
  contested_at: string;
  words_record_id: string;
  outcome: MessageContestDecided['data']['outcome'] | null;
  decided_at: string | null;
  answer_record_id: string | null;
}

/** Statements of disagreement; they stay attached whatever was decided (C9). */
export const contestsProjection = rowProjection<ContestRow, Timed<MessageContested | MessageContestDecided>>({
  table: 'message_contests',
  key: 'contest_id',
  types: ['sightline.messaging-archive.message-contested.v1', 'sightline.messaging-archive.message-contest-decided.v1'],
  keysOf: ({ data }) => [data.contestId],
  creates: ({ type }) => type === 'sightline.messaging-archive.message-contested.v1',
  evolve(row, { type, data, time }) {
    if (type === 'sightline.messaging-archive.message-contested.v1') {
      const { contestId, messageId, contestedById, words } = data as MessageContested['data'];
      return {
        ...{ contest_id: contestId, message_id: messageId, contested_by_id: contestedById, contested_at: time },
        ...{ words_record_id: words.recordId, outcome: null, decided_at: null, answer_record_id: null },
      };
    }
    const { outcome, words } = data as MessageContestDecided['data'];
    return row ? { ...row, outcome, decided_at: time, answer_record_id: words.recordId } : null;
  },
});

/** What families get of an attachment; what is not here waits for a review (C9). */
export const attachmentReviewsProjection = rowProjection<
  { attachment_id: string; message_id: string; outcome: string; reviewed_at: string },
  Timed<AttachmentReviewed>
>({
  table: 'attachment_reviews',
  key: 'attachment_id',
  types: ['sightline.messaging-archive.attachment-reviewed.v1'],
  keysOf: ({ data }) => [data.attachmentId],
  creates: () => true,
  evolve: (_, { data, time }) => ({
    ...{ attachment_id: data.attachmentId, message_id: data.messageId, outcome: data.outcome, reviewed_at: time },
  }),
});

const placed = 'sightline.messaging-archive.safety-hold-placed.v1';
const released = 'sightline.messaging-archive.safety-hold-released.v1';

/** What families do not get for a time. A hold is released after it was placed, so a batch may do the one and then the other. */
export const heldMessagesProjection: Projection = {
  name: 'held_messages',
  types: new Set<string>([placed, released] satisfies (SafetyHoldPlaced | SafetyHoldReleased)['type'][]),
  async apply(transaction, events) {
    const begun = events.filter(({ type }) => type === placed) as unknown as readonly SafetyHoldPlaced[];
    if (begun.length > 0)
      await transaction.query({
        name: 'held-messages.write',
        text: 'insert into held_messages select * from unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) on conflict do nothing',
        values: [
          begun.map(({ data }) => data.messageId),
          begun.map(({ data }) => data.holdId),
          begun.map(({ data }) => data.heldUntil),
        ],
      });
    const ended = events.filter(({ type }) => type === released) as unknown as readonly SafetyHoldReleased[];
    if (ended.length > 0)
      await transaction.query({
        name: 'held-messages.remove',
        text: 'delete from held_messages where hold_id = any($1)',
        values: [ended.map(({ data }) => data.holdId)],
      });
  },
};
