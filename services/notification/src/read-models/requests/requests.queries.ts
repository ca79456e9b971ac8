import type { Queryable } from '@sightline/event-store';

/** Who asked, by request. */
export async function requestersOf(
  database: Queryable,
  requestIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await database.query<{ requestId: string; requesterId: string }>({
    name: 'requests.requesters',
    text: `select request_id as "requestId", requester_id as "requesterId" from requests where request_id = any($1)`,
    values: [requestIds],
  });
  return new Map(rows.map(({ requestId, requesterId }) => [requestId, requesterId]));
}

/** Everybody who approved the request that an authorization rests on, by request. */
export async function decidersOf(
  database: Queryable,
  requestIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await database.query<{ requestId: string; deciderIds: string[] }>({
    name: 'approval-tasks.deciders',
    text: `select request_id as "requestId", array_agg(distinct decider_id) as "deciderIds" from approval_tasks
           where request_id = any($1) and decider_id is not null and about = 'request' group by request_id`,
    values: [requestIds],
  });
  return new Map(rows.map(({ requestId, deciderIds }) => [requestId, deciderIds]));
}
