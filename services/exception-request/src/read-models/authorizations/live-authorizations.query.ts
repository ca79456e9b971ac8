import type { RosterOfAuthorization } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';

const authorizationsMax = 20;

/** Active authorizations in the order of their ids, some at a time, with those on whose roster they rest. */
export async function liveAuthorizations(
  database: Queryable,
  after: string | null,
): Promise<readonly RosterOfAuthorization[]> {
  const { rows } = await database.query<RosterOfAuthorization>({
    name: 'authorizations.live',
    text: `select authorization_id as "authorizationId", to_jsonb(array_prepend(staff_id, student_ids)) as "personIds",
             group_id as "groupId"
           from authorizations where status = 'active' and ($1::uuid is null or authorization_id > $1)
           order by authorization_id limit $2`,
    values: [after, authorizationsMax],
  });
  return rows;
}
