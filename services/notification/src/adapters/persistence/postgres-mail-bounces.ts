import type { Queryable, Transaction } from '@sightline/event-store';
import type { MailBounces, ReturnedNotice } from '../../application/ports.js';

/** What mail servers sent back, as rows: a reaction writes them, a worker draws the conclusion. */
export class PostgresMailBounces implements MailBounces {
  async keep(transaction: Transaction, deliveryIds: readonly string[], at: Date): Promise<void> {
    await transaction.query({
      name: 'mail-bounces.keep',
      text: `insert into mail_bounces (delivery_id, bounced_at) select unnest($1::uuid[]), $2 on conflict do nothing`,
      values: [deliveryIds, at],
    });
  }

  async claimReturned(transaction: Transaction, limit: number) {
    // One that came before our own record stays until that is there.
    const { rows } = await transaction.query<{ id: string }>({
      name: 'mail-bounces.claim',
      text: `delete from mail_bounces where delivery_id in (
               select delivery_id from mail_bounces where not exists (
                 select from deliveries where deliveries.delivery_id = mail_bounces.delivery_id
                   and outcome is null and channel = 'email')
               order by delivery_id limit $1 for update skip locked)
             returning delivery_id as id`,
      values: [limit],
    });
    const ids = rows.map(({ id }) => id);
    if (ids.length === 0) return { claimed: 0, notices: [] };
    const { rows: notices } = await transaction.query<ReturnedNotice>({
      name: 'mail-bounces.notices',
      text: `select notice_id as "noticeId", authorization_id as "authorizationId", notices.case_id as "caseId",
               policy_version as "policyVersion", opened_by as "openedBy", guardian_id as "guardianId",
               failed_channels as "failedChannels"
             from deliveries join notices on notice_id = delivery_id join authorizations using (authorization_id)
             where (delivery_id = any($1) or sent_as = any($1)) and status = 'delivered' and notices.channel = 'email'
             order by delivery_id for update of deliveries`,
      values: [ids],
    });
    return { claimed: ids.length, notices };
  }
}

/** Which mail carried a notice that went in one with others: what comes back of it comes back for all of them. */
export const rememberCompanions = async (
  database: Queryable,
  companions: readonly { readonly deliveryId: string; readonly sentAs: string }[],
): Promise<void> => {
  if (companions.length === 0) return;
  await database.query({
    name: 'deliveries.remember-companions',
    text: `update deliveries set sent_as = sent.sent_as from unnest($1::uuid[], $2::uuid[]) as sent (delivery_id, sent_as)
           where deliveries.delivery_id = sent.delivery_id`,
    values: [companions.map(({ deliveryId }) => deliveryId), companions.map(({ sentAs }) => sentAs)],
  });
};

export const bounceKey = async (database: Queryable): Promise<Buffer> =>
  (await database.query<{ key: Buffer }>('select key from bounce_keys')).rows[0]!.key;
