const formats = new Map<string, Intl.DateTimeFormat>();

const formatFor = (timeZone: string): Intl.DateTimeFormat => {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(timeZone, made);
  return made;
};

/** What the clock on the wall shows, as if it were UTC. */
const wallClock = (moment: number, timeZone: string): number => {
  const parts = new Map(
    formatFor(timeZone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const of = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name)!;
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
};

/** The moment at which the clock in this zone shows this; of two (an hour that comes twice) the first, in a gap the moment after it. */
export function momentInZone(
  [year, month, day]: readonly [number, number, number],
  { hour, minute, second }: { readonly hour: number; readonly minute: number; readonly second: number },
  timeZone: string,
): Date {
  const wall = Date.UTC(year, month - 1, day, hour, minute, second);
  const dayMs = 86_400_000;
  const offsets = [wall - dayMs, wall + dayMs].map((near) => wallClock(near, timeZone) - near);
  const fitting = offsets.map((offset) => wall - offset).filter((moment) => wallClock(moment, timeZone) === wall);
  return new Date(fitting.length > 0 ? Math.min(...fitting) : wall - offsets[0]!);
}
