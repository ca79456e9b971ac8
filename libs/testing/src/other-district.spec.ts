import { describe, expect, it } from '@jest/globals';
import { policyVersionFaults, policyVersions } from '@sightline/policy';
import { otherDistrictPolicy } from './other-district.js';

describe('the other district', () => {
  it('has a policy that could be published', () => {
    const { number, title, approvedOn, inForceFrom, clauses, settings } = otherDistrictPolicy;
    const published = {
      number,
      title,
      boardDate: approvedOn,
      inForceFrom,
      resolutionReference: '3',
      clauses,
      settings,
    };
    expect(policyVersionFaults(published)).toEqual([]);
  });

  it('decided otherwise wherever the policy leaves room', () => {
    const [{ settings }] = policyVersions as readonly [(typeof policyVersions)[number]];
    const other = otherDistrictPolicy.settings;
    for (const name of ['principalsAsked', 'staffRoles', 'tasks', 'studentsMax', 'textLengthMax'] as const)
      expect(other[name]).not.toEqual(settings[name]);
    for (const kind of ['outside-channel', 'personal-phone'] as const)
      for (const name of ['sides', 'findings', 'copies', 'media', 'groupRequired'] as const)
        expect([kind, name, other.kinds[kind][name]]).not.toEqual([kind, name, settings.kinds[kind][name]]);
  });
});
