import type { DisclosureAct, DisclosureBasis } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';
import { notHeld } from '../messages/message-standing.js';
import type { Caller } from '../messages/visible-messages.queries.js';

export interface DisclosureRow {
  readonly disclosure_id: string;
  readonly viewer_id: string;
  readonly basis: DisclosureBasis;
  readonly act: DisclosureAct;
  readonly clause: string;
  readonly at: Date;
  /** Those of its messages that the caller may know of. */
  readonly message_ids: readonly string[];
}

/**
 * Looks at messages that concern the caller, newest first, one more than `limit`: as family at those about the own
 * students, as staff at the own ones. Of held messages a family hears nothing, of another guardian's looks nothing, and
 * nobody of a demand that is not disclosed (C9, C10).
 */
export async function listDisclosures(
  database: Queryable,
  caller: Caller,
  filter: { readonly studentId: string | null; readonly before: string | null; readonly limit: number },
): Promise<DisclosureRow[]> {
  const { rows } = await database.query<DisclosureRow>({
    name: 'disclosures.list',
    text: `select disclosures.disclosure_id, viewer_id, basis, act, clause, at, array_agg(distinct message_id order by message_id) as message_ids
           from (
             select disclosure_id, message_id, false as as_family from messages as message join disclosed_messages using (message_id)
               where message.staff_id = $1 and ($4::uuid is null or exists (select 1 from message_students as about
                 where about.message_id = message.message_id and about.student_id = $4))
             union all
             select disclosure_id, message_id, true from message_students as message join disclosed_messages using (message_id)
               where message.student_id = any($2::uuid[]) and ($4::uuid is null or message.student_id = $4) and ${notHeld('message')}
           ) as seen join disclosures using (disclosure_id)
           where basis <> 'demand' and ($5::uuid is null or disclosures.disclosure_id < $5)
             and (viewer_id = $1 or not as_family or basis not in ('guardianship', 'student-of-age'))
           group by disclosures.disclosure_id order by disclosures.disclosure_id desc limit $6`,
    values: [caller.personId, caller.familyIds, caller.now, filter.studentId, filter.before, filter.limit + 1],
  });
  return rows;
}
