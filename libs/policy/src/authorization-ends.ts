import { addDays } from './calendar-date.js';
import type { PolicyVersion } from './policy-version.js';

/** What a version says when it names nothing else: a month and a week before the end. */
const remindDaysBefore: readonly number[] = [30, 7];
/** `MM-DD`: from then on the next school year's requests can be prepared. */
const renewalOpensOnDay = '05-01';
/** Whole days before an end that comes earlier in the school year. */
const renewalDaysBefore = 30;

/** Whole days before the last day on which its staff member is reminded, the earliest first. */
export const endReminders = ({ settings }: PolicyVersion): readonly number[] =>
  [...(settings.authorization.remindDaysBefore ?? remindDaysBefore)].sort((left, right) => right - left);

/**
 * The first day on which a renewal can be asked: in May for what ends with the school year, a month before any earlier
 * end. A date in the district's time zone.
 *
 * @throws RangeError when `until` is not a date
 */
export const renewalOpensOn = ({ settings }: PolicyVersion, until: string): string => {
  const { schoolYearEndsOn } = settings.authorization;
  const inMay = `${until.slice(0, 4)}-${settings.authorization.renewalOpensOn ?? renewalOpensOnDay}`;
  const endsWithTheYear = until >= inMay && until <= `${until.slice(0, 4)}-${schoolYearEndsOn}`;
  return endsWithTheYear ? inMay : addDays(until, -renewalDaysBefore);
};
