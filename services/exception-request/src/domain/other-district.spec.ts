import { describe, expect, it } from '@jest/globals';
import { isRefusal } from '@sightline/decider';
import { latestEnd, policyVersions } from '@sightline/policy';
import { otherDistrictPolicy } from '@sightline/testing';
import { requestDecider, type SubmitRequest } from './index.js';

const group = { groupId: 'team', kind: 'activity', endsOn: null, requesterTakesPart: true } as const;

describe.each([policyVersions[0]!, otherDistrictPolicy])('a request under $id ($number)', (policy) => {
  const { kinds, textLengthMax, staffRoles, studentsMax } = policy.settings;
  const from = '2026-09-15';

  const submit = (kind: 'outside-channel' | 'personal-phone', change: Partial<SubmitRequest> = {}): SubmitRequest => ({
    ...{ type: 'submit', requestId: 'request', kind, purpose: 'district', from, until: from, today: '2026-09-14' },
    requester: { personId: 'teacher', roles: [{ role: 'teacher', buildingId: 'school' }], buildingIds: ['school'] },
    students: [{ personId: 'ann', known: true, isStudent: true, buildingIds: ['school'] }],
    ...{ groupNamed: kinds[kind].groupRequired, group: kinds[kind].groupRequired ? group : undefined },
    ...{ medium: kinds[kind].media?.[0] ?? 'other', family: { ownChildIds: [], siblingIds: [] } },
    words: { recordId: 'record', commitment: 'c0ffee' },
    lengths: { reason: 5, channelAddress: 5, shortfallWhy: 5 },
    districtForm: { districtFormId: 'form', available: false, known: true },
    register: [{ districtFormId: 'form', available: false }],
    ...{ compared: null, renews: null, joins: null, expectedVersion: null, policy },
    ...change,
  });
  const verdict = (command: SubmitRequest): string => {
    const decision = requestDecider.decide(command, requestDecider.initialState);
    return isRefusal(decision) ? `${decision.refused} ${decision.clause}` : 'submitted';
  };

  it.each(['outside-channel', 'personal-phone'] as const)('%s: may be asked as its settings say', (kind) => {
    const { clause, groupRequired, media } = kinds[kind];
    expect(verdict(submit(kind))).toBe('submitted');
    expect(verdict(submit(kind, { groupNamed: false, group: undefined }))).toBe(
      groupRequired ? `group-required ${clause}` : 'submitted',
    );
    expect(verdict(submit(kind, { medium: 'social-network' }))).toBe(
      media && !media.includes('social-network') ? `medium-not-covered ${clause}` : 'submitted',
    );
    const latest = latestEnd(policy, from, null);
    expect(verdict(submit(kind, { until: latest }))).toBe('submitted');
    expect(verdict(submit(kind, { until: '2027-07-01' }))).toBe(`ends-too-late ${clause}`);
  });

  it('is for its own staff, its own number of students and texts of its own length', () => {
    const asPrincipal = { personId: 'pat', roles: [{ role: 'principal' as const }], buildingIds: ['school'] };
    expect(verdict(submit('personal-phone', { requester: asPrincipal }))).toBe(
      staffRoles.includes('principal') ? 'submitted' : 'requester-not-staff C5',
    );
    const many = (count: number) =>
      Array.from({ length: count }, (_, at) => ({
        ...{ personId: `student-${at}`, known: true, isStudent: true, buildingIds: ['school'] },
      }));
    expect(verdict(submit('personal-phone', { students: many(studentsMax) }))).toBe('submitted');
    expect(verdict(submit('personal-phone', { students: many(studentsMax + 1) }))).toBe('too-many-students C3');
    const lengths = { reason: textLengthMax.reason, channelAddress: 5, shortfallWhy: textLengthMax.shortfallWhy };
    expect(verdict(submit('personal-phone', { lengths }))).toBe('submitted');
    expect(verdict(submit('personal-phone', { lengths: { ...lengths, reason: textLengthMax.reason + 1 } }))).toBe(
      'text-too-long C3',
    );
  });
});
