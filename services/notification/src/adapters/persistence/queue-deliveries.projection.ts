import type {
  AlertEvent,
  NoticeChannelFailed,
  NoticesDelivered,
  NoticesOpened,
  NoticesReopened,
  NoticesUndeliverable,
} from '@sightline/contracts';
import type { Projection, Transaction } from '@sightline/event-store';
import { digestTime } from '../../application/channel-order.js';
import { nextTimeOfDay, phaseOf } from '../../domain/index.js';

type QueueEvent = (NoticeEvent | AlertEvent) & { readonly time: string };
type NoticeEvent = NoticesOpened | NoticesDelivered | NoticesUndeliverable | NoticesReopened | NoticeChannelFailed;

interface Queued {
  readonly delivery_id: string;
  readonly kind: 'notice' | 'alert';
  readonly next_attempt_at: string;
  /** For an alert to somebody who wants one mail a day. */
  readonly digest_at: string | null;
  /** For a notice of a beginning: whose joined set and which reader may share a mail (C5). */
  readonly authorization_id: string | null;
  readonly reader_id: string | null;
}
interface Settled {
  readonly delivery_id: string;
  readonly outcome: 'delivered' | 'undeliverable' | 'cancelled';
  readonly settled_at: string;
}

interface Work {
  readonly queued: Queued[];
  readonly settled: Map<string, Settled>;
  readonly reopened: Map<string, string>;
  /** Taken first, sent back later. */
  readonly returned: Set<string>;
}

/** Pure: what a batch of events puts into the queue and takes out of it. */
const workOf = (events: readonly QueueEvent[], timeZone: string): Work => {
  const work: Work = { queued: [], settled: new Map(), reopened: new Map(), returned: new Set() };
  const settle = (ids: readonly string[], outcome: Settled['outcome'], at: string): void => {
    for (const id of ids) work.settled.set(id, { delivery_id: id, outcome, settled_at: at });
  };
  for (const { type, data, time } of events)
    switch (type) {
      case 'sightline.notification.notices-opened.v1': {
        const begins = phaseOf(data.occasion, data.change) === 'beginning';
        for (const { noticeId, guardianId } of data.notices)
          work.queued.push({
            ...{ delivery_id: noticeId, kind: 'notice', next_attempt_at: time, digest_at: null },
            ...{ authorization_id: begins ? data.authorizationId : null, reader_id: guardianId },
          });
        break;
      }
      case 'sightline.notification.alerts-opened.v1':
      case 'sightline.notification.alerts-opened.v2':
        for (const { alertId, personId } of data.alerts)
          work.queued.push({
            ...{ delivery_id: alertId, kind: 'alert', next_attempt_at: time },
            digest_at: nextTimeOfDay(new Date(time), digestTime, timeZone).toISOString(),
            ...{ authorization_id: null, reader_id: personId },
          });
        break;
      case 'sightline.notification.notices-delivered.v1':
        for (const { noticeId, at } of data.deliveries) settle([noticeId], 'delivered', at);
        break;
      case 'sightline.notification.alerts-delivered.v1':
        for (const { alertId, at } of data.deliveries) settle([alertId], 'delivered', at);
        break;
      case 'sightline.notification.notices-undeliverable.v1':
        settle(
          data.notices.map(({ noticeId }) => noticeId),
          'undeliverable',
          time,
        );
        break;
      case 'sightline.notification.alerts-undeliverable.v1':
      case 'sightline.notification.alerts-cancelled.v1':
        settle(
          data.alerts.map(({ alertId }) => alertId),
          type === 'sightline.notification.alerts-cancelled.v1' ? 'cancelled' : 'undeliverable',
          time,
        );
        break;
      case 'sightline.notification.notice-channel-failed.v1':
        for (const { noticeId, reason } of data.failures)
          if (reason === 'bounced') {
            work.settled.delete(noticeId);
            work.returned.add(noticeId);
          }
        break;
      case 'sightline.notification.notices-reopened.v1':
        for (const { noticeId } of data.notices) {
          work.settled.delete(noticeId);
          work.reopened.set(noticeId, time);
        }
    }
  return work;
};

