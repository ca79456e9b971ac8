import type { PolicyVersionPublished, PolicyVersionScheduled } from '@sightline/contracts';
import { rowProjection } from '@sightline/event-store';
import { publishedVersion, type PolicyVersion } from '@sightline/policy';

export interface PolicyVersionRow {
  policy_version_id: string;
  in_force_from: string;
  published: boolean;
  version: PolicyVersion;
  resolution_reference: string;
  prepared_by: string | null;
  confirmed_by: string | null;
  created_at: string;
}

type Timed<Event> = Event & { readonly time: string };

/** The versions of the policy that the district prepared and published (C11). */
export const policyVersionsProjection = rowProjection<
  PolicyVersionRow,
  Timed<PolicyVersionScheduled> | Timed<PolicyVersionPublished>
>({
  table: 'policy_versions',
  key: 'policy_version_id',
  types: ['sightline.directory.policy-version-scheduled.v1', 'sightline.directory.policy-version-published.v1'],
  keysOf: ({ data }) => [data.policyVersionId],
  evolve: (row, event) => {
    if (event.type === 'sightline.directory.policy-version-scheduled.v1')
      return {
        policy_version_id: event.data.policyVersionId,
        in_force_from: event.data.inForceFrom,
        published: false,
        version: publishedVersion(event.data),
        resolution_reference: event.data.resolutionReference,
        prepared_by: event.data.preparedBy,
        confirmed_by: null,
        created_at: event.time,
      };
    return row ? { ...row, published: true, confirmed_by: event.data.confirmedBy } : null;
  },
});
