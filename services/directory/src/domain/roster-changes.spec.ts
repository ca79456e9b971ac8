import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { changesBetween, type KnownRoster, type RosterChanges } from './roster-changes.js';
import { noIdentities } from './roster-identities.js';
import type { RosterSnapshot } from './roster-snapshot.js';
import { emptyRoster, restrictionKey, type RosterRestriction, type RosterState } from './roster.js';

type Writable<Value> = { -readonly [Key in keyof Value]: Value[Key] };
const nobody: ReadonlySet<string> = new Set();
const empty: KnownRoster = { state: emptyRoster, ids: noIdentities };

const snapshot = (stated: Partial<RosterState>, changes: Partial<RosterSnapshot> = {}): RosterSnapshot => ({
  stated: { ...emptyRoster, ...stated },
  coverage: {
    people: 'whole',
    roles: 'whole',
    birthDates: 'whole',
    groups: 'whole',
    members: 'whole',
    relations: 'whole',
  },
  removed: { people: nobody, groups: nobody, roles: new Map(), members: new Map() },
  held: {
    people: nobody,
    roles: nobody,
    groups: nobody,
    members: nobody,
    birthDates: nobody,
    relations: nobody,
    lastDays: nobody,
  },
  agents: [],
  ...changes,
});

const numbered = (): (() => string) => {
  let last = 0;
  return () => `id-${(last += 1)}`;
};
const nextId = numbered();
const changed = (known: KnownRoster, incoming: RosterSnapshot): RosterChanges => {
  const changes = changesBetween(known, incoming, { nextId, confirmed: true });
  if (changes.outcome !== 'changes') throw new Error('a confirmed import is taken');
  return changes;
};

const ids = (prefix: string, count: number) => Array.from({ length: count }, (_id, index) => `${prefix}${index}`);
const [buildingIds, peopleIds, groupIds] = [ids('b', 3), ids('p', 8), ids('g', 3)];
const some = (from: readonly string[]) => fc.subarray([...from]);
const mapOf = <Value>(keys: readonly string[], value: (key: string) => fc.Arbitrary<Value>) =>
  some(keys)
    .chain((chosen) => fc.tuple(...chosen.map((key) => value(key).map((made) => [key, made] as const))))
    .map((rows) => new Map(rows));
const roleAt = fc.oneof(
  fc.record({
    role: fc.constantFrom('student', 'teacher', 'principal', 'technology'),
    buildingSourcedId: fc.constantFrom(...buildingIds),
  }),
  fc.constantFrom({ role: 'guardian' }, { role: 'student' }, { role: 'administrator' }),
) as fc.Arbitrary<RosterState['roles'] extends ReadonlyMap<string, readonly (infer Role)[]> ? Role : never>;
const restriction: fc.Arbitrary<RosterRestriction> = fc.record({
  studentSourcedId: fc.constantFrom(...peopleIds),
  guardianSourcedId: fc.constantFrom(...peopleIds),
  kinds: fc.constantFrom(['contact'] as const, ['address', 'contact', 'records'] as const),
  from: fc.constant('2026-01-01'),
  until: fc.constantFrom(null, '2026-12-31'),
  reference: fc.constantFrom('', 'FC-1'),
});

