import type { Queryable } from '@sightline/event-store';
import type { LiveAuthorization, PolicyVersion } from '@sightline/policy';

/** An active authorization that was decided under another version of the policy. */
export interface AuthorizationUnderVersion extends LiveAuthorization {
  readonly authorizationId: string;
  readonly requestId: string;
  readonly caseId: string;
  readonly staffId: string;
  readonly policyVersion: string;
}

export interface UnderOtherVersions {
  readonly versionId: string;
  /** Only those that nobody has held against this version yet. */
  readonly unchecked: boolean;
  /** Begins behind this authorization. */
  readonly after?: string;
  readonly limit: number;
}

/** Active authorizations decided under another version than this one, by id. Buildings as the last look at them found them. */
export async function authorizationsUnderOtherVersions(
  database: Queryable,
  { versionId, unchecked, after, limit }: UnderOtherVersions,
): Promise<AuthorizationUnderVersion[]> {
  const { rows } = await database.query<AuthorizationUnderVersion>({
    name: 'policy-impact.under-other-versions',
    text: `select live.authorization_id as "authorizationId", live.request_id as "requestId", live.case_id as "caseId", live.staff_id as "staffId",
             live.policy_version as "policyVersion", live.kind, live.medium, cardinality(live.student_ids) as "studentCount",
             live.group_id as "groupId", roster_groups.ends_on::text as "groupEndsOn", live.starts_on::text as "from",
             live.ends_on::text as "until", live.copies_required as "copiesRequired", coalesce(roster_people.roles, '[]') as "requesterRoles",
             coalesce(live.reviewed_requester_building_ids, requests.requester_building_ids, '{}') as "requesterBuildingIds",
             coalesce(live.reviewed_student_building_ids, requests.student_building_ids, '{}') as "studentBuildingIds"
           from authorizations as live left join requests on requests.request_id = live.request_id
             left join roster_people on person_id = live.staff_id left join roster_groups on roster_groups.group_id = live.group_id
           where live.status = 'active' and lower(live.policy_version) <> lower($1) and ($3::uuid is null or live.authorization_id > $3)
             and (not $2 or not exists (select 1 from policy_checks
               where policy_checks.authorization_id = live.authorization_id and policy_version_id = $1))
           order by live.authorization_id limit $4`,
    values: [versionId, unchecked, after ?? null, limit],
  });
  return rows;
}

/** Keeps that these were held against the version, whatever came of it. */
export async function keepChecked(
  database: Queryable,
  versionId: string,
  authorizationIds: readonly string[],
): Promise<void> {
  await database.query({
    name: 'policy-impact.keep-checked',
    text: `insert into policy_checks (authorization_id, policy_version_id) select *, $1 from unnest($2::uuid[]) on conflict do nothing`,
    values: [versionId, authorizationIds],
  });
}

/** A version that the district prepared, confirmed or not; undefined when none has this id. */
export async function preparedVersion(database: Queryable, id: string): Promise<PolicyVersion | undefined> {
  const { rows } = await database.query<{ version: PolicyVersion }>({
    name: 'policy-impact.prepared-version',
    text: 'select version from policy_versions where policy_version_id = $1',
    values: [id],
  });
  return rows[0]?.version;
}
