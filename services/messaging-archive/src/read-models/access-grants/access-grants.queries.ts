import type { Queryable } from '@sightline/event-store';
import { recordsOfPerson } from '@sightline/relations';
import type { AccessGrantRow } from './access-grants.projection.js';

export interface AccessGrantsFilter {
  /** Whose grants, as supervisor or as staff; null for everybody's. */
  readonly partyId: string | null;
  readonly requestId?: string;
  readonly authorizationId?: string;
  readonly before?: string;
  readonly limit: number;
}

const party = recordsOfPerson('$5::uuid');

/** Newest first, one more than `limit`. */
export async function listAccessGrants(database: Queryable, filter: AccessGrantsFilter): Promise<AccessGrantRow[]> {
  const { rows } = await database.query<AccessGrantRow>({
    name: `access-grants.list-${filter.partyId === null ? 'all' : 'own'}`,
    text: `select * from access_grants
           where ($1::uuid is null or request_id = $1) and ($2::uuid is null or authorization_id = $2)
             and ($3::uuid is null or grant_id < $3) ${filter.partyId === null ? '' : `and (supervisor_id = any(${party}) or staff_id = any(${party}))`}
           order by grant_id desc limit $4`,
    values: [
      filter.requestId ?? null,
      filter.authorizationId ?? null,
      filter.before ?? null,
      filter.limit + 1,
      ...(filter.partyId === null ? [] : [filter.partyId]),
    ],
  });
  return rows;
}

/** Whether the person audits the district. */
export async function isAuditor(database: Queryable, personId: string): Promise<boolean> {
  const { rows } = await database.query({
    name: 'access-grants.is-auditor',
    text: `select 1 from roster_roles where person_id = $1 and role = 'auditor' limit 1`,
    values: [personId],
  });
  return rows.length > 0;
}
