import type { Queryable, Transaction } from '@sightline/event-store';
import { newId } from '@sightline/service-kit';
import type { LetterBatch, LetterDesk, LetterInBatch, WaitingNotice } from '../../application/ports.js';
import { noticeDetails } from './notice-details.js';

type Details = Omit<WaitingNotice, 'attempts' | 'companionKey' | 'failedChannels' | 'carrierId'>;

const batchColumns = `batch_id as "batchId", building_id as "buildingId", day::text as day, created_at as "createdAt",
  printed_at as "printedAt", posted_at as "postedAt", posted_on::text as "postedOn"`;

/** Letters and their batches: primary data, as deliveries are. */
export class PostgresLetters implements LetterDesk {
  async batchWaiting(transaction: Transaction, now: Date, today: string, limit: number): Promise<number> {
    const { rows } = await transaction.query<{ noticeId: string; buildingId: string | null }>({
      name: 'letters.waiting',
      text: `with due as (
               select notice_id from letters where status = 'waiting' and batch_id is null
               order by wanted_at, notice_id limit $1 for update skip locked
             )
             select notice_id as "noticeId", coalesce(
                 (select building_id from roster_roles where person_id = student_ids[1] and role = 'student' and building_id is not null
                  order by building_id limit 1),
                 (select building_id from roster_roles where person_id = staff_id and building_id is not null
                  order by building_id limit 1)) as "buildingId"
             from due join notices using (notice_id) join authorizations using (authorization_id)`,
      values: [limit],
    });
    if (rows.length === 0) return 0;
    const buildings = [...new Set(rows.map(({ buildingId }) => buildingId))];
    const { rows: batches } = await transaction.query<{ batchId: string; buildingId: string | null }>({
      name: 'letters.open-batches',
      text: `insert into letter_batches (batch_id, building_id, day, created_at)
             select batch_id, building_id, $3::date, $4 from unnest($1::uuid[], $2::uuid[]) as opened (batch_id, building_id)
             on conflict (building_id, day) where printed_at is null do update set day = excluded.day
             returning batch_id as "batchId", building_id as "buildingId"`,
      values: [buildings.map(() => newId()), buildings, today, now],
    });
    const batchOf = new Map(batches.map(({ batchId, buildingId }) => [buildingId, batchId]));
    await transaction.query({
      name: 'letters.put-in-batches',
      text: `update letters set batch_id = put.batch_id from unnest($1::uuid[], $2::uuid[]) as put (notice_id, batch_id)
             where letters.notice_id = put.notice_id`,
      values: [rows.map(({ noticeId }) => noticeId), rows.map(({ buildingId }) => batchOf.get(buildingId))],
    });
    return rows.length;
  }

  async batch(database: Queryable, batchId: string): Promise<LetterBatch | undefined> {
    const { rows } = await database.query<LetterBatch>({
      name: 'letters.batch',
      text: `select ${batchColumns} from letter_batches where batch_id = $1`,
      values: [batchId],
    });
    return rows[0];
  }

  async close(transaction: Transaction, batchId: string, now: Date): Promise<void> {
    await transaction.query({
      name: 'letters.close',
      text: 'update letter_batches set printed_at = coalesce(printed_at, $2) where batch_id = $1',
      values: [batchId, now],
    });
  }

  async lettersIn(database: Queryable, batchId: string): Promise<LetterInBatch[]> {
    const { rows: letters } = await database.query<Pick<LetterInBatch, 'status' | 'printed'> & LetterClaim>({
      name: 'letters.in-batch',
      text: `select notice_id as "noticeId", letters.status, printed_at is not null as printed, attempts,
               companion_key as "companionKey", failed_channels as "failedChannels"
             from letters join deliveries on delivery_id = notice_id
             where batch_id = $1 and letters.status in ('waiting', 'posted')`,
      values: [batchId],
    });
    const of = new Map(letters.map((letter) => [letter.noticeId, letter]));
    const { rows } = await database.query<Details>({
      name: 'letters.notices',
      text: noticeDetails,
      values: [[...of.keys()]],
    });
    return rows.map((notice) => {
      const { status, printed, ...claim } = of.get(notice.noticeId)!;
      return { status, printed, notice: { ...notice, ...claim, carrierId: null } };
    });
  }

  async keepPrinted(
    transaction: Transaction,
    now: Date,
    printed: readonly { readonly noticeId: string; readonly handedOver: boolean }[],
  ): Promise<void> {
    await transaction.query({
      name: 'letters.keep-printed',
      text: `update letters set printed_at = coalesce(printed_at, $1), handed_over = printed.handed_over
             from unnest($2::uuid[], $3::boolean[]) as printed (notice_id, handed_over)
             where letters.notice_id = printed.notice_id`,
      values: [now, printed.map(({ noticeId }) => noticeId), printed.map(({ handedOver }) => handedOver)],
    });
  }
}

type LetterClaim = Pick<WaitingNotice, 'noticeId' | 'attempts' | 'companionKey' | 'failedChannels'>;
