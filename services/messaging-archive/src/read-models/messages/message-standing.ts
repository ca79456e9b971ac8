import type { Relation } from '@sightline/policy';

/** How a caller stands to one archived message; a student of age stands as the parents do (C9). */
export type MessageRelation = Extract<Relation, 'self' | 'supervisor-of-staff' | 'guardian-of-student'>;

/** SQL: the grant of the message's authorization covers it. A closed one covers what was written until the end (C7). */
export const grantCovers = (grant: string, message: string): string =>
  `(${grant}.status = 'open' or (${grant}.status = 'closed' and coalesce(${message}.sent_at, ${message}.received_at) <= ${grant}.ended_at))`;

/** SQL: nobody has put a safety hold on it; `$3` is now. */
export const notHeld = (message: string): string =>
  `not exists (select 1 from held_messages as held where held.message_id = ${message}.message_id and held.until > $3)`;

const when = (relation: MessageRelation, condition: string): string => `case when ${condition} then '${relation}' end`;

/**
 * SQL: the relations of the caller to a row of `messages` named `message`, as an array of words of `access.ts`. `$1` is the
 * caller, `$2` the students for whom the caller stands as family, `$3` now. The one place that works them out.
 */
export const messageRelations = `array_remove(array[
  ${[
    when('self', 'message.staff_id = $1'),
    when(
      'supervisor-of-staff',
      `exists (select 1 from access_grants as held_grant where held_grant.authorization_id = message.authorization_id
         and held_grant.supervisor_id = $1 and ${grantCovers('held_grant', 'message')})`,
    ),
    when(
      'guardian-of-student',
      `${notHeld('message')} and exists (select 1 from message_students as own
         where own.message_id = message.message_id and own.student_id = any($2))`,
    ),
  ].join(',\n  ')}]::text[], null)`;
