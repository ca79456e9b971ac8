import type { Queryable } from '@sightline/event-store';
import { grantCovers, messageRelations, notHeld, type MessageRelation } from './message-standing.js';

/** Whoever asks, worked out once: who, for whose family, at what time. */
export interface Caller {
  readonly personId: string;
  /** Students for whom the caller stands as family: own children, or the student of age. */
  readonly familyIds: readonly string[];
  readonly now: Date;
}

export interface MessageFilter {
  readonly authorizationId?: string;
  readonly staffId?: string;
  readonly studentIds?: readonly string[];
  /** Moments as PostgreSQL reads them; sent, or where that is unknown received. */
  readonly sentBefore?: string;
  readonly sentFrom?: string;
  readonly hasAttachment?: boolean;
}

/** What is known of a message without breaking its seal. */
export interface MessageRow {
  readonly message_id: string;
  readonly key_id: string;
  readonly authorization_id: string | null;
  readonly case_id: string | null;
  readonly staff_id: string | null;
  readonly medium: string;
  readonly direction: string;
  readonly sent_at: Date | null;
  readonly received_at: Date;
  readonly thread_id: string;
  readonly copy_gap_seconds: number | null;
  readonly uncovered_because: string | null;
  readonly unread: boolean;
  readonly unverified: boolean;
  readonly attachment_count: number;
  readonly relations: readonly MessageRelation[];
  readonly student_ids: readonly string[];
}

const columns = `message.message_id, message.key_id, message.authorization_id, message.case_id, message.staff_id, message.medium,
  message.direction, message.sent_at, message.received_at, message.thread_id, message.copy_gap_seconds, message.uncovered_because,
  message.unread, message.unverified, message.attachment_count, ${messageRelations} as relations,
  array(select student_id from message_students as about where about.message_id = message.message_id order by 1) as student_ids`;

/** `$5` authorization, `$6` staff, `$7` students, `$8` before, `$9` from, `$10` attachment; null is any. */
const wanted = `message.disposed_at is null and ($4::uuid is null or message.message_id < $4)
  and ($5::uuid is null or message.authorization_id = $5) and ($6::uuid is null or message.staff_id = $6)
  and ($7::uuid[] is null or (select count(*) from message_students as named
    where named.message_id = message.message_id and named.student_id = any($7)) = cardinality($7))
  and ($8::timestamptz is null or coalesce(message.sent_at, message.received_at) < $8)
  and ($9::timestamptz is null or coalesce(message.sent_at, message.received_at) >= $9)
  and ($10::boolean is null or (message.attachment_count > 0) = $10)`;

const valuesOf = ({ personId, familyIds, now }: Caller, filter: MessageFilter, before: string | null): unknown[] => [
  personId,
  familyIds,
  now,
  before,
  filter.authorizationId ?? null,
  filter.staffId ?? null,
  filter.studentIds ? [...new Set(filter.studentIds)] : null,
  filter.sentBefore ?? null,
  filter.sentFrom ?? null,
  filter.hasAttachment ?? null,
];

/**
 * A family learns of no other family by asking for it: of messages that the caller sees as family alone, only those
 * about the own students answer a filter by student.
 */
const asFamilyOnlyOwn = `($7::uuid[] is null or $7 <@ $2::uuid[] or relations && array['self', 'supervisor-of-staff'])`;

/** Newest arrivals first, at most `limit`; by the index of each way in, never by reading through the archive. */
export async function listVisibleMessages(
  database: Queryable,
  caller: Caller,
  filter: MessageFilter,
  page: { readonly before: string | null; readonly limit: number },
): Promise<MessageRow[]> {
  const newest = `order by message.message_id desc limit $11`;
  const { rows } = await database.query<MessageRow>({
    name: 'messages.list-visible',
    text: `with own as materialized (
             select message.message_id from messages as message where message.staff_id = $1 and ${wanted} ${newest}
           ), granted as materialized (
             select found.message_id from access_grants as held_grant cross join lateral (
               select message.message_id from messages as message where message.authorization_id = held_grant.authorization_id
                 and ${grantCovers('held_grant', 'message')} and ${wanted} ${newest}) as found
             where held_grant.supervisor_id = $1 and held_grant.status in ('open', 'closed')
           ), family as materialized (
             select found.message_id from unnest($2::uuid[]) as student (student_id) cross join lateral (
               select message.message_id from message_students as about join messages as message using (message_id)
               where about.student_id = student.student_id and ($4::uuid is null or about.message_id < $4)
                 and ($7::uuid[] is null or $7 <@ $2::uuid[]) and ${notHeld('message')} and ${wanted}
               order by about.message_id desc limit $11) as found
           )
           select * from (
             select ${columns} from messages as message
             where message.message_id in (
               select message_id from own union select message_id from granted union select message_id from family)
           ) as visible where cardinality(relations) > 0 and ${asFamilyOnlyOwn} order by message_id desc limit $11`,
    values: [...valuesOf(caller, filter, page.before), page.limit],
  });
  return rows;
}

/** Those of these messages that the caller stands in some relation to, newest first; the statement is the same for any id. */
export async function findVisibleMessages(
  database: Queryable,
  caller: Caller,
  messageIds: readonly string[],
): Promise<MessageRow[]> {
  const { rows } = await database.query<MessageRow>({
    name: 'messages.find-visible',
    text: `select * from (select ${columns} from messages as message
             where message.message_id = any($4::uuid[]) and message.disposed_at is null) as visible
           where cardinality(relations) > 0 order by message_id desc`,
    values: [caller.personId, caller.familyIds, caller.now, messageIds],
  });
  return rows;
}

/** Those that hold at least one term of every group, newest first. @param groups keyed hashes, as decimal texts */
export async function searchVisibleMessages(
  database: Queryable,
  caller: Caller,
  filter: MessageFilter,
  groups: readonly (readonly string[])[],
  page: { readonly before: string | null; readonly limit: number },
): Promise<MessageRow[]> {
  const holds = groups.map((_, index) => `terms && $${12 + index}::bigint[]`).join(' and ');
  const { rows } = await database.query<MessageRow>({
    name: `messages.search-visible-${groups.length}`,
    text: `select * from (
             select ${columns} from (select message_id from search_terms where ${holds} order by message_id desc) as hit
               join messages as message using (message_id) where ${wanted}
           ) as visible where cardinality(relations) > 0 and ${asFamilyOnlyOwn} order by message_id desc limit $11`,
    values: [...valuesOf(caller, filter, page.before), page.limit, ...groups],
  });
  return rows;
}
