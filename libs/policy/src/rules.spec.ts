import { describe, expect, it } from '@jest/globals';
import { rosterRoles } from '@sightline/contracts';
import fc from 'fast-check';
import {
  addDays,
  copiesRequired,
  decidingBuildings,
  isCalendarDate,
  isStaff,
  latestEnd,
  ownFamily,
  policyInForce,
  requiredSides,
  taskDueAt,
  type PolicyVersion,
  type PrincipalsAsked,
} from './index.js';

const policy = policyInForce('2026-11-24');
const asking = (principalsAsked: PrincipalsAsked): PolicyVersion => ({
  ...policy,
  settings: { ...policy.settings, principalsAsked },
});
const lasting = (lengthDaysMax: number): PolicyVersion => ({
  ...policy,
  settings: { ...policy.settings, authorization: { ...policy.settings.authorization, lengthDaysMax } },
});

describe('who decides', () => {
  it('is principal and technology for an outside channel (C3), the supervisor alone for a personal telephone (C5)', () => {
    expect(requiredSides('outside-channel', policy)).toEqual(['principal', 'technology']);
    expect(requiredSides('personal-phone', policy)).toEqual(['supervisor']);
  });

  it('is the principal of the buildings that the policy names, each building once', () => {
    const buildings = (asked: PrincipalsAsked) =>
      decidingBuildings(asking(asked), ['north', 'north'], ['south', 'north']);
    expect(buildings('employee-building')).toEqual(['north']);
    expect(buildings('student-buildings')).toEqual(['south', 'north']);
    expect(buildings('both')).toEqual(['north', 'south']);
    expect(decidingBuildings(policy, ['north'], ['south'])).toEqual(['north', 'south']);
  });
});

describe('who may ask', () => {
  it('is an employee, whatever else the person is', () => {
    const alone = rosterRoles.filter((role) => isStaff(policy, [{ role }]));
    expect(alone).toEqual(['teacher', 'aide', 'counselor', 'principal', 'administrator', 'technology']);
    expect(isStaff(policy, [{ role: 'guardian' }, { role: 'teacher', buildingId: 'north' }])).toBe(true);
    expect(isStaff(policy, [])).toBe(false);
  });
});

describe('the latest end', () => {
  it('is the last day of the school year in which it starts', () => {
    expect(latestEnd(policy, '2026-11-24', null)).toBe('2027-06-30');
    expect(latestEnd(policy, '2027-06-30', null)).toBe('2027-06-30');
    expect(latestEnd(policy, '2027-07-01', null)).toBe('2028-06-30');
  });

  it('is the end of the group where that comes first, never a later one', () => {
    expect(latestEnd(policy, '2026-11-24', '2026-12-18')).toBe('2026-12-18');
    expect(latestEnd(policy, '2026-11-24', '2029-01-01')).toBe('2027-06-30');
  });

  it('counts both ends of the longest length', () => {
    expect(latestEnd(lasting(30), '2026-11-01', null)).toBe('2026-11-30');
    expect(latestEnd(lasting(1), '2026-11-01', null)).toBe('2026-11-01');
  });

  it('refuses what is no date', () => {
    expect(() => latestEnd(policy, '2026-02-30', null)).toThrow(RangeError);
  });

  it('is never before the start, after the school year or beyond the longest length', () => {
    const day = fc.integer({ min: 0, max: 20_000 }).map((days) => addDays('2017-03-01', days));
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 500 }), (from, length) => {
        const end = latestEnd(lasting(length), from, null);
        const schoolYearEnds = [0, 1]
          .map((later) => `${Number(from.slice(0, 4)) + later}-06-30`)
          .find((at) => at >= from)!;
        expect(end >= from && end <= schoolYearEnds && end <= addDays(from, length - 1)).toBe(true);
      }),
    );
  });
});

describe('own family (C4)', () => {
  const family = { ownChildIds: ['child', 'both'], siblingIds: ['sibling', 'both'] };

  it('is parted from the others, with the relation that makes it so; a child before a sibling', () => {
    expect(ownFamily(['other', 'child', 'sibling', 'both', 'other'], family)).toEqual({
      relations: [
        { studentId: 'child', relation: 'own-child' },
        { studentId: 'sibling', relation: 'sibling' },
        { studentId: 'both', relation: 'own-child' },
      ],
      others: ['other'],
    });
  });

  it('takes every student named exactly once, on one side or the other', () => {
    const ids = fc.array(fc.constantFrom('child', 'sibling', 'both', 'a', 'b', 'c'));
    fc.assert(
      fc.property(ids, (named) => {
        const { relations, others } = ownFamily(named, family);
        const parted = [...relations.map(({ studentId }) => studentId), ...others];
        expect([...parted].sort()).toEqual([...new Set(named)].sort());
      }),
    );
  });
});

describe('copies to the supervisor (C7)', () => {
  it('are always due for a personal telephone, for an outside channel on a written condition alone', () => {
    expect(copiesRequired('personal-phone', policy, false)).toBe(true);
    expect(copiesRequired('outside-channel', policy, false)).toBe(false);
    expect(copiesRequired('outside-channel', policy, true)).toBe(true);
  });
});

describe('days and moments', () => {
  it('know the days that exist', () => {
    expect(['2026-11-24', '2028-02-29'].every(isCalendarDate)).toBe(true);
    const none = [
      '2026-02-29',
      '2026-13-01',
      '2026-00-10',
      '2026-1-1',
      '2026-11',
      '2026',
      '+012026-11-24',
      '2026-11-24T00:00:00Z',
      '24.11.2026',
      '',
      ' 2026-11-24',
    ];
    expect(none.filter(isCalendarDate)).toEqual([]);
  });

  it('count days across months and years, back as well', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
    expect(() => addDays('2026-02-30', 1)).toThrow(RangeError);
  });

  it('make a task due five whole days after it opened', () => {
    expect(taskDueAt(policy, '2026-11-24T08:30:00.000Z')).toBe('2026-11-29T08:30:00.000Z');
    expect(() => taskDueAt(policy, 'soon')).toThrow(RangeError);
  });
});
