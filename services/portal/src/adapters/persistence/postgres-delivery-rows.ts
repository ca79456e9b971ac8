import { inTransaction, type Transaction } from '@sightline/event-store';
import { newId } from '@sightline/service-kit';
import type pg from 'pg';
import type {
  AttemptResult,
  ClaimedLane,
  ClaimedMessage,
  DeliveryRows,
  EndpointState,
  NewMessage,
} from '../../application/webhook-ports.js';
import { expiresAt } from '../../domain/index.js';

const tidiedMax = 1_000;
const settledDaysMax = 30;

interface LaneRow {
  readonly url: string;
  readonly secret_id: string;
  readonly secret: string;
  readonly previous_id: string | null;
  readonly previous: string | null;
  readonly failures: number;
  readonly failing_since: Date | null;
}

/** The `webhook_deliveries` table: primary data that survives a rebuild, so that nothing is sent again by one. */
export class PostgresDeliveryRows implements DeliveryRows {
  constructor(private readonly pool: pg.Pool) {}

  async open(transaction: Transaction, messages: readonly NewMessage[]): Promise<number> {
    if (messages.length === 0) return 0;
    const active = await transaction.query<{ webhook_id: string; event_types: string[]; registered_at: Date }>({
      name: 'webhook-deliveries.active',
      text: `select webhook_id, event_types, registered_at from webhooks where status <> 'ended'`,
    });
    const rows = messages.flatMap((message) =>
      active.rows
        .filter(
          ({ event_types: types, registered_at: since }) =>
            types.includes(message.eventType) && since <= message.decidedAt,
        )
        .map(({ webhook_id: webhookId }) => ({
          ...{ delivery_id: newId(), webhook_id: webhookId, event_id: message.eventId, event_type: message.eventType },
          ...{ payload: message.payload, created_at: message.at, expires_at: expiresAt(message.at) },
        })),
    );
    if (rows.length === 0) return 0;
    await transaction.query({
      name: 'webhook-deliveries.open',
      text: `insert into webhook_deliveries (delivery_id, webhook_id, event_id, event_type, payload, status, created_at,
               expires_at, next_attempt_at)
             select delivery_id, webhook_id, event_id, event_type, payload, 'waiting', created_at, expires_at, created_at
             from jsonb_to_recordset($1::jsonb) as opened (delivery_id uuid, webhook_id uuid, event_id uuid,
               event_type text, payload text, created_at timestamptz, expires_at timestamptz)
             on conflict (webhook_id, event_id) do nothing`,
      values: [JSON.stringify(rows)],
    });
    return rows.length;
  }

  async due(now: Date): Promise<readonly string[]> {
    const { rows } = await this.pool.query<{ webhook_id: string }>({
      name: 'webhook-deliveries.due',
      text: `select webhook_id from webhooks left join webhook_endpoints using (webhook_id)
             where status = 'active' and (rest_until is null or rest_until <= $1) and exists (
               select from webhook_deliveries as waiting
               where waiting.webhook_id = webhooks.webhook_id and waiting.status = 'waiting'
                 and next_attempt_at <= $1 and (leased_until is null or leased_until <= $1))`,
      values: [now],
    });
    return rows.map(({ webhook_id: webhookId }) => webhookId);
  }

  claim(webhookId: string, now: Date, limit: number, leaseMs: number): Promise<ClaimedLane | undefined> {
    const leaseId = newId();
    return inTransaction(this.pool, async (transaction) => {
      const lane = await transaction.query<LaneRow>({
        name: 'webhook-deliveries.lane',
        text: `select address.words->>'url' as url, secret_id, current.words->>'sealed' as secret,
                 case when previous_ends_at > $2 then previous_secret_id end as previous_id,
                 case when previous_ends_at > $2 then before.words->>'sealed' end as previous,
                 coalesce(failures, 0) as failures, failing_since
               from webhooks
               join confidential as address on address.record_id = words_id
               join confidential as current on current.record_id = secret_id
               left join confidential as before on before.record_id = previous_secret_id
               left join webhook_endpoints using (webhook_id)
               where webhook_id = $1 and status = 'active' and (rest_until is null or rest_until <= $2)`,
        values: [webhookId, now],
      });
      const [found] = lane.rows;
      if (!found) return undefined;
      const claimed = await transaction.query<ClaimedMessage>({
        name: 'webhook-deliveries.claim',
        text: `with due as (
                 select delivery_id from webhook_deliveries
                 where webhook_id = $1 and status = 'waiting' and next_attempt_at <= $2
                   and (leased_until is null or leased_until <= $2)
                 order by next_attempt_at, delivery_id limit $3 for update skip locked
               )
               update webhook_deliveries set lease_id = $4, leased_until = $5 from due
               where webhook_deliveries.delivery_id = due.delivery_id
               returning webhook_deliveries.delivery_id as "deliveryId", event_id as "eventId", payload,
                 attempts + 1 as attempts, expires_at as "expiresAt"`,
        values: [webhookId, now, limit, leaseId, new Date(now.getTime() + leaseMs)],
      });
      if (claimed.rows.length === 0) return undefined;
      const { secret_id: secretId, secret, previous_id: previousId, previous } = found;
      return {
        ...{ leaseId, url: found.url, failures: found.failures, failingSince: found.failing_since },
        sealedSecrets: [
          { secretId, sealed: secret },
          ...(previousId === null || previous === null ? [] : [{ secretId: previousId, sealed: previous }]),
        ],
        // An update returns its rows in no order that it promises.
        messages: claimed.rows.sort((left, right) => (left.deliveryId < right.deliveryId ? -1 : 1)),
      };
    });
  }

