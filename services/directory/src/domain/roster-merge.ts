import type { GroupMembers, Guardianship, RosterRoleAt, RosterState } from './roster.js';
import { inContactOrder } from './roster.js';
import type { Coverage, RosterSnapshot } from './roster-snapshot.js';

/**
 * What the roster is once the snapshot is taken. Pure; neither argument is changed. Relations, roles and memberships of
 * people who are gone go with them; a restriction is never lifted by absence (C9).
 */
export const rosterAfter = (known: RosterState, snapshot: RosterSnapshot): RosterState => {
  const { stated, coverage, removed, held } = snapshot;
  const people = overlaid(known.people, stated.people, coverage.people, removed.people, held.people);
  const groups = overlaid(known.groups, stated.groups, coverage.groups, removed.groups, held.groups);
  const relation = <Value>(pick: (state: RosterState) => ReadonlyMap<string, Value>) =>
    keptFor(overlaid(pick(known), pick(stated), coverage.relations), people);
  return {
    buildings: overlaid(known.buildings, stated.buildings, 'named'),
    people,
    groups,
    roles: keptFor(rolesAfter(known, snapshot), people),
    birthDates: keptFor(overlaid(known.birthDates, stated.birthDates, coverage.birthDates), people),
    languages: relation((state) => state.languages),
    members: membersAfter(known, snapshot, people, groups),
    guardianships: guardianshipsAfter(known, stated, people),
    siblings: withoutStrangers(
      relation((state) => state.siblings),
      people,
    ),
    supervisors: new Map(
      [...relation((state) => state.supervisors)].filter(([, supervisor]) => people.has(supervisor)),
    ),
    technology: relation((state) => state.technology),
    restrictions: overlaid(known.restrictions, stated.restrictions, 'named'),
  };
};

const overlaid = <Value>(
  known: ReadonlyMap<string, Value>,
  stated: ReadonlyMap<string, Value>,
  coverage: 'absent' | 'whole' | 'named',
  removed?: ReadonlySet<string>,
  held?: ReadonlySet<string>,
): ReadonlyMap<string, Value> => {
  if (coverage === 'absent') return known;
  if (coverage === 'named') {
    const result = new Map(known);
    for (const [key, value] of stated) result.set(key, value);
    for (const key of removed ?? []) result.delete(key);
    return result;
  }
  const kept = [...(held ?? [])].filter((key) => known.has(key) && !stated.has(key));
  if (kept.length === 0) return stated;
  const result = new Map(stated);
  for (const key of kept) result.set(key, known.get(key)!);
  return result;
};

const keptFor = <Value>(
  map: ReadonlyMap<string, Value>,
  people: ReadonlyMap<string, unknown>,
): ReadonlyMap<string, Value> => {
  for (const key of map.keys())
    if (!people.has(key)) return new Map([...map].filter(([sourcedId]) => people.has(sourcedId)));
  return map;
};

const withoutStrangers = (
  siblings: ReadonlyMap<string, readonly string[]>,
  people: ReadonlyMap<string, unknown>,
): ReadonlyMap<string, readonly string[]> =>
  new Map(
    [...siblings]
      .map(([person, others]) => [person, others.filter((other) => people.has(other))] as const)
      .filter(([, others]) => others.length > 0),
  );

const rolesAfter = (known: RosterState, { stated, coverage, removed, held }: RosterSnapshot) => {
  const joined: Record<Coverage, () => ReadonlyMap<string, readonly RosterRoleAt[]>> = {
    absent: () => known.roles,
    named: () => overlaid(known.roles, stated.roles, 'named'),
    whole: () => stated.roles,
    rows: () => {
      const result = new Map(known.roles);
      for (const [person, gone] of removed.roles)
        result.set(
          person,
          (result.get(person) ?? []).filter((role) => !gone.some((other) => sameRole(role, other))),
        );
      for (const [person, roles] of stated.roles) result.set(person, withRoles(result.get(person) ?? [], roles));
      return result;
    },
  };
  const roles = joined[coverage.roles]();
  const keepers = [...held.roles].filter((person) => known.roles.has(person));
  if (coverage.roles === 'absent' || keepers.length === 0) return roles;
  const result = new Map(roles);
  for (const person of keepers) result.set(person, withRoles(roles.get(person) ?? [], known.roles.get(person)!));
  return result;
};

