import type { Queryable } from '@sightline/event-store';
import { notHeld } from '../messages/message-standing.js';

export interface AskedForMessages {
  readonly staffId: string;
  readonly studentIds: readonly string[];
  /** Dates of the district, both inclusive. */
  readonly from: string;
  readonly until: string;
  readonly timeZone: string;
}

const askedFor = `message.staff_id = $1 and message.disposed_at is null
  and exists (select 1 from message_students as about where about.message_id = message.message_id and about.student_id = any($2))
  and coalesce(message.sent_at, message.received_at) >= $4::date::timestamp at time zone $6
  and coalesce(message.sent_at, message.received_at) < ($5::date + 1)::timestamp at time zone $6`;

/**
 * What the archive itself has of what was asked for, and how much of it was handed over (C8). `forFamily` counts what a
 * family may see: nothing that is held.
 */
export async function inArchive(
  database: Queryable,
  { staffId, studentIds, from, until, timeZone }: AskedForMessages,
  {
    handedOver,
    now,
    forFamily,
  }: { readonly handedOver: readonly string[]; readonly now: Date; readonly forFamily: boolean },
): Promise<{ readonly inArchive: number; readonly handedOver: number }> {
  const { rows } = await database.query<{ inArchive: number; handedOver: number }>({
    name: 'records-requests.in-archive',
    text: `select count(*)::integer as "inArchive", count(*) filter (where message.message_id = any($7))::integer as "handedOver"
           from messages as message where ${askedFor} and (not $8::boolean or ${notHeld('message')})`,
    values: [staffId, studentIds, now, from, until, timeZone, handedOver, forFamily],
  });
  return rows[0]!;
}

/** Of these messages and imports, those that are not the member of staff's own in this archive. */
export async function notOwn(
  database: Queryable,
  staffId: string,
  messageIds: readonly string[],
  importIds: readonly string[],
): Promise<string[]> {
  const { rows } = await database.query<{ id: string }>({
    name: 'records-requests.not-own',
    text: `select id::text from unnest($2::uuid[]) as id
             where not exists (select 1 from messages where message_id = id and staff_id = $1 and disposed_at is null)
           union all select id::text from unnest($3::uuid[]) as id
             where not exists (select 1 from custody join messages using (message_id) where custody.import_id = id and staff_id = $1)`,
    values: [staffId, messageIds, importIds],
  });
  return rows.map(({ id }) => id);
}
