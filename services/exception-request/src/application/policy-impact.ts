import { noLongerAllowed, type ImpactReason, type PolicyBook, type PolicyVersion } from '@sightline/policy';
import type { AuthorizationUnderVersion } from '../read-models/policy-impact/policy-impact.query.js';

export interface Impact {
  readonly authorization: AuthorizationUnderVersion;
  readonly reasons: readonly ImpactReason[];
}

/** Those of these authorizations that the version would no longer allow, each with why (C11). */
export const impactOn = async (
  authorizations: readonly AuthorizationUnderVersion[],
  version: PolicyVersion,
  policies: PolicyBook,
): Promise<readonly Impact[]> => {
  const impacts = authorizations.map(async (authorization) => ({
    authorization,
    reasons: noLongerAllowed(authorization, await policies.byId(authorization.policyVersion), version),
  }));
  return (await Promise.all(impacts)).filter(({ reasons }) => reasons.length > 0);
};
