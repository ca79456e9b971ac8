import { inTransaction } from '@sightline/event-store';
import { newId } from '@sightline/service-kit';
import type pg from 'pg';
import type { ClaimedBatch, DeliveryQueue, WaitingAlert, WaitingNotice } from '../../application/ports.js';

interface ClaimedRow {
  delivery_id: string;
  kind: 'notice' | 'alert';
  attempts: number;
}

const noticeDetails = `select notice_id as "noticeId", authorization_id as "authorizationId", notices.case_id as "caseId",
    policy_version as "policyVersion", opened_by as "openedBy", guardian_id as "guardianId", student_ids as "studentIds",
    occasion, kind, staff_id as "staffId", group_id as "groupId", medium, starts_on::text as "from",
    ends_on::text as "until", ended_on::text as "endedOn"
  from notices join authorizations using (authorization_id) where notice_id = any($1)`;
const alertDetails = `select alert_id as "alertId", person_id as "personId", task_id as "taskId", kind, side,
    due_at as "dueAt", settled
  from alerts join approval_tasks using (task_id) where alert_id = any($1)`;

/** The `deliveries` table: primary data that survives a rebuild, so that nothing is sent again by one. Three statements a claim, whatever its size. */
export class PostgresDeliveryQueue implements DeliveryQueue {
  constructor(private readonly pool: pg.Pool) {}

  claim(now: Date, limit: number, leaseMs: number): Promise<ClaimedBatch> {
    const leaseId = newId();
    return inTransaction(this.pool, async (transaction) => {
      const { rows } = await transaction.query<ClaimedRow>({
        name: 'deliveries.claim',
        text: `with due as (
                 select delivery_id from deliveries
                 where outcome is null and next_attempt_at <= $1 and (leased_until is null or leased_until <= $1)
                 order by next_attempt_at, delivery_id limit $2 for update skip locked
               )
               update deliveries set lease_id = $3, leased_until = $4, attempts = attempts + 1
               from due where deliveries.delivery_id = due.delivery_id
               returning deliveries.delivery_id, kind, attempts`,
        values: [now, limit, leaseId, new Date(now.getTime() + leaseMs)],
      });
      const attempts = new Map(rows.map((row) => [row.delivery_id, row.attempts]));
      const idsOf = (kind: ClaimedRow['kind']): string[] =>
        rows.filter((row) => row.kind === kind).map((row) => row.delivery_id);
      const details = async <Row extends object>(name: string, text: string, ids: readonly string[]): Promise<Row[]> =>
        ids.length === 0 ? [] : (await transaction.query<Row>({ name, text, values: [ids] })).rows;
      const notices = await details<Omit<WaitingNotice, 'attempts'>>(
        'deliveries.notices',
        noticeDetails,
        idsOf('notice'),
      );
      const alerts = await details<Omit<WaitingAlert, 'attempts'>>('deliveries.alerts', alertDetails, idsOf('alert'));
      return {
        leaseId,
        notices: notices.map((notice) => ({ ...notice, attempts: attempts.get(notice.noticeId)! })),
        alerts: alerts.map((alert) => ({ ...alert, attempts: attempts.get(alert.alertId)! })),
        count: rows.length,
      };
    });
  }

  async settle(leaseId: string, settlements: Parameters<DeliveryQueue['settle']>[1], now: Date): Promise<void> {
    if (settlements.length === 0) return;
    const rows = settlements.map((settlement) => ({
      delivery_id: settlement.deliveryId,
      outcome: settlement.outcome,
      settled_at: settlement.outcome === null ? null : now,
      next_attempt_at: settlement.outcome === null ? settlement.nextAttemptAt : now,
    }));
    await this.pool.query({
      name: 'deliveries.settle',
      text: `update deliveries set lease_id = null, leased_until = null, outcome = settled.outcome,
                    settled_at = settled.settled_at, next_attempt_at = settled.next_attempt_at
             from jsonb_populate_recordset(null::deliveries, $1::jsonb) as settled
             where deliveries.delivery_id = settled.delivery_id and deliveries.lease_id = $2`,
      values: [JSON.stringify(rows), leaseId],
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

  /** Ends every lease. Only where no other process can hold one. */
  async releaseAll(): Promise<void> {
    await this.pool.query(
      'update deliveries set lease_id = null, leased_until = null where outcome is null and lease_id is not null',
    );
  }
}
