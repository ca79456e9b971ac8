import type { Queryable } from '@sightline/event-store';

export interface Dispute {
  readonly at: string;
  readonly reason: string;
}

export interface Contest {
  readonly contestId: string;
  readonly contestedById: string;
  readonly at: string;
  readonly statement: string;
  readonly outcome: 'corrected' | 'kept' | null;
  readonly answer: string | null;
}

/** What people said about one message, in their words. */
export interface SaidAbout {
  readonly message_id: string;
  readonly dispute: Dispute | null;
  readonly contests: readonly Contest[];
  /** By attachment; those not named wait for a review. */
  readonly reviews: Readonly<Record<string, 'released' | 'withheld'>>;
  /** For those who see the whole. */
  readonly holds: readonly { readonly holdId: string; readonly until: string }[];
}

/** What was said about these messages, one row each. */
export async function saidAbout(
  database: Queryable,
  messageIds: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, SaidAbout>> {
  const { rows } = await database.query<SaidAbout>({
    name: 'message-records.said-about',
    text: `select id as message_id,
             (select jsonb_build_object('at', disputed_at, 'reason', coalesce(words->>'reason', '')) from message_disputes
                left join confidential on record_id = words_record_id where message_disputes.message_id = id) as dispute,
             coalesce((select jsonb_agg(jsonb_build_object('contestId', contest_id, 'contestedById', contested_by_id, 'at', contested_at,
                 'statement', coalesce(said.words->>'reason', ''), 'outcome', outcome, 'answer', answer.words->>'reason') order by contest_id)
                from message_contests left join confidential as said on said.record_id = words_record_id
                  left join confidential as answer on answer.record_id = answer_record_id
                where message_contests.message_id = id), '[]') as contests,
             coalesce((select jsonb_object_agg(attachment_id, outcome) from attachment_reviews
                where attachment_reviews.message_id = id), '{}') as reviews,
             coalesce((select jsonb_agg(jsonb_build_object('holdId', hold_id, 'until', until) order by hold_id) from held_messages
                where held_messages.message_id = id and until > $2), '[]') as holds
           from unnest($1::uuid[]) as id`,
    values: [messageIds, now],
  });
  return new Map(rows.map((row) => [row.message_id, row]));
}