const queue = (transaction: Transaction, queued: readonly Queued[], textMessages: boolean) =>
  transaction.query({
    name: 'deliveries.queue',
    text: `insert into deliveries (delivery_id, kind, next_attempt_at, companion_key, channel)
           select delivery_id, queued.kind,
             case when alerts = 'daily' then coalesce(digest_at, next_attempt_at) else next_attempt_at end,
             case when queued.kind = 'notice' then 'joined/' || joined_set || '/' || reader_id
                  when alerts = 'daily' then 'digest/' || reader_id end,
             case when queued.kind <> 'notice' then 'email'
                  when channels[1] = 'letter' then 'letter'
                  when $2 and channels[1] = 'text-message' and not text_messages_stopped then 'text-message'
                  else 'email' end
           from jsonb_to_recordset($1::jsonb) as queued
             (delivery_id uuid, kind text, next_attempt_at timestamptz, digest_at timestamptz, authorization_id uuid, reader_id uuid)
           left join authorizations using (authorization_id)
           left join contact_preferences on person_id = reader_id
           on conflict do nothing`,
    values: [JSON.stringify(queued), textMessages],
  });
const settle = (transaction: Transaction, settled: readonly Settled[]) =>
  transaction.query({
    name: 'deliveries.settle-by-event',
    text: `update deliveries set lease_id = null, leased_until = null, outcome = settled.outcome, settled_at = settled.settled_at
           from jsonb_populate_recordset(null::deliveries, $1::jsonb) as settled
           where deliveries.delivery_id = settled.delivery_id`,
    values: [JSON.stringify(settled)],
  });
const reopen = (transaction: Transaction, reopened: ReadonlyMap<string, string>) =>
  transaction.query({
    name: 'deliveries.reopen',
    text: `update deliveries set outcome = null, settled_at = null, attempts = 0, next_attempt_at = reopened.at,
             channel = 'email', failed_channels = '{}', carrier_id = null
           from unnest($1::uuid[], $2::timestamptz[]) as reopened (delivery_id, at)
           where deliveries.delivery_id = reopened.delivery_id and outcome = 'undeliverable'`,
    values: [[...reopened.keys()], [...reopened.values()]],
  });

const takeBack = (transaction: Transaction, returned: ReadonlySet<string>) =>
  transaction.query({
    name: 'deliveries.take-back',
    text: `update deliveries set outcome = null, settled_at = null
           where delivery_id = any($1) and outcome = 'delivered'`,
    values: [[...returned]],
  });

/**
 * Puts what was opened into the queue and takes out what the events say is done, in their transaction. A row that is
 * there stays as it is, so a rebuild sends nothing again.
 */
export const queueDeliveriesProjection = (districtTimeZone: string, textMessages: boolean): Projection => ({
  name: 'deliveries',
  types: new Set<QueueEvent['type']>([
    'sightline.notification.notices-opened.v1',
    'sightline.notification.notices-delivered.v1',
    'sightline.notification.notices-undeliverable.v1',
    'sightline.notification.notices-reopened.v1',
    'sightline.notification.notice-channel-failed.v1',
    'sightline.notification.alerts-opened.v1',
    'sightline.notification.alerts-opened.v2',
    'sightline.notification.alerts-delivered.v1',
    'sightline.notification.alerts-undeliverable.v1',
    'sightline.notification.alerts-cancelled.v1',
  ]),
  async apply(transaction, staged) {
    const { queued, settled, reopened, returned } = workOf(
      staged as unknown as readonly QueueEvent[],
      districtTimeZone,
    );
    if (queued.length > 0) await queue(transaction, queued, textMessages);
    if (reopened.size > 0) await reopen(transaction, reopened);
    if (returned.size > 0) await takeBack(transaction, returned);
    if (settled.size > 0) await settle(transaction, [...settled.values()]);
  },
});
