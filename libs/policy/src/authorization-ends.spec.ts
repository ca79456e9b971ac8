import { describe, expect, it } from '@jest/globals';
import { endReminders, policyVersions, renewalOpensOn, type PolicyVersion } from './index.js';

const policy = policyVersions[0]!;
const withSettings = (change: Partial<PolicyVersion['settings']['authorization']>): PolicyVersion => ({
  ...policy,
  settings: { ...policy.settings, authorization: { ...policy.settings.authorization, ...change } },
});

describe('the end of an authorization', () => {
  it('is announced a month and a week before, or as the version says, the earliest first', () => {
    expect(endReminders(policy)).toEqual([30, 7]);
    expect(endReminders(withSettings({ remindDaysBefore: [2, 20] }))).toEqual([20, 2]);
    expect(endReminders(withSettings({ remindDaysBefore: [] }))).toEqual([]);
  });

  it.each([
    ['the school year’s', '2027-06-30', '2027-05-01'],
    ['in May', '2027-05-01', '2027-05-01'],
    ['the day before', '2027-04-30', '2027-03-31'],
    ['in winter', '2026-12-20', '2026-11-20'],
    ['in the summer after', '2027-07-01', '2027-06-01'],
  ])('%s end can be followed by a renewal asked from May, or a month before', (_what, until, opensOn) => {
    expect(renewalOpensOn(policy, until)).toBe(opensOn);
  });

  it('opens renewals on the version’s own day', () => {
    expect(renewalOpensOn(withSettings({ renewalOpensOn: '04-15' }), '2027-06-30')).toBe('2027-04-15');
  });
});
