import type { Queryable } from '@sightline/event-store';

/** A webhook as operators see it; its address and name are null once they are destroyed. */
export interface WebhookListed {
  readonly id: string;
  readonly status: 'active' | 'disabled' | 'ended';
  readonly eventTypes: readonly string[];
  readonly url: string | null;
  readonly description: string | null;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
  readonly disableReason: string | null;
  /** Until when the secret before signs too; null when only one signs. */
  readonly previousSecretEndsAt: Date | null;
  readonly failingSince: Date | null;
  readonly lastDeliveredAt: Date | null;
}

const listed = `select webhook_id as id, status, event_types as "eventTypes", words->>'url' as url,
    words->>'description' as description, registered_at as "createdAt", ended_at as "endedAt",
    disable_reason as "disableReason", case when previous_ends_at > $1 then previous_ends_at end as "previousSecretEndsAt",
    failing_since as "failingSince", delivered_at as "lastDeliveredAt"
  from webhooks left join confidential on record_id = words_id left join webhook_endpoints using (webhook_id)`;

/** Latest first; one more than the page, to know whether another follows. */
export async function listWebhooks(
  database: Queryable,
  now: Date,
  { before, limit }: { readonly before: string | undefined; readonly limit: number },
): Promise<readonly WebhookListed[]> {
  const { rows } = await database.query<WebhookListed>({
    name: 'webhooks.list',
    text: `${listed} where $2::uuid is null or webhook_id < $2 order by webhook_id desc limit $3`,
    values: [now, before ?? null, limit + 1],
  });
  return rows;
}

export async function findWebhook(database: Queryable, now: Date, id: string): Promise<WebhookListed | undefined> {
  const { rows } = await database.query<WebhookListed>({
    name: 'webhooks.find',
    text: `${listed} where webhook_id = $2`,
    values: [now, id],
  });
  return rows[0];
}

/** Of those that have not ended. */
export async function countWebhooks(database: Queryable): Promise<number> {
  const { rows } = await database.query<{ count: number }>({
    name: 'webhooks.count',
    text: `select count(*)::integer as count from webhooks where status <> 'ended'`,
  });
  return rows[0]!.count;
}
