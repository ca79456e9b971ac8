import type { ApprovalSide, FamilyRelation, RequestKind, RoleAtBuilding } from '@sightline/contracts';
import { addDays, addDaysToMoment } from './calendar-date.js';
import type { PolicyVersion } from './policy-version.js';

/** The sides that must all approve a request of this kind (C3, C5). */
export const requiredSides = (kind: RequestKind, policy: PolicyVersion): readonly ApprovalSide[] =>
  policy.settings.kinds[kind].sides;

/** The buildings whose principals decide under C3, each once, the employee's first. */
export const decidingBuildings = (
  policy: PolicyVersion,
  employeeBuildings: readonly string[],
  studentBuildings: readonly string[],
): readonly string[] => {
  switch (policy.settings.principalsAsked) {
    case 'employee-building':
      return [...new Set(employeeBuildings)];
    case 'student-buildings':
      return [...new Set(studentBuildings)];
    case 'both':
      return [...new Set([...employeeBuildings, ...studentBuildings])];
  }
};

/**
 * The last day to which an authorization that starts on `from` may run; never open-ended. The earliest of the longest
 * length, the end of the school year in which it starts, and the end of its group where it has one.
 *
 * @throws RangeError when `from` is not a date
 */
export const latestEnd = (policy: PolicyVersion, from: string, groupEndsOn: string | null): string => {
  const { lengthDaysMax, schoolYearEndsOn } = policy.settings.authorization;
  const byLength = addDays(from, lengthDaysMax - 1);
  const year = Number(from.slice(0, 4));
  const endsThisYear = `${from.slice(0, 4)}-${schoolYearEndsOn}`;
  const bySchoolYear = from <= endsThisYear ? endsThisYear : `${String(year + 1).padStart(4, '0')}-${schoolYearEndsOn}`;
  return [byLength, bySchoolYear, ...(groupEndsOn === null ? [] : [groupEndsOn])].reduce((earliest, end) =>
    end < earliest ? end : earliest,
  );
};

/** Own children and siblings of the requester on the roster (C4). */
export interface FamilyOnRoster {
  readonly ownChildIds: readonly string[];
  readonly siblingIds: readonly string[];
}

export interface OwnFamilySplit {
  readonly relations: readonly { readonly studentId: string; readonly relation: FamilyRelation }[];
  readonly others: readonly string[];
}

/** Parts the students into own family, with the relation that makes it so, and the others (C4). Order is kept. */
export const ownFamily = (studentIds: readonly string[], family: FamilyOnRoster): OwnFamilySplit => {
  const relationTo = (studentId: string): FamilyRelation | undefined => {
    if (family.ownChildIds.includes(studentId)) return 'own-child';
    return family.siblingIds.includes(studentId) ? 'sibling' : undefined;
  };
  const relations: { studentId: string; relation: FamilyRelation }[] = [];
  const others: string[] = [];
  for (const studentId of new Set(studentIds)) {
    const relation = relationTo(studentId);
    if (relation) relations.push({ studentId, relation });
    else others.push(studentId);
  }
  return { relations, others };
};

/** C7: copies to the supervisor, always for C5, for C3 only where an approver made them a written condition. */
export const copiesRequired = (kind: RequestKind, policy: PolicyVersion, copyCondition: boolean): boolean =>
  policy.settings.kinds[kind].copies === 'always' || copyCondition;

/** An employee of the district, who may ask for an exception (C3, C5). */
export const isStaff = (policy: PolicyVersion, roles: readonly RoleAtBuilding[]): boolean =>
  roles.some(({ role }) => policy.settings.staffRoles.includes(role));

/** When a task opened at `openedAt` is due. RFC 3339, UTC. @throws RangeError when `openedAt` is no moment */
export const taskDueAt = (policy: PolicyVersion, openedAt: string): string =>
  addDaysToMoment(openedAt, policy.settings.tasks.dueAfterDays);
