import type { Queryable } from '@sightline/event-store';
import { recordsOfPerson } from '@sightline/relations';
import type { Relation } from '@sightline/policy';

export interface CopyGapsStanding {
  readonly policyVersion: string;
  readonly copiesRequired: boolean;
  readonly relations: readonly Relation[];
}

const own = recordsOfPerson('$2::uuid');

/** How the caller stands to the copies of an authorization; undefined when there is none of this id. */
export async function copyGapsStanding(
  database: Queryable,
  authorizationId: string,
  personId: string,
): Promise<CopyGapsStanding | undefined> {
  const { rows } = await database.query<CopyGapsStanding>({
    name: 'copy-gaps.standing',
    text: `select policy_version as "policyVersion", copies_required as "copiesRequired", array_remove(array[
             case when staff_id = any(${own}) then 'self' end,
             case when exists (select 1 from access_grants as held where held.authorization_id = covered.authorization_id
               and held.supervisor_id = any(${own}) and held.status in ('open', 'closed')) then 'supervisor-of-staff' end,
             case when exists (select 1 from roster_roles where person_id = any(${own}) and role = 'auditor') then 'auditor' end
           ], null) as relations
           from covered_authorizations as covered where covered.authorization_id = $1`,
    values: [authorizationId, personId],
  });
  return rows[0];
}

export interface CopyGaps {
  readonly count: number;
  readonly late: number;
  readonly missing: number;
  readonly p50Seconds: number | null;
  readonly p95Seconds: number | null;
}

/** The gaps of the copies that were the member of staff's to send, and the copies that did not come (C7). */
export async function copyGaps(
  database: Queryable,
  authorizationId: string,
  thresholdSeconds: number,
): Promise<CopyGaps> {
  const { rows } = await database.query<CopyGaps>({
    name: 'copy-gaps.reckon',
    text: `select count(*)::integer as count, (count(*) filter (where copy_gap_seconds > $2))::integer as late,
             (select count(*)::integer from missing_copies where authorization_id = $1) as missing,
             percentile_disc(0.5) within group (order by copy_gap_seconds) as "p50Seconds",
             percentile_disc(0.95) within group (order by copy_gap_seconds) as "p95Seconds"
           from messages where authorization_id = $1 and copy_gap_seconds is not null and direction = 'outgoing'`,
    values: [authorizationId, thresholdSeconds],
  });
  return rows[0]!;
}
