import type { FindingsMet, RequestWords } from '@sightline/contracts';
import type { StoredTask } from '../../read-models/tasks/task.row.js';

export type FindingsDraft = Readonly<
  Record<keyof FindingsMet, { readonly met: boolean | null; readonly words: string }>
>;

const registerSaid = (available: boolean | null): string => {
  if (available === null) return 'The request names no form of the register.';
  return available
    ? 'On the day of the request the register said that this form was available.'
    : 'On the day of the request the register said that this form was not available.';
};

/**
 * What the three findings of C5 could say, from the request and from the register as it stood then (C2). A draft: whether
 * a finding is met is the supervisor's to say, and only what the register itself knows is suggested.
 */
export const findingsDraft = (row: StoredTask, words: RequestWords | undefined): FindingsDraft | null =>
  row.kind !== 'personal-phone' || row.about !== 'request' || row.status !== 'open'
    ? null
    : {
        necessaryOrBeneficial: { met: null, words: words?.reason ?? '' },
        districtFormUnavailable: {
          met: row.register_available === false ? true : null,
          words: [words?.shortfallWhy, registerSaid(row.register_available)].filter(Boolean).join(' '),
        },
        relatedToActivity: {
          met: null,
          words: 'The request is for a class or activity of the district in which the requester takes part.',
        },
      };
