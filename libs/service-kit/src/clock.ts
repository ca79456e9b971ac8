/** Time is a port: due dates and expiry are rows, and tests move the clock (design §4). */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

const formats = new Map<string, Intl.DateTimeFormat>();

/** The calendar date (YYYY-MM-DD) of a moment in a time zone: what the policy's dates are compared with. */
export const dateInZone = (moment: Date, timeZone: string): string => {
  let format = formats.get(timeZone);
  if (!format) {
    // Making one costs more than a hundred uses of it.
    format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    formats.set(timeZone, format);
  }
  return format.format(moment);
};
