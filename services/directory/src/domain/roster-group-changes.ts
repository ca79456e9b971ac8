import type { BuildingType, GroupMembers, RosterBuilding, RosterGroup, RosterState } from './roster.js';
import type { RosterFact } from './roster-facts.js';
import { keysOfBoth, rosterFact } from './roster-facts.js';
import type { RosterIdentities } from './roster-identities.js';

/** More ids than this make a second event of the same change. */
const membersPerEventMax = 500;

/** A building, class or activity as the directory keeps it: its name is in no event. */
export interface PlaceRecord {
  readonly id: string;
  readonly sourcedId: string;
  readonly place: 'building' | 'group';
  readonly name: string;
}

export interface GroupChanges {
  readonly facts: readonly RosterFact[];
  /** To be appended after the members have left. */
  readonly removals: readonly RosterFact[];
  readonly places: readonly PlaceRecord[];
}

export const buildingChanges = (before: RosterState, after: RosterState, ids: RosterIdentities): GroupChanges => {
  const facts: RosterFact[] = [];
  const places: PlaceRecord[] = [];
  for (const sourcedId of [...after.buildings.keys()].sort()) {
    const building = after.buildings.get(sourcedId)!;
    const known = before.buildings.get(sourcedId);
    const id = ids.buildings.get(sourcedId)!;
    if (known?.name !== building.name) places.push({ id, sourcedId, place: 'building', name: building.name });
    const parent = parentIn(after, building);
    if (known && known.type === building.type && parentIn(before, known) === parent) continue;
    const type: BuildingType = building.type;
    const parentId = parent === undefined ? null : ids.buildings.get(parent)!;
    facts.push(
      rosterFact(known ? 'building-changed' : 'building-registered', 'building', id, id, {
        buildingId: id,
        sourcedId,
        type,
        parentId,
      }),
    );
  }
  return { facts, removals: [], places };
};

/** A parent may come in a later bundle than its building. */
const parentIn = ({ buildings }: RosterState, { parentSourcedId }: RosterBuilding): string | undefined =>
  parentSourcedId !== undefined && buildings.has(parentSourcedId) ? parentSourcedId : undefined;

export const groupChanges = (before: RosterState, after: RosterState, ids: RosterIdentities): GroupChanges => {
  const facts: RosterFact[] = [];
  const removals: RosterFact[] = [];
  const places: PlaceRecord[] = [];
  for (const sourcedId of keysOfBoth(before.groups, after.groups)) {
    const id = ids.groups.get(sourcedId)!;
    const group = after.groups.get(sourcedId);
    const known = before.groups.get(sourcedId);
    if (!group) {
      removals.push(rosterFact('group-removed', 'group', id, id, { groupId: id, sourcedId }));
      continue;
    }
    if (known?.title !== group.title) places.push({ id, sourcedId, place: 'group', name: group.title });
    if (known && sameGroup(known, group)) continue;
    facts.push(
      rosterFact(known ? 'group-changed' : 'group-registered', 'group', id, id, {
        groupId: id,
        sourcedId,
        kind: group.kind,
        buildingId: ids.buildings.get(group.buildingSourcedId)!,
        endsOn: group.endsOn ?? null,
      }),
    );
  }
  return { facts, removals, places };
};

const sameGroup = (left: RosterGroup, right: RosterGroup) =>
  left.kind === right.kind && left.buildingSourcedId === right.buildingSourcedId && left.endsOn === right.endsOn;

export const memberChanges = (before: RosterState, after: RosterState, ids: RosterIdentities): RosterFact[] =>
  keysOfBoth(before.members, after.members).flatMap((group) => {
    const left = before.members.get(group);
    const right = after.members.get(group);
    if (left === right) return [];
    const groupId = ids.groups.get(group)!;
    return chunks(moves(left, right, ids), moves(right, left, ids)).map((data) =>
      rosterFact('group-members-changed', 'group', groupId, groupId, { groupId, ...data }),
    );
  });

interface Move {
  readonly personId: string;
  readonly role: 'student' | 'staff';
}

const moves = (from: GroupMembers | undefined, to: GroupMembers | undefined, ids: RosterIdentities): Move[] => {
  const newcomers = (side: keyof GroupMembers, role: Move['role']) => {
    const present = new Set(from?.[side]);
    return (to?.[side] ?? [])
      .filter((person) => !present.has(person))
      .map((person) => ({ personId: ids.people.get(person)!, role }));
  };
  return [...newcomers('students', 'student'), ...newcomers('staff', 'staff')];
};

const chunks = (joined: readonly Move[], left: readonly Move[]) => {
  const result: { joined: readonly Move[]; left: readonly Move[] }[] = [];
  let joinedDone = 0;
  let leftDone = 0;
  while (joinedDone < joined.length || leftDone < left.length) {
    const joining = joined.slice(joinedDone, joinedDone + membersPerEventMax);
    const leaving = left.slice(leftDone, leftDone + membersPerEventMax - joining.length);
    joinedDone += joining.length;
    leftDone += leaving.length;
    result.push({ joined: joining, left: leaving });
  }
  return result;
};