/** Anything at all, references to nobody included: as a delta may hold them. */
const anyState: fc.Arbitrary<RosterState> = fc.record({
  buildings: mapOf(buildingIds, (sourcedId) =>
    fc.record({
      sourcedId: fc.constant(sourcedId),
      name: fc.constantFrom('North', 'South'),
      type: fc.constantFrom('school', 'district'),
      parentSourcedId: fc.constantFrom(...buildingIds),
    }),
  ),
  people: mapOf(peopleIds, (sourcedId) =>
    fc.record({
      sourcedId: fc.constant(sourcedId),
      username: fc.constant(sourcedId),
      givenName: fc.constantFrom('A', 'B'),
      familyName: fc.constant('C'),
      enabled: fc.boolean(),
    }),
  ),
  roles: mapOf(peopleIds, () =>
    fc.uniqueArray(roleAt, { maxLength: 2, minLength: 1, selector: (at) => JSON.stringify(at) }),
  ),
  birthDates: mapOf(peopleIds, () => fc.constantFrom('2010-01-01', '2011-01-01')),
  languages: mapOf(peopleIds, () => fc.constantFrom('en', 'es')),
  groups: mapOf(groupIds, (sourcedId) =>
    fc.record({
      sourcedId: fc.constant(sourcedId),
      title: fc.constantFrom('Art', 'Biology'),
      kind: fc.constantFrom('class', 'activity'),
      buildingSourcedId: fc.constantFrom(...buildingIds),
    }),
  ),
  members: mapOf(groupIds, () => fc.record({ students: some(peopleIds), staff: some(peopleIds) })),
  guardianships: mapOf(peopleIds, () =>
    some(peopleIds).map((guardians) =>
      guardians.map((guardianSourcedId, placeOnStudentRow) => ({
        guardianSourcedId,
        placeOnStudentRow,
        onGuardianRow: false,
      })),
    ),
  ),
  siblings: mapOf(peopleIds, () => some(peopleIds)),
  supervisors: mapOf(peopleIds, () => fc.constantFrom(...peopleIds)),
  technology: mapOf(peopleIds, () =>
    fc.uniqueArray(fc.constantFrom(null, ...buildingIds), { minLength: 1, maxLength: 2 }),
  ),
  restrictions: fc
    .array(restriction, { maxLength: 3 })
    .map((list) => new Map(list.map((one) => [restrictionKey(one), one]))),
}) as fc.Arbitrary<RosterState>;
const peopleSet = some(peopleIds).map((list) => new Set(list));
const groupSet = some(groupIds).map((list) => new Set(list));
const anySnapshot: fc.Arbitrary<RosterSnapshot> = fc.record({
  stated: anyState,
  coverage: fc.record({
    people: fc.constantFrom('absent', 'whole', 'named'),
    roles: fc.constantFrom('absent', 'whole', 'named', 'rows'),
    birthDates: fc.constantFrom('absent', 'whole', 'named'),
    groups: fc.constantFrom('absent', 'whole', 'named'),
    members: fc.constantFrom('absent', 'whole', 'rows'),
    relations: fc.constantFrom('absent', 'whole', 'named'),
  }),
  removed: fc.record({
    people: peopleSet,
    groups: groupSet,
    roles: mapOf(peopleIds, () => fc.array(roleAt, { maxLength: 2 })),
    members: mapOf(groupIds, () => fc.record({ students: some(peopleIds), staff: some(peopleIds) })),
  }),
  held: fc.record({
    people: peopleSet,
    roles: peopleSet,
    groups: groupSet,
    members: groupSet,
    birthDates: peopleSet,
    relations: peopleSet,
    lastDays: groupSet,
  }),
  agents: fc.array(
    fc.record({
      personSourcedId: fc.constantFrom(...peopleIds),
      agentSourcedId: fc.constantFrom(...peopleIds),
      place: fc.constant(0),
    }),
    { maxLength: 4 },
  ),
}) as fc.Arbitrary<RosterSnapshot>;

/** What a service knows that has followed all facts. */
class Follower {
  readonly people = new Map<string, string>();
  readonly groups = new Set<string>();
  readonly buildings = new Set<string>();
  readonly members = new Map<string, Set<string>>();
  readonly guardians = new Map<string, readonly string[]>();
  readonly siblings = new Map<string, readonly string[]>();
  readonly supervisors = new Map<string, string>();
  readonly restrictions = new Map<string, string>();

