import type { NoticeChange, NoticeOccasion } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';
import { recordsOfPerson } from '@sightline/relations';

/** A notice as it is shown: its row, the work of sending it, and what the roster calls its people. */
export interface ShownNotice {
  readonly noticeId: string;
  readonly authorizationId: string;
  readonly requestId: string;
  readonly guardianId: string;
  readonly guardianSourcedId: string | null;
  readonly students: readonly { readonly id: string; readonly sourcedId: string | null }[];
  readonly occasion: NoticeOccasion;
  readonly change: NoticeChange | null;
  readonly status: 'pending' | 'sending' | 'delivered' | 'undeliverable';
  readonly channel: string | null;
  readonly failure: string | null;
  readonly attempts: number;
  readonly createdAt: Date;
  readonly deliveredAt: Date | null;
}

export interface NoticeFilter {
  /** Null shows everybody's. */
  readonly guardianId: string | null;
  readonly requestId: string | null;
  readonly authorizationId: string | null;
}

const reader = recordsOfPerson('$2::uuid');

/** `$1` now, `$2` the reader when a guardian reads: students whose guardian the reader no longer is, or may not know of, are left out (C9). */
const shown = `select notice_id as "noticeId", notices.authorization_id as "authorizationId", request_id as "requestId",
    guardian_id as "guardianId", guardian.sourced_id as "guardianSourcedId", occasion, change,
    case when status = 'pending' and leased_until > $1 then 'sending' else status end as status,
    notices.channel, failure, coalesce(attempts, 0) as attempts, created_at as "createdAt", delivered_at as "deliveredAt",
    coalesce((
      select jsonb_agg(jsonb_build_object('id', student_id, 'sourcedId', student.sourced_id) order by place)
      from unnest(student_ids) with ordinality as named (student_id, place)
      left join roster_people as student on student.person_id = student_id
      where $2::uuid is null or named.student_id = $2 or (
        exists (select from roster_guardianships as held where held.student_id = named.student_id and held.guardian_id = any(${reader}))
        and not exists (
          select from roster_restrictions as barred
          where barred.student_id = named.student_id and barred.guardian_id = any(${reader})
            and barred.starts_on <= $3::date and (barred.ends_on is null or barred.ends_on >= $3::date)))
    ), '[]') as students
  from notices
  join authorizations using (authorization_id)
  left join deliveries on delivery_id = notice_id
  left join roster_people as guardian on guardian.person_id = guardian_id`;

export interface Moment {
  readonly now: Date;
  /** Today in the district's time zone, `YYYY-MM-DD`. */
  readonly today: string;
}

/** Up to `limit` notices, newest first, after the one with id `before`. */
export async function listNotices(
  database: Queryable,
  { guardianId, requestId, authorizationId }: NoticeFilter,
  { before, limit }: { readonly before: string | null; readonly limit: number },
  { now, today }: Moment,
): Promise<ShownNotice[]> {
  const { rows } = await database.query<ShownNotice>({
    name: 'notices.list',
    text: `${shown}
           where ($2::uuid is null or guardian_id = any(${reader})) and ($4::uuid is null or request_id = $4)
             and ($5::uuid is null or notices.authorization_id = $5) and ($6::uuid is null or notice_id < $6)
           order by notice_id desc limit $7`,
    values: [now, guardianId, today, requestId, authorizationId, before, limit],
  });
  return rows;
}

/** One notice; with `guardianId` only that guardian's own. */
export async function findNotice(
  database: Queryable,
  noticeId: string,
  guardianId: string | null,
  { now, today }: Moment,
): Promise<ShownNotice | undefined> {
  const { rows } = await database.query<ShownNotice>({
    name: 'notices.find',
    text: `${shown} where ($2::uuid is null or guardian_id = any(${reader})) and notice_id = $4`,
    values: [now, guardianId, today, noticeId],
  });
  return rows[0];
}
