import type { Guardianship, RosterRestriction, RosterState } from './roster.js';
import type { RosterFact } from './roster-facts.js';
import { keysOfBoth, rosterFact } from './roster-facts.js';
import type { RosterIdentities } from './roster-identities.js';

/** All guardians of one student as the directory keeps them; none when the list is empty. */
export interface GuardianshipRecord {
  readonly studentId: string;
  readonly guardians: readonly {
    readonly guardianId: string;
    readonly placeOnStudentRow: number | null;
    readonly onGuardianRow: boolean;
  }[];
}

/** The document behind a restriction: it stays with the directory and is in no event. */
export interface RestrictionRecord {
  readonly restrictionId: string;
  readonly reference: string;
}

export interface RelationChanges {
  readonly facts: readonly RosterFact[];
  readonly guardianships: readonly GuardianshipRecord[];
  readonly restrictions: readonly RestrictionRecord[];
}

export const relationChanges = (before: RosterState, after: RosterState, ids: RosterIdentities): RelationChanges => {
  const guardians = guardianChanges(before, after, ids);
  const restrictions = restrictionChanges(before, after, ids);
  return {
    facts: [
      ...guardians.facts,
      ...siblingChanges(before, after, ids),
      ...supervisorChanges(before, after, ids),
      ...restrictions.facts,
    ],
    guardianships: guardians.records,
    restrictions: restrictions.records,
  };
};

const guardianChanges = (before: RosterState, after: RosterState, ids: RosterIdentities) => {
  const facts: RosterFact[] = [];
  const records: GuardianshipRecord[] = [];
  for (const student of keysOfBoth(before.guardianships, after.guardianships)) {
    const left = before.guardianships.get(student) ?? [];
    const right = after.guardianships.get(student) ?? [];
    if (same(left, right, linkText)) continue;
    const studentId = ids.people.get(student)!;
    records.push({
      studentId,
      guardians: right.map(({ guardianSourcedId, placeOnStudentRow, onGuardianRow }) => ({
        guardianId: ids.people.get(guardianSourcedId)!,
        placeOnStudentRow,
        onGuardianRow,
      })),
    });
    if (same(left, right, (link) => link.guardianSourcedId)) continue;
    const guardianIds = right.map((link) => ids.people.get(link.guardianSourcedId)!);
    facts.push(rosterFact('guardians-changed', 'guardianship', studentId, studentId, { studentId, guardianIds }));
  }
  return { facts, records };
};

const linkText = (link: Guardianship) => `${link.guardianSourcedId} ${link.placeOnStudentRow} ${link.onGuardianRow}`;

const siblingChanges = (before: RosterState, after: RosterState, ids: RosterIdentities): RosterFact[] =>
  keysOfBoth(before.siblings, after.siblings)
    .filter((person) => !same(before.siblings.get(person) ?? [], after.siblings.get(person) ?? [], String))
    .map((person) => {
      const personId = ids.people.get(person)!;
      const siblingIds = (after.siblings.get(person) ?? []).map((other) => ids.people.get(other)!);
      return rosterFact('siblings-changed', 'siblings', personId, personId, { personId, siblingIds });
    });

const supervisorChanges = (before: RosterState, after: RosterState, ids: RosterIdentities): RosterFact[] => {
  const idOf = (person: string | undefined) => (person === undefined ? null : ids.people.get(person)!);
  return keysOfBoth(before.supervisors, after.supervisors)
    .filter((staff) => before.supervisors.get(staff) !== after.supervisors.get(staff))
    .map((staff) => {
      const staffId = ids.people.get(staff)!;
      return rosterFact('supervisor-changed', 'supervision', staffId, staffId, {
        staffId,
        supervisorId: idOf(after.supervisors.get(staff)),
        previousSupervisorId: idOf(before.supervisors.get(staff)),
      });
    });
};

const restrictionChanges = (before: RosterState, after: RosterState, ids: RosterIdentities) => {
  const facts: RosterFact[] = [];
  const records: RestrictionRecord[] = [];
  for (const key of [...after.restrictions.keys()].sort()) {
    const restriction = after.restrictions.get(key)!;
    const known = before.restrictions.get(key);
    if (known && restrictionText(known) === restrictionText(restriction)) continue;
    const restrictionId = ids.restrictions.get(key)!;
    const studentId = ids.people.get(restriction.studentSourcedId)!;
    facts.push(
      rosterFact('restriction-recorded', 'restriction', restrictionId, studentId, {
        restrictionId,
        studentId,
        guardianId: ids.people.get(restriction.guardianSourcedId)!,
        kinds: restriction.kinds,
        from: restriction.from,
        until: restriction.until,
      }),
    );
    records.push({ restrictionId, reference: restriction.reference });
  }
  return { facts, records };
};

const restrictionText = ({ kinds, from, until }: RosterRestriction) => `${kinds.join(';')} ${from} ${until}`;

const same = <Value>(left: readonly Value[], right: readonly Value[], text: (value: Value) => string): boolean =>
  left === right || (left.length === right.length && left.every((value, index) => text(value) === text(right[index]!)));