  follow(facts: RosterChanges['facts']): void {
    for (const fact of facts) {
      const text = JSON.stringify(fact.data, (_key, value: unknown) => (value === undefined ? 'UNDEFINED' : value));
      expect(text).not.toContain('UNDEFINED');
      expect(fact.subject).not.toContain('undefined');
      switch (fact.type) {
        case 'sightline.directory.person-registered.v1':
        case 'sightline.directory.person-changed.v1':
          this.people.set(fact.data.personId, JSON.stringify(fact.data.roles));
          for (const { buildingId } of fact.data.roles)
            if (buildingId !== undefined) expect(this.buildings).toContain(buildingId);
          break;
        case 'sightline.directory.person-removed.v1':
          this.people.delete(fact.data.personId);
          break;
        case 'sightline.directory.building-registered.v1':
          this.buildings.add(fact.data.buildingId);
          break;
        case 'sightline.directory.building-changed.v1':
        case 'sightline.directory.district-form-registered.v1':
        case 'sightline.directory.district-form-availability-changed.v1':
        case 'sightline.directory.role-assigned.v1':
        case 'sightline.directory.role-unassigned.v1':
        case 'sightline.directory.roster-import-completed.v1':
          break;
        case 'sightline.directory.group-registered.v1':
        case 'sightline.directory.group-changed.v1':
          expect(this.buildings).toContain(fact.data.buildingId);
          this.groups.add(fact.data.groupId);
          break;
        case 'sightline.directory.group-removed.v1':
          expect(this.members.get(fact.data.groupId)?.size ?? 0).toBe(0);
          this.groups.delete(fact.data.groupId);
          break;
        case 'sightline.directory.group-members-changed.v1': {
          const members = this.members.get(fact.data.groupId) ?? new Set<string>();
          expect(this.groups).toContain(fact.data.groupId);
          for (const { personId, role } of fact.data.left) expect(members.delete(`${personId} ${role}`)).toBe(true);
          for (const { personId, role } of fact.data.joined) {
            expect(this.people.has(personId)).toBe(true);
            members.add(`${personId} ${role}`);
          }
          this.members.set(fact.data.groupId, members);
          break;
        }
        case 'sightline.directory.guardians-changed.v1':
          this.guardians.set(fact.data.studentId, fact.data.guardianIds);
          break;
        case 'sightline.directory.siblings-changed.v1':
          this.siblings.set(fact.data.personId, fact.data.siblingIds);
          break;
        case 'sightline.directory.supervisor-changed.v1':
          if (fact.data.supervisorId === null) this.supervisors.delete(fact.data.staffId);
          else this.supervisors.set(fact.data.staffId, fact.data.supervisorId);
          break;
        case 'sightline.directory.restriction-recorded.v1':
          this.restrictions.set(fact.data.restrictionId, fact.data.kinds.join());
          break;
      }
    }
  }

  expectToKnow({ state, ids: known }: KnownRoster): void {
    const idOf = (person: string) => known.people.get(person)!;
    const filled = <Value extends { length: number }>(map: ReadonlyMap<string, Value>) =>
      new Map([...map].filter(([, list]) => list.length > 0));
    expect(new Set(this.people.keys())).toStrictEqual(new Set([...state.people.keys()].map(idOf)));
    expect(this.groups).toStrictEqual(new Set([...state.groups.keys()].map((group) => known.groups.get(group)!)));
    expect(filled(this.guardians)).toStrictEqual(
      new Map(
        [...state.guardianships].map(([student, links]) => [
          idOf(student),
          links.map((link) => idOf(link.guardianSourcedId)),
        ]),
      ),
    );
    expect(filled(this.siblings)).toStrictEqual(
      new Map([...state.siblings].map(([person, others]) => [idOf(person), others.map(idOf)])),
    );
    expect(this.supervisors).toStrictEqual(
      new Map([...state.supervisors].map(([staff, supervisor]) => [idOf(staff), idOf(supervisor)])),
    );
    expect(new Set(this.restrictions.keys())).toStrictEqual(
      new Set([...state.restrictions.keys()].map((key) => known.restrictions.get(key)!)),
    );
    for (const [group, { students, staff }] of state.members)
      expect(this.members.get(known.groups.get(group)!)).toStrictEqual(
        new Set([...students.map((one) => `${idOf(one)} student`), ...staff.map((one) => `${idOf(one)} staff`)]),
      );
  }
}

const reversed = <Value>(map: ReadonlyMap<string, Value>): Map<string, Value> => new Map([...map].reverse());
const inOtherOrder = (state: RosterState): RosterState =>
  Object.fromEntries(
    Object.entries(state).map(([part, map]) => [part, reversed(map as ReadonlyMap<string, unknown>)]),
  ) as unknown as RosterState;

