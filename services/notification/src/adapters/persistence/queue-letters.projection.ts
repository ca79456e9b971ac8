import type {
  LettersPosted,
  NoticesDelivered,
  NoticesOpened,
  NoticesReopened,
  NoticesUndeliverable,
} from '@sightline/contracts';
import type { Projection, Transaction } from '@sightline/event-store';

type LetterQueueEvent = (NoticesOpened | NoticesDelivered | NoticesUndeliverable | NoticesReopened | LettersPosted) & {
  readonly time: string;
};

interface Change {
  readonly notice_id: string;
  readonly status: 'waiting' | 'posted' | 'cancelled' | 'withheld';
  readonly at: string;
}

/** Pure: what these events make of letters, in their order. */
const changesOf = (events: readonly LetterQueueEvent[]): Change[] =>
  events.flatMap(({ type, data, time: at }): Change[] => {
    switch (type) {
      case 'sightline.notification.notices-undeliverable.v1':
        return data.notices.map(({ noticeId, reason }) => ({
          ...{ notice_id: noticeId, status: reason === 'not-entitled' ? 'withheld' : 'waiting', at },
        }));
      case 'sightline.notification.notices-delivered.v1':
        return data.channel === 'letter'
          ? data.deliveries.map(({ noticeId }) => ({ notice_id: noticeId, status: 'posted', at }))
          : [];
      case 'sightline.notification.notices-reopened.v1':
        return data.notices.map(({ noticeId }) => ({ notice_id: noticeId, status: 'cancelled', at }));
      default:
        return [];
    }
  });

/** Readers who want letters first: the delivery says so. */
const openWanted = (transaction: Transaction, opened: readonly { readonly id: string; readonly at: string }[]) =>
  transaction.query({
    name: 'letters.open-wanted',
    text: `insert into letters (notice_id, status, wanted_at)
           select delivery_id, 'waiting', at from unnest($1::uuid[], $2::timestamptz[]) as opened (notice_id, at)
           join deliveries on delivery_id = opened.notice_id where channel = 'letter' and outcome is null
           on conflict do nothing`,
    values: [opened.map(({ id }) => id), opened.map(({ at }) => at)],
  });

/** A wish that is newer than the row begins it anew; older words change nothing, so that a rebuild prints nothing again. */
const want = (transaction: Transaction, wanted: readonly Change[]) =>
  transaction.query({
    name: 'letters.want',
    text: `insert into letters (notice_id, status, wanted_at)
           select notice_id, 'waiting', at from jsonb_to_recordset($1::jsonb) as wanted (notice_id uuid, at timestamptz)
           on conflict (notice_id) do update
             set status = 'waiting', wanted_at = excluded.wanted_at, batch_id = null, printed_at = null, handed_over = null
             where letters.wanted_at < excluded.wanted_at`,
    values: [JSON.stringify(wanted)],
  });

const settle = (transaction: Transaction, settled: readonly Change[]) =>
  transaction.query({
    name: 'letters.settle',
    text: `update letters set status = settled.status
           from jsonb_to_recordset($1::jsonb) as settled (notice_id uuid, status text, at timestamptz)
           where letters.notice_id = settled.notice_id and letters.status = 'waiting' and letters.wanted_at <= settled.at`,
    values: [JSON.stringify(settled)],
  });

/** What was left out of a posted batch goes into the next one. */
const closeBatches = (transaction: Transaction, posted: readonly (LettersPosted & { readonly time: string })[]) =>
  transaction.query({
    name: 'letters.close-batches',
    text: `with posted as (
             select * from unnest($1::uuid[], $2::date[], $3::timestamptz[]) as posted (batch_id, posted_on, posted_at)
           ), closed as (
             update letter_batches set posted_on = posted.posted_on, posted_at = posted.posted_at from posted
             where letter_batches.batch_id = posted.batch_id and letter_batches.posted_at is null
           )
           update letters set batch_id = null, printed_at = null, handed_over = null from posted
           where letters.batch_id = posted.batch_id and status = 'waiting' and notice_id <> all($4::uuid[])`,
    values: [
      posted.map(({ data }) => data.batchId),
      posted.map(({ data }) => data.postedOn),
      posted.map(({ time }) => time),
      posted.flatMap(({ data }) => data.noticeIds),
    ],
  });

/**
 * Keeps the letters that are to be printed, in the transaction of the events that say so; behind the queue of
 * deliveries. Batches and printing are primary data, which a rebuild leaves alone (C6).
 */
export const queueLettersProjection: Projection = {
  name: 'letters',
  types: new Set<LetterQueueEvent['type']>([
    'sightline.notification.notices-opened.v1',
    'sightline.notification.notices-delivered.v1',
    'sightline.notification.notices-undeliverable.v1',
    'sightline.notification.notices-reopened.v1',
    'sightline.notification.letters-posted.v1',
  ]),
  async apply(transaction, staged) {
    const events = staged as unknown as readonly LetterQueueEvent[];
    const opened = events.flatMap(({ type, data, time: at }) =>
      type === 'sightline.notification.notices-opened.v1' ? data.notices.map(({ noticeId: id }) => ({ id, at })) : [],
    );
    const last = [...new Map(changesOf(events).map((change) => [change.notice_id, change])).values()];
    const wanted = last.filter(({ status }) => status === 'waiting');
    const settled = last.filter(({ status }) => status !== 'waiting');
    const posted = events.filter((event) => event.type === 'sightline.notification.letters-posted.v1');
    if (opened.length > 0) await openWanted(transaction, opened);
    if (wanted.length > 0) await want(transaction, wanted);
    if (settled.length > 0) await settle(transaction, settled);
    if (posted.length > 0) await closeBatches(transaction, posted);
  },
};
