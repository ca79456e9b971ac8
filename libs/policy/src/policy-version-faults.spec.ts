import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { amendedVersion, policyVersionFaults, policyVersions, publishedVersion, type PolicyVersion } from './index.js';
import type { PolicyVersionScheduled } from '@sightline/contracts';

const [first] = policyVersions as readonly [PolicyVersion];
const board = { inForceFrom: '2027-07-01', boardDate: '2027-05-11', resolutionReference: '2027-14' };
const faultsOf = (change: object): string[] =>
  policyVersionFaults(amendedVersion(first, { ...board, ...change })).map(({ field, detail }) => `${field} ${detail}`);

describe('a version of the policy, as it was written (C11)', () => {
  it('is sound where it changes nothing, and takes over what it leaves out', () => {
    expect(faultsOf({})).toEqual([]);
    const amended = amendedVersion(first, {
      ...board,
      settings: { kinds: { 'personal-phone': { sides: ['principal'] } }, staffRoles: ['teacher'] },
    }) as PolicyVersion;
    expect(policyVersionFaults(amended)).toEqual([]);
    expect(amended.settings.kinds['personal-phone']).toEqual({
      ...first.settings.kinds['personal-phone'],
      sides: ['principal'],
    });
    expect(amended.settings.staffRoles).toEqual(['teacher']);
    expect(amended.settings.kinds['outside-channel']).toEqual(first.settings.kinds['outside-channel']);
    expect(amended.clauses).toEqual(first.clauses);
  });

  it.each<[object, string]>([
    [{ colour: 'red' }, 'colour is not known here'],
    [{ settings: { kinds: { pigeon: {} } } }, 'settings.kinds.pigeon is not known here'],
    [{ inForceFrom: '2027-02-30' }, 'inForceFrom must be a date, as in 2027-07-01'],
    [{ boardDate: 20270511 }, 'boardDate must be a date, as in 2027-07-01'],
    [{ resolutionReference: '\u0000' }, 'resolutionReference must be a text of 1 to 200 characters'],
    [{ clauses: { C3: { plain: 'x'.repeat(4_001) } } }, 'clauses.C3.plain must be a text of 1 to 4000 characters'],
    [{ clauses: { C12: { plain: 'new' } } }, 'clauses.C12 is not known here'],
    [{ settings: 5 }, 'settings must be an object'],
    [{ settings: { studentsMax: 501 } }, 'settings.studentsMax must be a whole number from 1 to 500'],
    [{ settings: { studentsMax: 1.5 } }, 'settings.studentsMax must be a whole number from 1 to 500'],
    [
      { settings: { principalsAsked: 'nobody' } },
      'settings.principalsAsked must be one of: employee-building, student-buildings, both',
    ],
    [
      { settings: { kinds: { 'outside-channel': { sides: [] } } } },
      'settings.kinds.outside-channel.sides must be a list of 1 to 3',
    ],
    [
      { settings: { kinds: { 'outside-channel': { sides: ['principal', 'principal'] } } } },
      'settings.kinds.outside-channel.sides must name nothing twice',
    ],
    [
      { settings: { authorization: { schoolYearEndsOn: '02-29' } } },
      'settings.authorization.schoolYearEndsOn must be a day that every year has, as in 06-30',
    ],
    [
      { settings: { tasks: { dueAfterDays: 3 } } },
      'settings.tasks.remindAfterDays a reminder must come before the task is due',
    ],
    [
      {
        settings: {
          tasks: { escalation: [1, 1].map((afterDays, at) => ({ afterDays, role: ['principal', 'operator'][at] })) },
        },
      },
      'settings.tasks.escalation each step must come later than the one before',
    ],
    [
      { settings: { kinds: { 'outside-channel': { followsGroup: true } } } },
      'settings.kinds.outside-channel.followsGroup is false in every version: that is what this kind of request is',
    ],
    [
      { settings: { kinds: { 'personal-phone': { clause: 'C3' } } } },
      'settings.kinds.personal-phone.clause is C5 in every version: that is what this kind of request is',
    ],
  ])('%j: %s', (change, fault) => {
    expect(faultsOf(change)).toEqual([fault]);
  });

  it('names what is missing', () => {
    expect(policyVersionFaults({ ...board, number: 'P', title: 'T', clauses: first.clauses })).toEqual([
      { field: 'settings', detail: 'is missing' },
    ]);
  });

  it('never throws, whatever is sent', () => {
    fc.assert(
      fc.property(fc.anything(), fc.dictionary(fc.string(), fc.jsonValue()), (anything, change) => {
        expect(policyVersionFaults(anything).length).toBeGreaterThan(0);
        expect(Array.isArray(policyVersionFaults(amendedVersion(first, change)))).toBe(true);
      }),
    );
  });

  it('is read by the rules as it was published, and cannot be changed', () => {
    const version = publishedVersion({
      ...(amendedVersion(first, board) as PolicyVersionScheduled['data']),
      ...{ policyVersionId: 'next', preparedBy: null },
    });
    expect(version).toEqual({
      ...first,
      ...{ id: 'next', approvedOn: '2027-05-11', updatedOn: '2027-05', inForceFrom: '2027-07-01' },
    });
    expect(Object.isFrozen(version.settings.tasks)).toBe(true);
  });
});
