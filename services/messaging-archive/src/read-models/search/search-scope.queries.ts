import type { Queryable } from '@sightline/event-store';
import { messageRelations } from '../messages/message-standing.js';
import type { Caller } from '../messages/visible-messages.queries.js';

/** The sealing keys under which something open to the caller may lie: of few authorizations, however large the archive. */
export async function sealingKeysInScope(database: Queryable, caller: Caller): Promise<string[]> {
  const { rows } = await database.query<{ key_id: string }>({
    name: 'search.keys-in-scope',
    text: `select key_id from sealing_keys where authorization_id in (
             select authorization_id from covered_authorizations where staff_id = $1
             union select authorization_id from access_grants where supervisor_id = $1 and status in ('open', 'closed')
             union select authorization_id from covered_students where student_id = any($2::uuid[]))
           union select key_id from sealing_keys where authorization_id is null order by 1`,
    values: [caller.personId, caller.familyIds],
  });
  return rows.map(({ key_id }) => key_id);
}

/** How many of the messages open to the caller can be found by their words yet; what is held from families is not counted. */
export async function indexedInScope(
  database: Queryable,
  caller: Caller,
): Promise<{ readonly indexed: number; readonly of: number }> {
  const { rows } = await database.query<{ of: number; due: number }>({
    name: 'search.indexed-in-scope',
    text: `select count(*)::integer as of, count(*) filter (where due)::integer as due from (
             select exists (select 1 from search_due where search_due.message_id = message.message_id) as due, ${messageRelations} as relations
             from messages as message where disposed_at is null and message_id in (
               select message_id from messages where staff_id = $1
               union select message_id from access_grants join messages using (authorization_id)
                 where supervisor_id = $1 and status in ('open', 'closed')
               union select message_id from message_students where student_id = any($2::uuid[]))
           ) as visible where cardinality(relations) > 0`,
    values: [caller.personId, caller.familyIds, caller.now],
  });
  const { of, due } = rows[0]!;
  return { indexed: of - due, of };
}
