import type { Transaction } from '@sightline/event-store';
import type pg from 'pg';
import type { CarrierReports, ReportedNotice, Settlement } from '../../application/ports.js';

type ReportedRow = ReportedNotice['notice'] & Pick<ReportedNotice, 'outcome' | 'reportedAt'>;

/** What carriers said, as rows: a callback only writes one, a worker draws the conclusion. */
export class PostgresCarrierReports implements CarrierReports {
  constructor(private readonly pool: pg.Pool) {}

  async keep(carrierId: string, outcome: ReportedNotice['outcome'], at: Date): Promise<void> {
    await this.pool.query({
      name: 'carrier-reports.keep',
      text: `insert into carrier_reports (carrier_id, outcome, reported_at) values ($1, $2, $3) on conflict do nothing`,
      values: [carrierId, outcome, at],
    });
  }

  async claimReported(transaction: Transaction, limit: number): Promise<ReportedNotice[]> {
    const { rows } = await transaction.query<ReportedRow>({
      name: 'carrier-reports.claim',
      text: `with reported as (
               select delivery_id, carrier_id, carrier_reports.outcome, reported_at, failed_channels
               from deliveries join carrier_reports using (carrier_id)
               where carrier_id is not null and deliveries.outcome is null and lease_id is null
               order by delivery_id limit $1 for update of deliveries skip locked
             ), ended as (
               update deliveries set carrier_id = null from reported where deliveries.delivery_id = reported.delivery_id
             ), answered as (
               delete from carrier_reports using reported where carrier_reports.carrier_id = reported.carrier_id
             )
             select notice_id as "noticeId", authorization_id as "authorizationId", notices.case_id as "caseId",
               policy_version as "policyVersion", opened_by as "openedBy", guardian_id as "guardianId",
               failed_channels as "failedChannels", reported.outcome, reported_at as "reportedAt"
             from reported join notices on notice_id = delivery_id join authorizations using (authorization_id)`,
      values: [limit],
    });
    return rows.map(({ outcome, reportedAt, ...notice }) => ({ notice, outcome, reportedAt }));
  }

  async move(transaction: Transaction, settlements: readonly Settlement[]): Promise<void> {
    if (settlements.length === 0) return;
    await transaction.query({
      name: 'carrier-reports.move',
      text: `update deliveries set channel = moved.channel, failed_channels = failed_channels || moved.failed,
               attempts = 0, next_attempt_at = moved.next_attempt_at
             from unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[])
               as moved (delivery_id, channel, failed, next_attempt_at)
             where deliveries.delivery_id = moved.delivery_id`,
      values: [
        settlements.map(({ deliveryId }) => deliveryId),
        settlements.map(({ moves }) => moves?.to),
        settlements.map(({ moves }) => moves?.failed),
        settlements.map(({ nextAttemptAt }) => nextAttemptAt),
      ],
    });
  }
}
