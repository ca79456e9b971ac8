import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Queryable, Transaction } from '@sightline/event-store';
import type { AddressesAwaited, AwaitedAddress, DueOccasions } from '../../application/ports.js';

const fingerprint = (salt: Buffer, address: string): Buffer =>
  createHmac('sha256', salt).update(address.trim().toLowerCase()).digest();

interface AwaitedRow extends Omit<AwaitedAddress, 'wasTried'> {
  readonly salt: Buffer | null;
  readonly tried: readonly Buffer[] | null;
}

/** Rows that fall due, claimed with `skip locked`: what one replica holds the others leave alone. */
export class PostgresDueOccasions implements DueOccasions, AddressesAwaited {
  async claimLapsedRestrictions(transaction: Transaction, today: string, limit: number) {
    const { rows } = await transaction.query<{ studentId: string; recordedBy: string }>({
      name: 'restriction-lapses.claim',
      text: `with due as (
               select restriction_id from restriction_lapses where not done and due_on <= $1::date
               order by due_on, restriction_id limit $2 for update skip locked
             )
             update restriction_lapses set done = true from due
             where restriction_lapses.restriction_id = due.restriction_id
             returning student_id as "studentId", recorded_by as "recordedBy"`,
      values: [today, limit],
    });
    return rows;
  }

  async claimDay(transaction: Transaction, name: string, today: string): Promise<boolean> {
    const { rowCount } = await transaction.query({
      name: 'daily-looks.claim',
      text: `insert into daily_looks (name, done_on) values ($1, $2::date)
             on conflict (name) do update set done_on = excluded.done_on where daily_looks.done_on < excluded.done_on`,
      values: [name, today],
    });
    return rowCount === 1;
  }

  async claimAwaitedAddresses(transaction: Transaction, now: Date, limit: number): Promise<AwaitedAddress[]> {
    const { rows } = await transaction.query<AwaitedRow>({
      name: 'awaited-addresses.claim',
      text: `with due as (
               select notice_id from awaited_addresses where next_look_at <= $1
               order by next_look_at, notice_id limit $2 for update skip locked
             ), looked as (
               update awaited_addresses set next_look_at = $1::timestamptz + interval '1 day' from due
               where awaited_addresses.notice_id = due.notice_id
               returning awaited_addresses.*
             )
             select looked.notice_id as "noticeId", looked.authorization_id as "authorizationId",
               looked.guardian_id as "guardianId", salt, tried, authorizations.case_id as "caseId",
               policy_version as "policyVersion", opened_by as "openedBy"
             from looked join notices using (notice_id)
             join authorizations on authorizations.authorization_id = looked.authorization_id`,
      values: [now, limit],
    });
    return rows.map(({ salt, tried, ...awaited }) => ({
      ...awaited,
      wasTried: (address) =>
        salt !== null && (tried ?? []).some((each) => timingSafeEqual(fingerprint(salt, address), each)),
    }));
  }

  /** Keeps keyed fingerprints of the addresses that did not work, never an address (design §1). */
  async rememberTried(
    database: Queryable,
    failures: readonly { readonly noticeId: string; readonly addresses: readonly string[] }[],
  ): Promise<void> {
    if (failures.length === 0) return;
    const rows = failures.map(({ noticeId, addresses }) => {
      const salt = randomBytes(32);
      const tried = addresses.map((address) => fingerprint(salt, address).toString('hex'));
      return { notice_id: noticeId, salt: salt.toString('hex'), tried };
    });
    await database.query({
      name: 'awaited-addresses.remember',
      text: `update awaited_addresses set salt = decode(failed.salt, 'hex'),
               tried = array(select decode(each, 'hex') from unnest(failed.tried) as each)
             from jsonb_to_recordset($1::jsonb) as failed (notice_id uuid, salt text, tried text[])
             where awaited_addresses.notice_id = failed.notice_id`,
      values: [JSON.stringify(rows)],
    });
  }
}
