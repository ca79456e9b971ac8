import type { Medium, RequestKind, RoleAtBuilding } from '@sightline/contracts';
import type { ClauseId, PolicyVersion } from './policy-version.js';
import { decidingBuildings, isStaff, latestEnd } from './rules.js';

/** What of a live authorization the rules read; buildings as they stood when it was asked for, roles as they are now. */
export interface LiveAuthorization {
  readonly kind: RequestKind;
  readonly medium: Medium;
  readonly studentCount: number;
  readonly groupId: string | null;
  /** Last day of the group's term, where it has one. */
  readonly groupEndsOn: string | null;
  readonly from: string;
  readonly until: string;
  readonly copiesRequired: boolean;
  readonly requesterRoles: readonly RoleAtBuilding[];
  readonly requesterBuildingIds: readonly string[];
  readonly studentBuildingIds: readonly string[];
}

/** The rules of a version that a live authorization can fail. */
export type ImpactRule =
  'staff' | 'medium' | 'group' | 'students' | 'period' | 'sides' | 'principals' | 'findings' | 'copies';

export interface ImpactReason {
  readonly rule: ImpactRule;
  readonly clause: ClauseId;
  /** In plain words. */
  readonly detail: string;
}

/**
 * Why a version would no longer allow an authorization that another version allowed (C11); empty where it would. What was
 * decided stands as it was: this asks only whether people should look at it again.
 */
export const noLongerAllowed = (
  authorization: LiveAuthorization,
  under: PolicyVersion,
  version: PolicyVersion,
): readonly ImpactReason[] => {
  const asked = under.settings.kinds[authorization.kind];
  const wanted = version.settings.kinds[authorization.kind];
  const { clause } = wanted;
  const { requesterBuildingIds, studentBuildingIds } = authorization;
  const buildings = (policy: PolicyVersion) => decidingBuildings(policy, requesterBuildingIds, studentBuildingIds);
  const newSides = wanted.sides.filter((side) => !asked.sides.includes(side));
  const bothAskPrincipals = wanted.sides.includes('principal') && asked.sides.includes('principal');

  const checks: readonly (readonly [boolean, ImpactReason])[] = [
    [
      !isStaff(version, authorization.requesterRoles),
      { rule: 'staff', clause, detail: 'The person’s roles no longer allow it.' },
    ],
    [
      wanted.media !== null && !wanted.media.includes(authorization.medium),
      { rule: 'medium', clause, detail: 'The way of communicating is no longer among those that can be allowed.' },
    ],
    [
      wanted.groupRequired && authorization.groupId === null,
      { rule: 'group', clause, detail: 'It is for no class or activity, and now has to be.' },
    ],
    [
      authorization.studentCount > version.settings.studentsMax,
      { rule: 'students', clause, detail: 'It names more students than can be allowed at once.' },
    ],
    [
      authorization.until > latestEnd(version, authorization.from, authorization.groupEndsOn),
      { rule: 'period', clause, detail: 'It runs longer than can be allowed.' },
    ],
    [newSides.length > 0, { rule: 'sides', clause, detail: 'Somebody must approve who was not asked.' }],
    [
      bothAskPrincipals && buildings(version).some((id) => !buildings(under).includes(id)),
      { rule: 'principals', clause, detail: 'The principal of another building must approve it too.' },
    ],
    [
      wanted.findings.some((finding) => !asked.findings.includes(finding)),
      { rule: 'findings', clause, detail: 'It was approved without a finding that is now needed.' },
    ],
    [
      wanted.copies === 'always' && !authorization.copiesRequired,
      { rule: 'copies', clause: 'C7', detail: 'The supervisor has to get copies, and gets none.' },
    ],
  ];
  return checks.filter(([fails]) => fails).map(([, reason]) => reason);
};
