/** Times of day in a time zone, `HH:MM`. Pure: the moment is given. */

const minuteMs = 60_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** What the clock on the wall shows: date, time of day, and both as if they were UTC. */
const wallClock = (moment: Date, timeZone: string): { date: string; time: string; asUtcMs: number } => {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short', hourCycle: 'h23' });
    formats.set(timeZone, format);
  }
  const [date = '', time = ''] = format.format(moment).split(' ');
  return { date, time, asUtcMs: Date.parse(`${date}T${time}Z`) };
};

/** The moment at which the wall shows this; in the hour that a change of the clocks leaves out, the moment after it. */
const momentOf = (wallMs: number, timeZone: string): number => {
  const offBy = (moment: number): number => wallMs - wallClock(new Date(moment), timeZone).asUtcMs;
  const first = wallMs + offBy(wallMs);
  const second = first + offBy(first);
  return offBy(second) === 0 ? second : Math.max(first, second);
};

/** The next moment after this one at which the wall shows that time of day. */
export const nextTimeOfDay = (after: Date, time: string, timeZone: string): Date => {
  const { date } = wallClock(after, timeZone);
  for (let day = 0; ; day += 1) {
    const moment = momentOf(Date.parse(`${date}T${time}Z`) + day * 24 * 60 * minuteMs, timeZone);
    if (moment > after.getTime()) return new Date(moment);
  }
};

export interface QuietHours {
  readonly quietFrom: string;
  readonly quietUntil: string;
}

/** When the quiet that holds at this moment ends; null when it is not quiet. Quiet hours may run over midnight. */
export const quietUntil = (moment: Date, { quietFrom, quietUntil: end }: QuietHours, timeZone: string): Date | null => {
  const { time } = wallClock(moment, timeZone);
  const quiet = quietFrom <= end ? time >= quietFrom && time < end : time >= quietFrom || time < end;
  return quiet ? nextTimeOfDay(moment, end, timeZone) : null;
};