  settle(leaseId: string, results: readonly AttemptResult[], endpoint: EndpointState): Promise<void> {
    return inTransaction(this.pool, async (transaction) => {
      await transaction.query({
        name: 'webhook-deliveries.settle',
        text: `update webhook_deliveries set lease_id = null, leased_until = null, attempts = attempts + 1,
                 status = settled.status, next_attempt_at = settled.next_attempt_at, last_attempt_at = settled.at,
                 last_outcome = settled.outcome, response_status = settled.response
               from jsonb_to_recordset($1::jsonb) as settled (delivery_id uuid, status text, next_attempt_at timestamptz,
                 at timestamptz, outcome text, response integer)
               where webhook_deliveries.delivery_id = settled.delivery_id and lease_id = $2
                 and webhook_deliveries.status = 'waiting'`,
        values: [
          JSON.stringify(
            results.map(({ deliveryId, status, nextAttemptAt, outcome, at }) => ({
              ...{ delivery_id: deliveryId, status, next_attempt_at: nextAttemptAt, at },
              ...{ outcome: outcome.kind, response: outcome.status },
            })),
          ),
          leaseId,
        ],
      });
      await transaction.query({
        name: 'webhook-deliveries.give-back',
        text: 'update webhook_deliveries set lease_id = null, leased_until = null where webhook_id = $1 and lease_id = $2',
        values: [endpoint.webhookId, leaseId],
      });
      await transaction.query({
        name: 'webhook-endpoints.note',
        text: `insert into webhook_endpoints (webhook_id, failures, failing_since, rest_until, delivered_at)
               values ($1, $2, $3, $4, $5)
               on conflict (webhook_id) do update set failures = excluded.failures, failing_since = excluded.failing_since,
                 rest_until = excluded.rest_until, delivered_at = coalesce(excluded.delivered_at, webhook_endpoints.delivered_at)`,
        values: [
          endpoint.webhookId,
          endpoint.failures,
          endpoint.failingSince,
          endpoint.restUntil,
          endpoint.deliveredAt,
        ],
      });
    });
  }

  /** Ends every lease. Only where no other process can hold one. */
  async releaseAll(): Promise<void> {
    await this.pool.query(
      `update webhook_deliveries set lease_id = null, leased_until = null where status = 'waiting' and lease_id is not null`,
    );
  }

  async tidy(now: Date): Promise<number> {
    const expired = await this.pool.query({
      name: 'webhook-deliveries.expire',
      text: `update webhook_deliveries set status = 'failed' where delivery_id in (
               select delivery_id from webhook_deliveries
               where status = 'waiting' and expires_at <= $1 and (leased_until is null or leased_until <= $1)
               order by webhook_id, next_attempt_at limit ${tidiedMax} for update skip locked)`,
      values: [now],
    });
    const forgotten = await this.pool.query({
      name: 'webhook-deliveries.forget',
      text: `delete from webhook_deliveries where delivery_id in (
               select delivery_id from webhook_deliveries
               where status <> 'waiting' and created_at <= $1 order by created_at limit ${tidiedMax})`,
      values: [new Date(now.getTime() - settledDaysMax * 86_400_000)],
    });
    const destroyed = await this.pool.query({
      name: 'webhooks.destroy-secrets',
      text: `update confidential set key = null, words = null, disposed_at = $1 from webhooks
             where confidential.subject = 'webhook/' || webhook_id and disposed_at is null and (
               status = 'ended' or (record_id <> words_id and record_id <> secret_id
                 and (record_id is distinct from previous_secret_id or previous_ends_at <= $1)))`,
      values: [now],
    });
    return (expired.rowCount ?? 0) + (forgotten.rowCount ?? 0) + (destroyed.rowCount ?? 0);
  }
}
