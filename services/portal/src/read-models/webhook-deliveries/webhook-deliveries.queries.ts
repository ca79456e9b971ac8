import type { Queryable } from '@sightline/event-store';

export const deliveryStatuses = ['waiting', 'delivered', 'failed', 'cancelled'] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

/** One message to one webhook, and what became of it. */
export interface DeliveryListed {
  readonly id: string;
  readonly webhookId: string;
  readonly eventId: string;
  readonly eventType: string;
  readonly status: DeliveryStatus;
  readonly createdAt: Date;
  readonly attempts: number;
  readonly nextAttemptAt: Date;
  readonly lastAttemptAt: Date | null;
  readonly lastOutcome: string | null;
  readonly responseStatus: number | null;
}

const listed = `select delivery_id as id, webhook_id as "webhookId", event_id as "eventId", event_type as "eventType", status,
    created_at as "createdAt", attempts, next_attempt_at as "nextAttemptAt", last_attempt_at as "lastAttemptAt",
    last_outcome as "lastOutcome", response_status as "responseStatus"
  from webhook_deliveries where webhook_id = $1`;

/** Latest first; one more than the page, to know whether another follows. */
export async function listDeliveries(
  database: Queryable,
  webhookId: string,
  {
    before,
    status,
    limit,
  }: { readonly before: string | undefined; readonly status: DeliveryStatus | undefined; readonly limit: number },
): Promise<readonly DeliveryListed[]> {
  const { rows } = await database.query<DeliveryListed>({
    name: 'webhook-deliveries.list',
    text: `${listed} and ($2::uuid is null or delivery_id < $2) and ($3::text is null or status = $3)
           order by delivery_id desc limit $4`,
    values: [webhookId, before ?? null, status ?? null, limit + 1],
  });
  return rows;
}

export async function findDelivery(
  database: Queryable,
  webhookId: string,
  deliveryId: string,
): Promise<DeliveryListed | undefined> {
  const { rows } = await database.query<DeliveryListed>({
    name: 'webhook-deliveries.find',
    text: `${listed} and delivery_id = $2`,
    values: [webhookId, deliveryId],
  });
  return rows[0];
}
