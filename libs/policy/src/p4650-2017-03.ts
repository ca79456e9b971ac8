import { clauses201703 } from './p4650-2017-03.clauses.js';
import type { PolicyVersion } from './policy-version.js';
import { findingNames } from './policy-version.js';

/** P 4650 as the board approved it in 2011 and updated it in March 2017, with the district's settings where it leaves room. */
export const p4650Of201703: PolicyVersion = {
  id: 'P4650-2017-03',
  number: 'P 4650',
  title: 'Communication with Students by Electronic Media',
  approvedOn: '2011-12-20',
  updatedOn: '2017-03',
  inForceFrom: '2017-03-01',
  clauses: clauses201703,
  settings: {
    kinds: {
      'outside-channel': {
        clause: 'C3',
        sides: ['principal', 'technology'],
        findings: [],
        copies: 'on-condition',
        media: null,
        groupRequired: false,
        followsGroup: false,
      },
      'personal-phone': {
        clause: 'C5',
        sides: ['supervisor'],
        findings: findingNames,
        copies: 'always',
        media: ['text-message', 'phone-call'],
        groupRequired: true,
        followsGroup: true,
      },
    },
    principalsAsked: 'both',
    staffRoles: ['teacher', 'aide', 'counselor', 'principal', 'administrator', 'technology'],
    tasks: {
      dueAfterDays: 5,
      remindAfterDays: [3, 4],
      escalation: [
        { afterDays: 0, role: 'administrator' },
        { afterDays: 3, role: 'operator' },
      ],
    },
    authorization: { lengthDaysMax: 366, schoolYearEndsOn: '06-30' },
    studentsMax: 500,
    textLengthMax: { reason: 4_000, channelAddress: 320, shortfallWhy: 2_000, comment: 2_000, findingWords: 2_000 },
  },
};
