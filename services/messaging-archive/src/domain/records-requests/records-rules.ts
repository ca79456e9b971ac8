import type { PolicySettings } from '@sightline/contracts';

/** What the district decided about records requests where the policy leaves room (C8, C9). */
export interface RecordsRules {
  readonly dueAfterDays: number;
  /** C9: what a guardian asks for is answered within these days, 45 at most. */
  readonly guardianDueAfterDays: number;
  /** Days after the due date on which it goes up. */
  readonly escalateAfterDays: number;
  /** Longest period that one request may ask for, both ends counted. */
  readonly periodDaysMax: number;
  readonly studentsMax: number;
  readonly wordsLengthMax: number;
}

const guardianDueDaysHighest = 45;

const defaults: RecordsRules = {
  dueAfterDays: 10,
  guardianDueAfterDays: guardianDueDaysHighest,
  escalateAfterDays: 5,
  periodDaysMax: 366,
  studentsMax: 50,
  wordsLengthMax: 4_000,
};

/** The settings of a version of the policy, or what holds where it is silent. */
export const recordsRulesOf = (settings: Pick<PolicySettings, 'records'>): RecordsRules => {
  const rules = { ...defaults, ...settings.records };
  return { ...rules, guardianDueAfterDays: Math.min(rules.guardianDueAfterDays, guardianDueDaysHighest) };
};
