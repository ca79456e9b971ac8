import type { RequestKind, RoleAtBuilding, RosterChange } from '@sightline/contracts';
import { isStaff, type FamilyOnRoster, type PolicyVersion } from '@sightline/policy';

export interface PersonOnRoster {
  readonly active: boolean;
  readonly roles: readonly RoleAtBuilding[];
}

/** An authorization, or a request about to become one, beside what the roster says of its people now. */
export interface OnRoster {
  readonly kind: RequestKind;
  readonly studentIds: readonly string[];
  /** The buildings whose principals were asked; null when that is not known. */
  readonly approvedRequesterBuildingIds: readonly string[] | null;
  readonly approvedStudentBuildingIds: readonly string[] | null;
  readonly staff: PersonOnRoster | null;
  /** Null where no class or activity is named. */
  readonly group: { readonly active: boolean; readonly staffTakesPart: boolean } | null;
  readonly students: readonly (PersonOnRoster & { readonly personId: string })[];
  readonly family: FamilyOnRoster;
  /** Students from whom a restriction on contact keeps the staff member (C9). */
  readonly barredIds: readonly string[];
  /** The supervisor now, unless that person was asked or told already. */
  readonly newSupervisorId: string | null;
}

export interface RosterFinding {
  readonly change: RosterChange;
  readonly studentIds: readonly string[];
  readonly tellIds: readonly string[];
}

/** The buildings in which a person holds any of these roles. */
const buildingsOf = (roles: readonly RoleAtBuilding[]): string[] => [
  ...new Set(roles.flatMap(({ buildingId }) => buildingId ?? [])),
];
const isStudent = ({ active, roles }: PersonOnRoster): boolean =>
  active && roles.some(({ role }) => role === 'student');
const isElsewhere = (now: readonly string[], approved: readonly string[] | null): boolean =>
  approved !== null && approved.length > 0 && now.length > 0 && !now.some((id) => approved.includes(id));

/** The buildings of the staff member and of the students as the roster has them now. */
export const buildingsNow = ({ staff, students }: Pick<OnRoster, 'staff' | 'students'>) => ({
  requesterBuildingIds: buildingsOf(staff?.roles ?? []),
  studentBuildingIds: [
    ...new Set(
      students.filter(isStudent).flatMap(({ roles }) => buildingsOf(roles.filter(({ role }) => role === 'student'))),
    ),
  ],
});

/**
 * What of the roster, as it stands now, is otherwise than when the authorization was approved. It looks at how things
 * stand, not at what happened: so it does not matter whether the roster's change or the approval arrived first.
 */
export const rosterFindings = (authorization: OnRoster, policy: PolicyVersion): readonly RosterFinding[] => {
  const { studentIds, staff, group, students, family, newSupervisorId } = authorization;
  const finding = (change: RosterChange, about: readonly string[] = []): RosterFinding => ({
    ...{ change, studentIds: about, tellIds: [] },
  });
  const known = new Map(students.map((student) => [student.personId, student]));
  const those = (test: (id: string) => boolean): string[] => studentIds.filter(test);
  if (!staff?.active || !isStaff(policy, staff.roles)) return [finding('staff-left-district')];
  return [
    ...(group && !group.active ? [finding('group-dropped')] : []),
    ...(group?.active && !group.staffTakesPart ? [finding('staff-left-group')] : []),
    ...(isElsewhere(buildingsOf(staff.roles), authorization.approvedRequesterBuildingIds)
      ? [finding('staff-moved')]
      : []),
    ...ofStudents(),
    ...(newSupervisorId === null ? [] : [{ ...finding('supervisor-changed'), tellIds: [newSupervisorId] }]),
  ];

  function ofStudents(): RosterFinding[] {
    const ofFamily = new Set([...family.ownChildIds, ...family.siblingIds]);
    const gone = those((id) => !isStudent(known.get(id) ?? { active: false, roles: [] }));
    const moved = those((id) =>
      isElsewhere(
        buildingsOf((known.get(id)?.roles ?? []).filter(({ role }) => role === 'student')),
        authorization.approvedStudentBuildingIds,
      ),
    );
    const found: readonly (readonly [RosterChange, readonly string[]])[] = [
      ['became-own-family', those((id) => ofFamily.has(id))],
      ['student-left-district', gone],
      ['staff-restricted', those((id) => authorization.barredIds.includes(id))],
      ['student-left-school', moved.filter((id) => !gone.includes(id))],
    ];
    return found.flatMap(([change, about]) => (about.length > 0 ? [finding(change, about)] : []));
  }
};
