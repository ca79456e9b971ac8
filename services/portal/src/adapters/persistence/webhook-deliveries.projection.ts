import type {
  WebhookEnabled,
  WebhookEnded,
  WebhookEvent,
  WebhookRedeliveryRequested,
  WebhookTested,
} from '@sightline/contracts';
import type { Projection } from '@sightline/event-store';
import { composeTest } from '../../application/compose-message.js';
import { expiresAt } from '../../domain/index.js';

type Step = WebhookTested | WebhookRedeliveryRequested | WebhookEnabled | WebhookEnded;

const ofType = <Type extends Step['type']>(events: readonly Step[], type: Type): Extract<Step, { type: Type }>[] =>
  events.filter((event): event is Extract<Step, { type: Type }> => event.type === type);

/** What operators' own steps do to the queue: a test is queued, an old message once more, and with the webhook's end nothing is due. */
export const webhookDeliveriesProjection = (publicUrl: string): Projection => ({
  name: 'webhook_deliveries',
  types: new Set<WebhookEvent['type']>([
    'sightline.portal.webhook-tested.v1',
    'sightline.portal.webhook-redelivery-requested.v1',
    'sightline.portal.webhook-enabled.v1',
    'sightline.portal.webhook-ended.v1',
  ]),
  async apply(transaction, staged) {
    const events = staged as unknown as readonly Step[];
    const tested = ofType(events, 'sightline.portal.webhook-tested.v1');
    if (tested.length > 0)
      await transaction.query({
        name: 'webhook-deliveries.test',
        text: `insert into webhook_deliveries (delivery_id, webhook_id, event_id, event_type, payload, status, created_at,
                 expires_at, next_attempt_at)
               select delivery_id, webhook_id, event_id, event_type, payload, 'waiting', created_at, expires_at, created_at
               from jsonb_to_recordset($1::jsonb) as tested (delivery_id uuid, webhook_id uuid, event_id uuid,
                 event_type text, payload text, created_at timestamptz, expires_at timestamptz)
               on conflict do nothing`,
        values: [
          JSON.stringify(
            tested.map((event) => ({
              ...{ delivery_id: event.data.deliveryId, webhook_id: event.data.webhookId, event_id: event.id },
              ...{ event_type: event.type, payload: composeTest(event, event.data.webhookId, publicUrl) },
              ...{ created_at: event.time, expires_at: expiresAt(new Date(event.time)) },
            })),
          ),
        ],
      });
    const again = ofType(events, 'sightline.portal.webhook-redelivery-requested.v1');
    if (again.length > 0)
      await transaction.query({
        name: 'webhook-deliveries.redeliver',
        text: `update webhook_deliveries set status = 'waiting', attempts = 0, next_attempt_at = again.at, expires_at = again.until,
                 lease_id = null, leased_until = null
               from jsonb_to_recordset($1::jsonb) as again (delivery_id uuid, at timestamptz, until timestamptz)
               where webhook_deliveries.delivery_id = again.delivery_id`,
        values: [
          JSON.stringify(
            again.map(({ data, time }) => ({
              ...{ delivery_id: data.deliveryId, at: time, until: expiresAt(new Date(time)) },
            })),
          ),
        ],
      });
    const enabled = ofType(events, 'sightline.portal.webhook-enabled.v1');
    if (enabled.length > 0)
      await transaction.query({
        name: 'webhook-endpoints.begin-anew',
        text: 'update webhook_endpoints set failures = 0, failing_since = null, rest_until = null where webhook_id = any($1)',
        values: [enabled.map(({ data }) => data.webhookId)],
      });
    const ended = ofType(events, 'sightline.portal.webhook-ended.v1');
    if (ended.length > 0)
      await transaction.query({
        name: 'webhook-deliveries.cancel',
        text: `update webhook_deliveries set status = 'cancelled', lease_id = null, leased_until = null
               where status = 'waiting' and webhook_id = any($1)`,
        values: [ended.map(({ data }) => data.webhookId)],
      });
  },
});