const sameRole = (left: RosterRoleAt, right: RosterRoleAt) =>
  left.role === right.role && left.buildingSourcedId === right.buildingSourcedId;

const withRoles = (roles: readonly RosterRoleAt[], others: readonly RosterRoleAt[]): readonly RosterRoleAt[] => [
  ...roles,
  ...others.filter((other) => !roles.some((role) => sameRole(role, other))),
];

const membersAfter = (
  known: RosterState,
  { stated, coverage, removed, held }: RosterSnapshot,
  people: ReadonlyMap<string, unknown>,
  groups: ReadonlyMap<string, unknown>,
): ReadonlyMap<string, GroupMembers> => {
  const result = new Map<string, GroupMembers>();
  for (const group of groups.keys()) {
    const before = known.members.get(group);
    const now = stated.members.get(group);
    const keepsAll = coverage.members !== 'whole' || held.members.has(group);
    const gone = removed.members.get(group);
    let members = keepsAll ? union(without(before, gone), now) : now;
    if (members === undefined) continue;
    if (!members.students.every((id) => people.has(id)) || !members.staff.every((id) => people.has(id)))
      members = {
        students: members.students.filter((id) => people.has(id)),
        staff: members.staff.filter((id) => people.has(id)),
      };
    if (members.students.length + members.staff.length > 0) result.set(group, members);
  }
  return result;
};

const without = (members: GroupMembers | undefined, gone: GroupMembers | undefined): GroupMembers | undefined => {
  if (!members || !gone) return members;
  const students = new Set(gone.students);
  const staff = new Set(gone.staff);
  return {
    students: members.students.filter((id) => !students.has(id)),
    staff: members.staff.filter((id) => !staff.has(id)),
  };
};

const union = (left: GroupMembers | undefined, right: GroupMembers | undefined): GroupMembers | undefined => {
  if (!left || !right) return left ?? right;
  const both = (side: keyof GroupMembers) => [...new Set([...left[side], ...right[side]])].sort();
  return { students: both('students'), staff: both('staff') };
};

const guardianshipsAfter = (
  known: RosterState,
  stated: RosterState,
  people: ReadonlyMap<string, unknown>,
): ReadonlyMap<string, readonly Guardianship[]> => {
  const result = new Map<string, readonly Guardianship[]>();
  for (const student of new Set([...known.guardianships.keys(), ...stated.guardianships.keys()])) {
    if (!people.has(student)) continue;
    const studentRowGiven = stated.people.has(student);
    const links = new Map<string, Guardianship>();
    for (const link of known.guardianships.get(student) ?? [])
      links.set(link.guardianSourcedId, {
        guardianSourcedId: link.guardianSourcedId,
        placeOnStudentRow: studentRowGiven ? null : link.placeOnStudentRow,
        onGuardianRow: link.onGuardianRow && !stated.people.has(link.guardianSourcedId),
      });
    for (const link of stated.guardianships.get(student) ?? []) {
      const before = links.get(link.guardianSourcedId);
      links.set(link.guardianSourcedId, {
        guardianSourcedId: link.guardianSourcedId,
        placeOnStudentRow: link.placeOnStudentRow ?? before?.placeOnStudentRow ?? null,
        onGuardianRow: link.onGuardianRow || (before?.onGuardianRow ?? false),
      });
    }
    const standing = inContactOrder(
      [...links.values()].filter(
        (link) => (link.placeOnStudentRow !== null || link.onGuardianRow) && people.has(link.guardianSourcedId),
      ),
    );
    if (standing.length > 0) result.set(student, standing);
  }
  return result;
};
