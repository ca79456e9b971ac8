import { describe, expect, it } from '@jest/globals';
import { noLongerAllowed, policyVersions, type LiveAuthorization, type PolicyVersion } from './index.js';

const [first] = policyVersions as readonly [PolicyVersion];
const live: LiveAuthorization = {
  ...{ kind: 'outside-channel', medium: 'messaging-app', studentCount: 12, groupId: null, groupEndsOn: null },
  ...{ from: '2026-09-15', until: '2027-06-15', copiesRequired: false, requesterRoles: [{ role: 'teacher' }] },
  ...{ requesterBuildingIds: ['high'], studentBuildingIds: ['high', 'middle'] },
};
const { settings } = first;
const outside = settings.kinds['outside-channel'];
const withSettings = (change: Partial<typeof settings>): PolicyVersion => ({
  ...first,
  ...{ id: 'next', settings: { ...settings, ...change } },
});
const withOutside = (change: Partial<typeof outside>): PolicyVersion =>
  withSettings({ kinds: { ...settings.kinds, 'outside-channel': { ...outside, ...change } } });
const rules = (version: PolicyVersion, change: Partial<LiveAuthorization> = {}, under = first): string[] =>
  noLongerAllowed({ ...live, ...change }, under, version).map(({ rule, clause }) => `${rule} ${clause}`);

describe('what a new version no longer allows (C11)', () => {
  it('is nothing where nothing that matters changed, or where it became easier', () => {
    expect(rules(first)).toEqual([]);
    expect(rules(withSettings({ tasks: { ...settings.tasks, dueAfterDays: 9 }, studentsMax: 12 }))).toEqual([]);
    expect(rules(withOutside({ sides: ['principal'] }))).toEqual([]);
    expect(rules(withSettings({ principalsAsked: 'employee-building' }))).toEqual([]);
  });

  it.each<[string, PolicyVersion]>([
    ['staff C3', withSettings({ staffRoles: ['principal'] })],
    ['medium C3', withOutside({ media: ['text-message'] })],
    ['group C3', withOutside({ groupRequired: true })],
    ['students C3', withSettings({ studentsMax: 11 })],
    ['period C3', withSettings({ authorization: { ...settings.authorization, lengthDaysMax: 273 } })],
    ['period C3', withSettings({ authorization: { ...settings.authorization, schoolYearEndsOn: '05-31' } })],
    ['sides C3', withOutside({ sides: ['principal', 'technology', 'supervisor'] })],
    ['findings C3', withOutside({ findings: ['necessaryOrBeneficial'] })],
    ['copies C7', withOutside({ copies: 'always' })],
  ])('%s', (rule, version) => {
    expect(rules(version)).toEqual([rule]);
  });

  it('is an approval by the principals of more buildings than were asked', () => {
    const employee = withSettings({ principalsAsked: 'employee-building' });
    expect(rules(first, {}, employee)).toEqual(['principals C3']);
    expect(rules(first, { studentBuildingIds: ['high'] }, employee)).toEqual([]);
  });

  it('names every rule that fails, each with its clause', () => {
    expect(rules(withSettings({ studentsMax: 1, staffRoles: ['aide'] }))).toEqual(['staff C3', 'students C3']);
    expect(rules(withOutside({ copies: 'always' }), { copiesRequired: true })).toEqual([]);
  });
});
