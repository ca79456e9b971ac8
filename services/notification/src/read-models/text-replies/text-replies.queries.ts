import type { Queryable } from '@sightline/event-store';

export interface ShownTextReply {
  readonly replyId: string;
  readonly status: 'open' | 'answered';
  readonly receivedAt: Date;
  readonly personIds: readonly string[];
  readonly buildingIds: readonly string[];
  /** Null once the words were disposed of. */
  readonly text: string | null;
  /** E.164, of a sender whom nobody knows. */
  readonly number: string | null;
  readonly answeredAt: Date | null;
  readonly answeredBy: string | null;
  readonly note: string | null;
}

export interface TextReplyFilter {
  /** The buildings whose replies the caller reads; null for all of them and those of no building. */
  readonly buildingIds: readonly string[] | null;
  readonly status: 'open' | 'answered' | null;
  readonly replyId: string | null;
}

/** With their words, newest first, after the one at `before`. */
export async function listTextReplies(
  database: Queryable,
  { buildingIds, status, replyId }: TextReplyFilter,
  { before, limit }: { readonly before: { receivedAt: string; replyId: string } | null; readonly limit: number },
): Promise<ShownTextReply[]> {
  const { rows } = await database.query<ShownTextReply>({
    name: 'text-replies.list',
    text: `select reply_id as "replyId", status, received_at as "receivedAt", person_ids as "personIds",
             building_ids as "buildingIds", written.words->>'text' as text, written.words->>'number' as number,
             answered_at as "answeredAt", answered_by as "answeredBy", noted.words->>'note' as note
           from text_replies
             left join confidential as written on written.record_id = words_record_id
             left join confidential as noted on noted.record_id = note_record_id
           where ($1::uuid[] is null or building_ids && $1) and ($2::text is null or status = $2)
             and ($3::uuid is null or reply_id = $3)
             and ($4::timestamptz is null or (received_at, reply_id) < ($4, $5::uuid))
           order by received_at desc, reply_id desc limit $6`,
    values: [buildingIds, status, replyId, before?.receivedAt ?? null, before?.replyId ?? null, limit],
  });
  return rows;
}

/** The alerts about a reply that nobody has been sent yet. */
export async function alertsWaitingAbout(database: Queryable, replyId: string): Promise<string[]> {
  const { rows } = await database.query<{ alertId: string }>({
    name: 'text-replies.alerts-waiting',
    text: `select alert_id as "alertId" from alerts where set_id = $1 and status = 'pending' order by alert_id`,
    values: [replyId],
  });
  return rows.map(({ alertId }) => alertId);
}
