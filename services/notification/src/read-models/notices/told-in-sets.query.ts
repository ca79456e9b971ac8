import type { Queryable } from '@sightline/event-store';

/** For each of these authorizations: the guardians whom a notice of another one of its joined set has reached (C5). */
export async function guardiansToldInSets(
  database: Queryable,
  authorizationIds: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const { rows } = await database.query<{ authorizationId: string; guardianIds: string[] }>({
    name: 'notices.told-in-sets',
    text: `select joining.authorization_id as "authorizationId", array_agg(distinct notices.guardian_id) as "guardianIds"
           from authorizations as joining
           join authorizations as colleague on colleague.joined_set = joining.joined_set
             and colleague.authorization_id <> joining.authorization_id and colleague.ended_at is null
           join notices on notices.authorization_id = colleague.authorization_id
             and notices.status = 'delivered' and notices.occasion <> 'end'
           where joining.authorization_id = any($1) group by joining.authorization_id`,
    values: [authorizationIds],
  });
  return new Map(rows.map(({ authorizationId, guardianIds }) => [authorizationId, new Set(guardianIds)]));
}