describe('what an import changes', () => {
  it('tells whoever follows the facts exactly what the roster is, in an order that never speaks of nobody', () => {
    fc.assert(
      fc.property(fc.array(anySnapshot, { minLength: 1, maxLength: 4 }), (imports) => {
        const follower = new Follower();
        let known = empty;
        for (const incoming of imports) {
          const { facts, after } = changed(known, incoming);
          follower.follow(facts);
          known = after;
          follower.expectToKnow(known);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is nothing the second time', () => {
    fc.assert(
      fc.property(anySnapshot, anySnapshot, (first, second) => {
        const { after: known } = changed(empty, first);
        const once = changed(known, second);
        const twice = changed(once.after, second);
        expect(twice.facts).toStrictEqual([]);
        expect(twice.records).toStrictEqual({ people: [], places: [], guardianships: [], restrictions: [] });
      }),
      { numRuns: 300 },
    );
  });

  it('does not depend on the order of rows', () => {
    fc.assert(
      fc.property(anySnapshot, anySnapshot, (first, second) => {
        const { after: known } = changed(empty, first);
        const outcome = (incoming: RosterSnapshot) =>
          changesBetween(known, incoming, { nextId: numbered(), confirmed: true });
        const plain = outcome(second);
        const other = outcome({ ...second, stated: inOtherOrder(second.stated) });
        if (plain.outcome !== 'changes' || other.outcome !== 'changes') throw new Error('both are taken');
        expect(other.facts).toStrictEqual(plain.facts);
      }),
      { numRuns: 300 },
    );
  });

  it('never lifts a restriction because nothing is said of it', () => {
    fc.assert(
      fc.property(anySnapshot, anySnapshot, (first, second) => {
        const { after } = changed(empty, first);
        const silent = { ...second, stated: { ...second.stated, restrictions: new Map() } };
        const later = changed(after, silent);
        expect(later.after.state.restrictions).toStrictEqual(after.state.restrictions);
        expect(later.facts.filter(({ type }) => type === 'sightline.directory.restriction-recorded.v1')).toStrictEqual(
          [],
        );
      }),
      { numRuns: 200 },
    );
  });
});

const person = (sourcedId: string) => ({
  sourcedId,
  username: sourcedId,
  givenName: 'A',
  familyName: 'B',
  enabled: true,
});
const peopleOf = (...sourcedIds: string[]) => new Map(sourcedIds.map((id) => [id, person(id)]));
const school = { sourcedId: 'b1', name: 'Lincoln', type: 'school' } as const;
const office = { sourcedId: 'd1', name: 'Office', type: 'district' } as const;

describe('a delta that speaks of what only the directory knows', () => {
  const district: Partial<Writable<RosterState>> = {
    buildings: new Map<string, typeof school | typeof office>([
      ['b1', school],
      ['d1', office],
    ]),
    people: peopleOf('s1', 'g1', 'p1'),
    roles: new Map([
      ['s1', [{ role: 'student', buildingSourcedId: 'b1' }]],
      ['g1', [{ role: 'guardian' }]],
      ['p1', [{ role: 'teacher', buildingSourcedId: 'b1' }]],
    ] as const),
    guardianships: new Map([['s1', [{ guardianSourcedId: 'g1', placeOnStudentRow: 0, onGuardianRow: false }]]]),
    groups: new Map([
      ['c1', { sourcedId: 'c1', title: 'Art', kind: 'class', buildingSourcedId: 'b1', endsOn: '2026-12-18' }],
    ]),
  };
  const known = changed(empty, snapshot(district)).after;
  const delta = (stated: Partial<RosterState>, changes: Partial<RosterSnapshot> = {}) =>
    changed(
      known,
      snapshot(stated, {
        coverage: {
          people: 'named',
          roles: 'rows',
          birthDates: 'absent',
          groups: 'named',
          members: 'rows',
          relations: 'absent',
        },
        ...changes,
      }),
    );

  it('finds which end of a guardian link is the student, and keeps the guardian', () => {
    const link = { personSourcedId: 's1', agentSourcedId: 'g1', place: 0 };
    const renamed = new Map([['s1', { ...person('s1'), familyName: 'Other' }]]);
    expect(delta({ people: renamed }, { agents: [link] }).facts).toStrictEqual([]);
    expect(delta({ people: renamed }).facts.map(({ data }) => data)).toMatchObject([{ guardianIds: [] }]);
    const fromGuardian = { personSourcedId: 'g1', agentSourcedId: 's1', place: 0 };
    expect(
      delta({ people: peopleOf('g1') }, { agents: [fromGuardian] }).after.state.guardianships.get('s1'),
    ).toStrictEqual([{ guardianSourcedId: 'g1', placeOnStudentRow: 0, onGuardianRow: true }]);
    expect(
      delta({ people: peopleOf('p1') }, { agents: [{ personSourcedId: 'p1', agentSourcedId: 's1', place: 0 }] }).facts,
    ).toStrictEqual([]);
  });

  it('takes the role of a district office for what it is there, and no role at a building that nobody knows', () => {
    const roles = (at: { role: 'principal' | 'counselor'; buildingSourcedId: string }) =>
      delta({ roles: new Map([['p1', [at]]]) }).after.state.roles.get('p1');
    expect(roles({ role: 'principal', buildingSourcedId: 'd1' })).toContainEqual({ role: 'administrator' });
    expect(roles({ role: 'counselor', buildingSourcedId: 'b9' })).toStrictEqual([
      { role: 'teacher', buildingSourcedId: 'b1' },
    ]);
  });

  it('ends a guardianship with the role of the guardian, and no role because of a building that nobody knows', () => {
    const noGuardian = delta(
      {},
      { removed: { ...snapshot({}).removed, roles: new Map([['g1', [{ role: 'guardian' }]]]) } },
    );
    expect(noGuardian.facts.map(({ data }) => data)).toContainEqual(expect.objectContaining({ guardianIds: [] }));
    const coverage = { ...snapshot({}).coverage, people: 'named', roles: 'named' } as const;
    const counselor = (buildingSourcedId: string) => ({ role: 'counselor', buildingSourcedId }) as const;
    const elsewhere = new Map([['p1', [counselor('b1'), counselor('b9')]]]);
    expect(delta({ roles: elsewhere }, { coverage }).after.state.roles.get('p1')).toStrictEqual([
      counselor('b1'),
      { role: 'teacher', buildingSourcedId: 'b1' },
    ]);
  });

  it('keeps a class whose new building nobody knows, and a last day that the bundle does not tell', () => {
    const group = { sourcedId: 'c1', title: 'Art', kind: 'class' } as const;
    expect(delta({ groups: new Map([['c1', { ...group, buildingSourcedId: 'b9' }]]) }).facts).toStrictEqual([]);
    const untold = delta(
      { groups: new Map([['c1', { ...group, buildingSourcedId: 'b1' }]]) },
      { held: { ...snapshot({}).held, lastDays: new Set(['c1']) } },
    );
    expect(untold.facts).toStrictEqual([]);
  });

  it('records a restriction on somebody of an earlier year, and on nobody who never was', () => {
    const gone = delta({}, { removed: { ...snapshot({}).removed, people: new Set(['g1']) } }).after;
    const on = (guardianSourcedId: string) => {
      const one: RosterRestriction = {
        studentSourcedId: 's1',
        guardianSourcedId,
        kinds: ['contact'],
        from: '2026-01-01',
        until: null,
        reference: 'FC-1',
      };
      return changed(
        gone,
        snapshot({ ...district, people: peopleOf('s1', 'p1'), restrictions: new Map([[restrictionKey(one), one]]) }),
      ).after.state.restrictions.size;
    };
    expect(on('g1')).toBe(1);
    expect(on('g9')).toBe(0);
  });
});

describe('an import that removes many students', () => {
  const students = (count: number) => {
    const sourcedIds = ids('s', count);
    return snapshot({
      people: peopleOf(...sourcedIds),
      roles: new Map(sourcedIds.map((id) => [id, [{ role: 'student' as const }]])),
    });
  };
  const known = changed(empty, students(10)).after;

  it('waits for a person to confirm it above the share, which is 0.2 unless another is given', () => {
    expect(changesBetween(known, students(8), { nextId })).toMatchObject({ outcome: 'changes' });
    expect(changesBetween(known, students(7), { nextId })).toStrictEqual({
      outcome: 'awaits-confirmation',
      studentsKnown: 10,
      studentsToRemove: 3,
    });
    const withoutRoles = { ...students(10), stated: { ...students(10).stated, roles: new Map() } };
    expect(changesBetween(known, withoutRoles, { nextId })).toMatchObject({ studentsToRemove: 10 });
    expect(changesBetween(known, students(7), { nextId, confirmed: true })).toMatchObject({ outcome: 'changes' });
    expect(changesBetween(known, students(9), { nextId, studentRemovalShareMax: 0 })).toMatchObject({
      outcome: 'awaits-confirmation',
    });
  });
});
