const dayMs = 86_400_000;
const pattern = /^\d{4}-\d{2}-\d{2}$/;

/** True for a day that exists, written `YYYY-MM-DD`. Such texts compare as dates do. */
export const isCalendarDate = (text: string): boolean => {
  if (!pattern.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
};

/** The date that many days later (earlier when negative). @throws RangeError when the date does not exist */
export const addDays = (date: string, days: number): string => {
  if (!isCalendarDate(date)) throw new RangeError(`${date} is not a date`);
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
};

/** The moment that many whole days later, RFC 3339 in UTC. @throws RangeError when the moment is not RFC 3339 */
export const addDaysToMoment = (moment: string, days: number): string =>
  new Date(Date.parse(moment) + days * dayMs).toISOString();

/** C9: from this birthday on a student stands in the parents' place. */
const ofAgeYears = 18;

/** True from the 18th birthday on; who was born on 29 February has it on 1 March of other years. Both dates `YYYY-MM-DD`. */
export const isOfAge = (birthDate: string, today: string): boolean =>
  `${String(Number(birthDate.slice(0, 4)) + ofAgeYears).padStart(4, '0')}${birthDate.slice(4)}` <= today;
