import type { PolicyVersionPublished, PolicyVersionScheduled } from '@sightline/contracts';
import { publishedVersion } from '@sightline/policy';
import type { RelationPart } from '../relation-part.js';

type PolicyVersionFact = PolicyVersionScheduled | PolicyVersionPublished;

/** The versions of the policy that the district prepared, and from when each confirmed one is in force (C11). */
export const policyVersionsPart: RelationPart = {
  name: 'policy-versions',
  types: new Set<PolicyVersionFact['type']>([
    'sightline.directory.policy-version-scheduled.v1',
    'sightline.directory.policy-version-published.v1',
  ]),
  schema: [
    `create table policy_versions (
       policy_version_id uuid primary key, in_force_from date not null, published boolean not null, version jsonb not null)`,
  ],
  schemaDown: ['drop table policy_versions'],
  async apply(transaction, events) {
    const scheduled: PolicyVersionScheduled['data'][] = [];
    const published: string[] = [];
    for (const event of events as readonly PolicyVersionFact[])
      if (event.type === 'sightline.directory.policy-version-scheduled.v1') scheduled.push(event.data);
      else published.push(event.data.policyVersionId);
    await transaction.query({
      name: 'policy-versions.schedule',
      text: `insert into policy_versions select id, in_force_from, false, version
             from unnest($1::uuid[], $2::date[], $3::jsonb[]) as scheduled (id, in_force_from, version)
             on conflict (policy_version_id) do nothing`,
      values: [
        scheduled.map(({ policyVersionId }) => policyVersionId),
        scheduled.map(({ inForceFrom }) => inForceFrom),
        scheduled.map((version) => JSON.stringify(publishedVersion(version))),
      ],
    });
    await transaction.query({
      name: 'policy-versions.publish',
      text: 'update policy_versions set published = true where policy_version_id = any($1::uuid[]) and not published',
      values: [published],
    });
  },
};
