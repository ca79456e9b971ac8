import type { Queryable } from '@sightline/event-store';
import type { AccessGrantRow } from './access-grants.projection.js';

export interface AccessGrantsFilter {
  readonly callerId: string;
  readonly requestId?: string;
  readonly authorizationId?: string;
  readonly before?: string;
  readonly limit: number;
}

/** Grants of the caller as supervisor, on the caller's own authorizations, or all for an auditor; newest first, one more than `limit`. */
export async function listAccessGrants(database: Queryable, filter: AccessGrantsFilter): Promise<AccessGrantRow[]> {
  const { rows } = await database.query<AccessGrantRow>({
    name: 'access-grants.list',
    text: `select * from access_grants
           where (supervisor_id = $1 or staff_id = $1 or exists (select 1 from roster_roles where person_id = $1 and role = 'auditor'))
             and ($2::uuid is null or request_id = $2) and ($3::uuid is null or authorization_id = $3)
             and ($4::uuid is null or grant_id < $4)
           order by grant_id desc limit $5`,
    values: [
      filter.callerId,
      filter.requestId ?? null,
      filter.authorizationId ?? null,
      filter.before ?? null,
      filter.limit + 1,
    ],
  });
  return rows;
}
