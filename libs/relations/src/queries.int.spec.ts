import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@sightline/service-kit';
import {
  childrenOf,
  findBuildings,
  findDistrictForm,
  findGroup,
  findPeople,
  guardiansOf,
  holdersOf,
  membersOf,
  personsOf,
  recordsOfPerson,
  restrictionsInForce,
  siblingsOf,
  studentsOf,
  supervisedBy,
  supervisorsOf,
} from './index.js';
import { relationsDatabase, rosterEvent, type RelationsDatabase } from './testing/relations-database.js';

const [ann, ben, mother, father, coach, supervisor, principal, technician, school, otherSchool, team, form] =
  Array.from({ length: 12 }, () => newId()) as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ];

describe('what a service asks of its part of the roster', () => {
  let database: RelationsDatabase;

  beforeAll(async () => {
    database = await relationsDatabase(import.meta.url);
    await database.apply(
      ...[school, otherSchool].map((buildingId, index) =>
        rosterEvent('sightline.directory.building-registered.v1', {
          buildingId,
          sourcedId: `org-${index}`,
          type: 'school',
          parentId: null,
        }),
      ),
      rosterEvent('sightline.directory.person-registered.v1', {
        personId: principal,
        sourcedId: 'user-p',
        roles: [
          { role: 'principal', buildingId: school },
          { role: 'teacher', buildingId: otherSchool },
        ],
      }),
      rosterEvent('sightline.directory.person-registered.v1', {
        personId: technician,
        sourcedId: 'user-t',
        roles: [{ role: 'technology' }],
      }),
      rosterEvent('sightline.directory.guardians-changed.v1', { studentId: ann, guardianIds: [mother, father] }),
      rosterEvent('sightline.directory.guardians-changed.v1', { studentId: ben, guardianIds: [mother] }),
      rosterEvent('sightline.directory.siblings-changed.v1', { personId: ann, siblingIds: [ben] }),
      rosterEvent('sightline.directory.supervisor-changed.v1', {
        staffId: coach,
        supervisorId: supervisor,
        previousSupervisorId: null,
      }),
      rosterEvent('sightline.directory.supervisor-changed.v1', {
        staffId: principal,
        supervisorId: null,
        previousSupervisorId: supervisor,
      }),
      rosterEvent('sightline.directory.restriction-recorded.v1', {
        restrictionId: newId(),
        studentId: ann,
        guardianId: father,
        kinds: ['contact', 'records'],
        from: '2026-09-01',
        until: '2026-09-30',
      }),
      rosterEvent('sightline.directory.group-registered.v1', {
        groupId: team,
        sourcedId: 'class-1',
        kind: 'activity',
        buildingId: school,
        endsOn: '2027-05-28',
      }),
      rosterEvent('sightline.directory.group-members-changed.v1', {
        groupId: team,
        joined: [
          { personId: ann, role: 'student' },
          { personId: ben, role: 'student' },
          { personId: coach, role: 'staff' },
        ],
        left: [],
      }),
      rosterEvent('sightline.directory.district-form-registered.v1', {
        districtFormId: form,
        kind: 'email',
        buildingIds: [school],
        available: true,
      }),
    );
  });
  afterAll(async () => {
    await database.close();
  });

  it('who somebody is, by either id', async () => {
    const known = { personId: technician, sourcedId: 'user-t', active: true, roles: [{ role: 'technology' }] };
    expect(await findPeople(database.client, [technician, 'user-t', newId(), 'nobody', `'; --`])).toEqual([known]);
    expect(await findPeople(database.client, [])).toEqual([]);
  });

  it('who holds a role, in a building or in the whole district', async () => {
    const inSchool = { personId: principal, role: 'principal', buildingId: school };
    const everywhere = { personId: technician, role: 'technology', buildingId: null };
    expect(await holdersOf(database.client, ['principal'])).toEqual([inSchool]);
    expect(await holdersOf(database.client, ['principal'], [otherSchool])).toEqual([]);
    expect(await holdersOf(database.client, ['technology'], [otherSchool])).toEqual([everywhere]);
    expect(await holdersOf(database.client, ['principal', 'technology'], [school])).toHaveLength(2);
  });

  it('nobody holds a role who has left', () =>
    database.undone(async () => {
      await database.apply(
        rosterEvent('sightline.directory.person-removed.v1', { personId: principal, sourcedId: 'user-p' }),
      );
      expect(await holdersOf(database.client, ['principal', 'teacher'])).toEqual([]);
      expect(await findPeople(database.client, [principal])).toEqual([
        { personId: principal, sourcedId: 'user-p', active: false, roles: [] },
      ]);
    }));

  it('whose guardian is who, in contact order', async () => {
    expect((await guardiansOf(database.client, [ann])).map(({ guardianId }) => guardianId)).toEqual([mother, father]);
    expect((await childrenOf(database.client, [mother])).map(({ studentId }) => studentId).sort()).toEqual(
      [ann, ben].sort(),
    );
  });

  it('whose sibling is who, from either side', async () => {
    expect(await siblingsOf(database.client, ann)).toEqual([ben]);
    expect(await siblingsOf(database.client, ben)).toEqual([ann]);
    expect(await siblingsOf(database.client, mother)).toEqual([]);
  });

  it('who supervises whom; nobody is nobody', async () => {
    expect(await supervisorsOf(database.client, [coach, principal, ann])).toEqual(new Map([[coach, supervisor]]));
    expect(await supervisedBy(database.client, supervisor)).toEqual([coach]);
  });

  it('which restriction is in force on a day, the first and the last included', async () => {
    const on = async (day: string): Promise<number> => (await restrictionsInForce(database.client, [ann], day)).length;
    expect(await restrictionsInForce(database.client, [ann, ben], '2026-09-15')).toEqual([
      { studentId: ann, guardianId: father, kinds: ['contact', 'records'] },
    ]);
    expect([await on('2026-08-31'), await on('2026-09-01'), await on('2026-09-30'), await on('2026-10-01')]).toEqual([
      0, 1, 1, 0,
    ]);
  });

  it('which records are one natural person, from any of them, until they are two again (C3, C4)', () =>
    database.undone(async () => {
      const link = (linkedId: string) => ({ personId: mother, linkedId, by: null, basis: 'import-key' as const });
      await database.apply(
        rosterEvent('sightline.directory.persons-linked.v1', link(coach)),
        rosterEvent('sightline.directory.persons-linked.v1', link(technician)),
      );
      const recordIds = [mother, ...[coach, technician].sort()];
      const one = { personId: mother, recordIds };
      expect(await personsOf(database.client, [coach, mother, father])).toEqual(
        new Map<string, object>([
          [coach, one],
          [mother, one],
          [father, { personId: father, recordIds: [father] }],
        ]),
      );
      for (const id of recordIds) {
        const { rows } = await database.client.query<{ found: string[] }>(
          `select ${recordsOfPerson('$1::uuid')} as found`,
          [id],
        );
        expect(rows[0]!.found.sort()).toEqual([...recordIds].sort());
      }
      await database.apply(rosterEvent('sightline.directory.persons-unlinked.v1', link(coach)));
      expect((await personsOf(database.client, [coach])).get(coach)).toEqual({ personId: coach, recordIds: [coach] });
      expect((await personsOf(database.client, [mother])).get(mother)!.recordIds).toEqual([mother, technician]);
    }));

  it('which building, group and form there is', async () => {
    expect(await findBuildings(database.client, [school, newId()])).toEqual([
      { buildingId: school, sourcedId: 'org-0', type: 'school' },
    ]);
    const known = { groupId: team, sourcedId: 'class-1', kind: 'activity', buildingId: school, endsOn: '2027-05-28' };
    expect(await findGroup(database.client, team)).toEqual(known);
    expect(await findGroup(database.client, 'class-1')).toEqual(known);
    expect(await findGroup(database.client, 'class-2')).toBeUndefined();
    expect(await findDistrictForm(database.client, form)).toEqual({ districtFormId: form, available: true });
    expect(await findDistrictForm(database.client, 'not-an-id')).toBeUndefined();
  });

  it('who takes part in a group that is still there', () =>
    database.undone(async () => {
      expect(await studentsOf(database.client, [team, newId()])).toEqual(new Map([[team, [ann, ben].sort()]]));
      expect(await membersOf(database.client, team)).toHaveLength(3);
      await database.apply(
        rosterEvent('sightline.directory.group-members-changed.v1', {
          groupId: team,
          joined: [],
          left: [{ personId: ben, role: 'student' }],
        }),
      );
      expect(await studentsOf(database.client, [team])).toEqual(new Map([[team, [ann]]]));
      await database.apply(
        rosterEvent('sightline.directory.group-removed.v1', { groupId: team, sourcedId: 'class-1' }),
      );
      expect(await findGroup(database.client, team)).toBeUndefined();
    }));
});
