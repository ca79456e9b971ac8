import {
  approvalSides,
  clauseIds,
  copyRules,
  findingNames,
  media,
  principalsAsked,
  requestKinds,
  rosterRoles,
  type KindSettings,
  type RequestKind,
} from '@sightline/contracts';
import { isCalendarDate } from './calendar-date.js';
import type { PolicySettings } from './policy-version.js';
import { dayOfYear, listOf, nullOr, oneOf, sameFor, shape, text, whole, type Check, type Fault } from './checks.js';

const studentsMaxHighest = 500;
const textLengthHighest = 20_000;
const daysHighest = 366;
// C9: what a guardian asks for is answered within 45 days at most.
const guardianAnswerDaysHighest = 45;

const date: Check = (value, field) =>
  typeof value === 'string' && isCalendarDate(value) ? [] : [{ field, detail: 'must be a date, as in 2027-07-01' }];

const kind = shape({
  clause: oneOf(clauseIds),
  sides: listOf(oneOf(approvalSides), { min: 1, max: approvalSides.length }),
  findings: listOf(oneOf(findingNames), { min: 0, max: findingNames.length }),
  copies: oneOf(copyRules),
  media: nullOr(listOf(oneOf(media), { min: 1, max: media.length })),
  groupRequired: oneOf([true, false]),
  followsGroup: oneOf([true, false]),
});

const settings = shape(
  {
    kinds: sameFor(requestKinds, kind),
    principalsAsked: oneOf(principalsAsked),
    staffRoles: listOf(oneOf(rosterRoles), { min: 1, max: rosterRoles.length }),
    tasks: shape({
      dueAfterDays: whole(1, daysHighest),
      remindAfterDays: listOf(whole(1, daysHighest), { min: 0, max: 10 }),
      escalation: listOf(shape({ afterDays: whole(0, daysHighest), role: oneOf(rosterRoles) }), { min: 1, max: 5 }),
    }),
    authorization: shape(
      { lengthDaysMax: whole(1, daysHighest), schoolYearEndsOn: dayOfYear },
      { remindDaysBefore: listOf(whole(1, daysHighest), { min: 0, max: 10 }), renewalOpensOn: dayOfYear },
    ),
    studentsMax: whole(1, studentsMaxHighest),
    textLengthMax: sameFor(
      ['reason', 'channelAddress', 'shortfallWhy', 'comment', 'findingWords'],
      whole(1, textLengthHighest),
    ),
  },
  {
    copies: shape({}, { lateAfterSeconds: whole(60, 86_400) }),
    records: shape(
      {},
      {
        dueAfterDays: whole(1, daysHighest),
        guardianDueAfterDays: whole(1, guardianAnswerDaysHighest),
        escalateAfterDays: whole(0, daysHighest),
        periodDaysMax: whole(1, 5 * daysHighest),
      },
    ),
  },
);

const version = shape({
  number: text(200),
  title: text(200),
  boardDate: date,
  resolutionReference: text(200),
  inForceFrom: date,
  clauses: sameFor(clauseIds, shape({ title: text(200), quote: text(4_000), plain: text(4_000) })),
  settings,
});

/** C3 names students, C5 follows a class or activity: no version makes one kind the other. */
const fixed = {
  'outside-channel': { clause: 'C3', followsGroup: false },
  'personal-phone': { clause: 'C5', followsGroup: true },
} as const satisfies Record<RequestKind, Partial<KindSettings>>;

/** What the rules cannot live with although each value for itself is sound. */
const contradictions = ({ tasks, kinds }: PolicySettings): Fault[] => {
  const faults: Fault[] = [];
  if (tasks.remindAfterDays.some((days) => days >= tasks.dueAfterDays))
    faults.push({ field: 'settings.tasks.remindAfterDays', detail: 'a reminder must come before the task is due' });
  const steps = tasks.escalation.map(({ afterDays }) => afterDays);
  if (steps.some((days, index) => index > 0 && days <= steps[index - 1]!))
    faults.push({ field: 'settings.tasks.escalation', detail: 'each step must come later than the one before' });
  for (const name of requestKinds)
    for (const field of ['clause', 'followsGroup'] as const)
      if (kinds[name][field] !== fixed[name][field])
        faults.push({
          field: `settings.kinds.${name}.${field}`,
          detail: `is ${fixed[name][field]} in every version: that is what this kind of request is`,
        });
  return faults;
};

/**
 * What is wrong with a version of the policy before it is anybody's rule (C11): unknown and missing fields, words outside
 * the closed lists, numbers out of bounds, and settings that contradict one another. Empty for a sound one.
 */
export const policyVersionFaults = (candidate: unknown): Fault[] => {
  const faults = version(candidate, '');
  return faults.length > 0 ? faults : contradictions((candidate as { settings: PolicySettings }).settings);
};
