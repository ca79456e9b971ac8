import { inTransaction, type Transaction } from '@sightline/event-store';
import type { NoticeChannel } from '@sightline/contracts';
import { newId } from '@sightline/service-kit';
import type pg from 'pg';
import type { ClaimedBatch, DeliveryQueue, WaitingAlert, WaitingNotice } from '../../application/ports.js';
import { noticeDetails } from './notice-details.js';

interface ClaimedRow {
  delivery_id: string;
  kind: 'notice' | 'alert';
  attempts: number;
  companion_key: string | null;
  failed_channels: string[];
  carrier_id: string | null;
}

/** What the claim itself says of a row. */
type Claimed = 'attempts' | 'companionKey' | 'failedChannels' | 'carrierId';

const companionsMax = 200;

const alertDetails = `select alert_id as "alertId", alerts.kind as "alertKind", set_id as "setId", alerts.case_id as "caseId",
    alerts.policy_version as "policyVersion", opened_by as "openedBy", person_id as "personId",
    alerts.request_id as "requestId", alerts.task_id as "taskId", alerts.authorization_id as "authorizationId",
    about_person_id as "aboutPersonId", until::text as until, due_at as "dueAt", side,
    coalesce(approval_tasks.kind, requests.kind, authorizations.kind) as kind, coalesce(about, 'request') as about,
    coalesce(settled, false)
      or (alerts.kind = 'authorization-ending-soon' and authorizations.ended_at is not null) as settled
  from alerts
  left join approval_tasks on approval_tasks.task_id = alerts.task_id
  left join requests on requests.request_id = alerts.request_id
  left join authorizations on authorizations.authorization_id = alerts.authorization_id
  where alert_id = any($1) and (alerts.task_id is null or approval_tasks.task_id is not null) order by alert_id`;

/** The `deliveries` table: primary data that survives a rebuild, so that nothing is sent again by one. Four statements a claim, whatever its size. */
export class PostgresDeliveryQueue implements DeliveryQueue {
  constructor(private readonly pool: pg.Pool) {}

  claim(channel: NoticeChannel, now: Date, limit: number, leaseMs: number): Promise<ClaimedBatch> {
    const leaseId = newId();
    return inTransaction(this.pool, async (transaction) => {
      const { rows } = await transaction.query<ClaimedRow>({
        name: 'deliveries.claim',
        text: `with due as (
                 select delivery_id from deliveries
                 where outcome is null and channel = $5 and next_attempt_at <= $1
                   and (leased_until is null or leased_until <= $1)
                 order by next_attempt_at, delivery_id limit $2 for update skip locked
               )
               update deliveries set lease_id = $3, leased_until = $4, attempts = attempts + 1
               from due where deliveries.delivery_id = due.delivery_id
               returning deliveries.delivery_id, kind, attempts, companion_key, failed_channels, carrier_id`,
        values: [now, limit, leaseId, new Date(now.getTime() + leaseMs), channel],
      });
      const keys = rows.flatMap(({ companion_key: key }) => key ?? []);
      const companions =
        keys.length === 0 ? [] : await this.claimCompanions(transaction, channel, keys, now, leaseId, leaseMs);
      const claimed = new Map([...rows, ...companions].map((row) => [row.delivery_id, row]));
      const idsOf = (kind: ClaimedRow['kind']): string[] =>
        [...claimed.values()].filter((row) => row.kind === kind).map((row) => row.delivery_id);
      const details = async <Row extends object>(name: string, text: string, ids: readonly string[]): Promise<Row[]> =>
        ids.length === 0 ? [] : (await transaction.query<Row>({ name, text, values: [ids] })).rows;
      const claimOf = (deliveryId: string): Pick<WaitingNotice, Claimed> => {
        const row = claimed.get(deliveryId)!;
        return {
          ...{ attempts: row.attempts, companionKey: row.companion_key },
          ...{ failedChannels: row.failed_channels, carrierId: row.carrier_id },
        };
      };
      const notices = await details<Omit<WaitingNotice, Claimed>>('deliveries.notices', noticeDetails, idsOf('notice'));
      const alerts = await details<Omit<WaitingAlert, Claimed>>('deliveries.alerts', alertDetails, idsOf('alert'));
      return {
        leaseId,
        notices: notices.map((notice) => ({ ...notice, ...claimOf(notice.noticeId) })),
        alerts: alerts.map((alert) => ({ ...alert, ...claimOf(alert.alertId) })),
        count: claimed.size,
      };
    });
  }

  /** What goes in one mail with what was claimed, and is due too. */
  private async claimCompanions(
    transaction: Transaction,
    channel: NoticeChannel,
    keys: readonly string[],
    now: Date,
    leaseId: string,
    leaseMs: number,
  ): Promise<ClaimedRow[]> {
    const { rows } = await transaction.query<ClaimedRow>({
      name: 'deliveries.claim-companions',
      text: `with companions as (
               select delivery_id from deliveries
               where outcome is null and channel = $5 and companion_key = any($1) and next_attempt_at <= $2
                 and (leased_until is null or leased_until <= $2)
               order by delivery_id limit ${companionsMax} for update skip locked
             )
             update deliveries set lease_id = $3, leased_until = $4, attempts = attempts + 1
             from companions where deliveries.delivery_id = companions.delivery_id
             returning deliveries.delivery_id, kind, attempts, companion_key, failed_channels, carrier_id`,
      values: [keys, now, leaseId, new Date(now.getTime() + leaseMs), channel],
    });
    return rows;
  }

  async settle(leaseId: string, settlements: Parameters<DeliveryQueue['settle']>[1]): Promise<void> {
    if (settlements.length === 0) return;
    await this.pool.query({
      name: 'deliveries.settle',
      text: `update deliveries set lease_id = null, leased_until = null, next_attempt_at = settled.next_attempt_at,
               attempts = case when settled.failed is not null then 0 else attempts - settled.uncounted end,
               channel = coalesce(settled.channel, deliveries.channel),
               failed_channels = case when settled.failed is null then failed_channels
                                      else failed_channels || settled.failed end,
               carrier_id = settled.carrier_id
             from jsonb_to_recordset($1::jsonb) as settled
               (delivery_id uuid, next_attempt_at timestamptz, uncounted integer, channel text, failed text, carrier_id text)
             where deliveries.delivery_id = settled.delivery_id and deliveries.lease_id = $2`,
      values: [
        JSON.stringify(
          settlements.map(({ deliveryId, nextAttemptAt, postponed, moves, carrierId }) => ({
            ...{ delivery_id: deliveryId, next_attempt_at: nextAttemptAt, uncounted: postponed ? 1 : 0 },
            ...{ channel: moves?.to, failed: moves?.failed, carrier_id: carrierId },
          })),
        ),
        leaseId,
      ],
    });
  }

  async giveBack(leaseId: string, nextAttemptAt: Date): Promise<void> {
    await this.pool.query({
      name: 'deliveries.give-back',
      text: `update deliveries set lease_id = null, leased_until = null, attempts = attempts - 1, next_attempt_at = $2
             where lease_id = $1`,
      values: [leaseId, nextAttemptAt],
    });
  }

  /** Without a carrier nothing waits for one: what was meant for it goes by mail. */
  async sendAllByMail(): Promise<void> {
    await this.pool.query(
      `update deliveries set channel = 'email', carrier_id = null where outcome is null and channel = 'text-message'`,
    );
  }

  /** Ends every lease. Only where no other process can hold one. */
  async releaseAll(): Promise<void> {
    await this.pool.query(
      'update deliveries set lease_id = null, leased_until = null where outcome is null and lease_id is not null',
    );
  }
}
