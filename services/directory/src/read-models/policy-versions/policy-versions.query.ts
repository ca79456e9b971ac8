import type { Queryable } from '@sightline/event-store';
import { policyVersions, type PolicyVersion } from '@sightline/policy';

export type PolicyVersionStatus = 'awaits-confirmation' | 'lapsed' | 'published' | 'in-force' | 'past';

export interface PolicyVersionListed {
  readonly version: PolicyVersion;
  readonly status: PolicyVersionStatus;
  /** Null for a version that came with the product. */
  readonly resolutionReference: string | null;
  readonly preparedBy: string | null;
  readonly confirmedBy: string | null;
  readonly createdAt: Date;
}

interface Row extends Omit<PolicyVersionListed, 'status'> {
  readonly published: boolean;
}

/** Every version, published or not, by its first day in force; there are few. */
export async function listPolicyVersions(database: Queryable, today: string): Promise<PolicyVersionListed[]> {
  const { rows } = await database.query<Row>(
    `select version, published, resolution_reference as "resolutionReference", prepared_by as "preparedBy",
            confirmed_by as "confirmedBy", created_at as "createdAt"
     from policy_versions order by in_force_from, policy_version_id limit 1000`,
  );
  const recorded = policyVersions.map((version): Row => ({
    ...{ version, published: true, resolutionReference: null, preparedBy: null, confirmedBy: null },
    createdAt: new Date(`${version.approvedOn}T00:00:00Z`),
  }));
  const all = [...recorded, ...rows].sort((one, other) =>
    one.version.inForceFrom < other.version.inForceFrom
      ? -1
      : one.version.inForceFrom > other.version.inForceFrom
        ? 1
        : 0,
  );
  const inForce = all.findLast(({ version, published }) => published && version.inForceFrom <= today);
  const statusOf = ({ version, published }: Row): PolicyVersionStatus => {
    const begun = version.inForceFrom <= today;
    if (!published) return begun ? 'lapsed' : 'awaits-confirmation';
    if (version.id === inForce?.version.id) return 'in-force';
    return begun ? 'past' : 'published';
  };
  return all.map(({ published, ...row }) => ({ ...row, status: statusOf({ published, ...row }) }));
}
