import type { WebhookEvent } from '@sightline/contracts';
import { rowProjection, type Projection } from '@sightline/event-store';

/** One webhook as its stream tells it; its address, its name and its secrets stand in `confidential`, by these ids. */
export interface WebhookRow {
  readonly webhook_id: string;
  readonly status: 'active' | 'disabled' | 'ended';
  readonly event_types: readonly string[];
  readonly words_id: string;
  readonly secret_id: string;
  readonly previous_secret_id: string | null;
  readonly previous_ends_at: string | null;
  readonly disable_reason: string | null;
  readonly registered_at: string;
  readonly ended_at: string | null;
}

/** Pure: the row after the event. */
const evolveWebhookRow = (row: WebhookRow | undefined, event: WebhookEvent): WebhookRow | null => {
  if (event.type === 'sightline.portal.webhook-registered.v1') {
    const { webhookId, eventTypes, secretId, words } = event.data;
    return {
      ...{ webhook_id: webhookId, status: 'active', event_types: eventTypes, words_id: words.recordId },
      ...{ secret_id: secretId, previous_secret_id: null, previous_ends_at: null, disable_reason: null },
      ...{ registered_at: event.time, ended_at: null },
    };
  }
  if (!row) return null;
  switch (event.type) {
    case 'sightline.portal.webhook-secret-rotated.v1': {
      const { secretId, previousSecretId, previousEndsAt } = event.data;
      return { ...row, secret_id: secretId, previous_secret_id: previousSecretId, previous_ends_at: previousEndsAt };
    }
    case 'sightline.portal.webhook-disabled.v1':
      return { ...row, status: 'disabled', disable_reason: event.data.reason };
    case 'sightline.portal.webhook-enabled.v1':
      return { ...row, status: 'active', disable_reason: null };
    case 'sightline.portal.webhook-ended.v1':
      return { ...row, status: 'ended', ended_at: event.time };
    case 'sightline.portal.webhook-tested.v1':
    case 'sightline.portal.webhook-redelivery-requested.v1':
      return row;
  }
};

export const webhooksProjection: Projection = rowProjection<WebhookRow, WebhookEvent>({
  table: 'webhooks',
  key: 'webhook_id',
  types: [
    'sightline.portal.webhook-registered.v1',
    'sightline.portal.webhook-secret-rotated.v1',
    'sightline.portal.webhook-disabled.v1',
    'sightline.portal.webhook-enabled.v1',
    'sightline.portal.webhook-ended.v1',
  ],
  keysOf: ({ data }) => [data.webhookId],
  evolve: evolveWebhookRow,
  creates: ({ type }) => type === 'sightline.portal.webhook-registered.v1',
});
