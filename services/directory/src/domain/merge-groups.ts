import type { GroupMembers, RosterBuilding, RosterGroup, RosterState } from './roster.js';
import { overlaid } from './merge-maps.js';
import type { RosterSnapshot } from './roster-snapshot.js';

/** A class at a building that nobody knows is no statement: what is known of it stays. */
export const groupsAfter = (
  known: RosterState,
  { stated, coverage, removed, held }: RosterSnapshot,
  buildings: ReadonlyMap<string, RosterBuilding>,
): ReadonlyMap<string, RosterGroup> => {
  const given = new Map<string, RosterGroup>();
  const doubtful: string[] = [];
  for (const [sourcedId, group] of stated.groups) {
    const lastDay = known.groups.get(sourcedId)?.endsOn;
    if (!buildings.has(group.buildingSourcedId)) doubtful.push(sourcedId);
    else if (group.endsOn === undefined && lastDay !== undefined && held.lastDays.has(sourcedId))
      given.set(sourcedId, { ...group, endsOn: lastDay });
    else given.set(sourcedId, group);
  }
  return overlaid(known.groups, given, coverage.groups, {
    removed: removed.groups,
    held: doubtful.length > 0 ? new Set([...held.groups, ...doubtful]) : held.groups,
  });
};

export const membersAfter = (
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
