import type { AlertsOpened, NoticesDelivered, NoticesOpened, NoticesUndeliverable } from '@sightline/contracts';
import type { Projection } from '@sightline/event-store';

type QueueEvent = (NoticesOpened | AlertsOpened | NoticesDelivered | NoticesUndeliverable) & { readonly time: string };

interface Settled {
  readonly delivery_id: string;
  readonly outcome: 'delivered' | 'undeliverable';
  readonly settled_at: string;
}

/**
 * Puts what was opened into the queue and takes out what the events say is done, in their transaction. A row that is
 * there stays as it is, so a rebuild sends nothing again.
 */
export const queueDeliveriesProjection: Projection = {
  name: 'deliveries',
  types: new Set<QueueEvent['type']>([
    'sightline.notification.notices-opened.v1',
    'sightline.notification.alerts-opened.v1',
    'sightline.notification.notices-delivered.v1',
    'sightline.notification.notices-undeliverable.v1',
  ]),
  async apply(transaction, staged) {
    const queued: { delivery_id: string; kind: 'notice' | 'alert'; next_attempt_at: string }[] = [];
    const settled: Settled[] = [];
    for (const event of staged as unknown as readonly QueueEvent[])
      switch (event.type) {
        case 'sightline.notification.notices-opened.v1':
          for (const { noticeId } of event.data.notices)
            queued.push({ delivery_id: noticeId, kind: 'notice', next_attempt_at: event.time });
          break;
        case 'sightline.notification.alerts-opened.v1':
          for (const { alertId } of event.data.alerts)
            queued.push({ delivery_id: alertId, kind: 'alert', next_attempt_at: event.time });
          break;
        case 'sightline.notification.notices-delivered.v1':
          for (const { noticeId, at } of event.data.deliveries)
            settled.push({ delivery_id: noticeId, outcome: 'delivered', settled_at: at });
          break;
        case 'sightline.notification.notices-undeliverable.v1':
          for (const { noticeId } of event.data.notices)
            settled.push({ delivery_id: noticeId, outcome: 'undeliverable', settled_at: event.time });
      }
    if (queued.length > 0)
      await transaction.query({
        name: 'deliveries.queue',
        text: `insert into deliveries (delivery_id, kind, next_attempt_at)
               select delivery_id, kind, next_attempt_at from jsonb_populate_recordset(null::deliveries, $1::jsonb)
               on conflict do nothing`,
        values: [JSON.stringify(queued)],
      });
    if (settled.length > 0)
      await transaction.query({
        name: 'deliveries.settle-by-event',
        text: `update deliveries set lease_id = null, leased_until = null, outcome = settled.outcome, settled_at = settled.settled_at
               from jsonb_populate_recordset(null::deliveries, $1::jsonb) as settled
               where deliveries.delivery_id = settled.delivery_id`,
        values: [JSON.stringify(settled)],
      });
  },
};
