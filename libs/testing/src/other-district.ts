import type { PolicyVersionScheduled } from '@sightline/contracts';
import { amendedVersion, policyVersions, publishedVersion, type PolicyVersion } from '@sightline/policy';

/** What another district's board decided wherever the policy leaves room: nothing as in the sample district. */
const otherDistrictSettings = {
  kinds: {
    'outside-channel': {
      sides: ['supervisor', 'technology'],
      findings: ['relatedToActivity'],
      copies: 'always',
      media: ['messaging-app', 'video-call'],
      groupRequired: true,
      followsGroup: false,
    },
    'personal-phone': {
      sides: ['principal'],
      findings: [],
      copies: 'on-condition',
      media: null,
      groupRequired: false,
      followsGroup: true,
    },
  },
  principalsAsked: 'student-buildings',
  staffRoles: ['teacher', 'aide'],
  tasks: { dueAfterDays: 2, remindAfterDays: [1], escalation: [{ afterDays: 1, role: 'principal' }] },
  authorization: { lengthDaysMax: 90, schoolYearEndsOn: '05-21', remindDaysBefore: [5], renewalOpensOn: '04-01' },
  studentsMax: 2,
  textLengthMax: { reason: 100, channelAddress: 30, shortfallWhy: 90, comment: 80, findingWords: 70 },
} as const;

/** The other district's version of the policy, in force from July 2026. */
export const otherDistrictPolicy: PolicyVersion = publishedVersion({
  ...(amendedVersion(policyVersions[0]!, {
    number: 'Policy 710',
    title: 'Messages between staff and students',
    boardDate: '2026-05-04',
    inForceFrom: '2026-07-01',
    resolutionReference: '2026-3',
    clauses: { C3: { plain: 'Ask your supervisor and the technology department first.' } },
    settings: otherDistrictSettings,
  }) as PolicyVersionScheduled['data']),
  policyVersionId: '0197b1c4-2c00-7a11-9d3e-5b7c9e1f2a34',
  preparedBy: null,
});
