export interface ClockStep {
  readonly days?: number;
  readonly hours?: number;
  readonly minutes?: number;
  readonly seconds?: number;
}

/** A clock that stands still until a test moves it. */
export interface TestClock {
  /** A new Date each time: a caller that changes it does not change the clock. */
  now(): Date;
  /** @throws RangeError for what is no date */
  moveTo(date: Date | string): void;
  /** Days are of 24 hours. */
  advance(step: ClockStep): void;
}

const milliseconds = (date: Date | string): number => {
  const time = new Date(date).getTime();
  if (Number.isNaN(time)) throw new RangeError(`'${String(date)}' is no date`);
  return time;
};

/** @param start a Monday morning in a school year unless given */
export const testClock = (start: Date | string = '2026-09-14T13:00:00Z'): TestClock => {
  let time = milliseconds(start);
  return {
    now: () => new Date(time),
    moveTo: (date) => {
      time = milliseconds(date);
    },
    advance: ({ days = 0, hours = 0, minutes = 0, seconds = 0 }) => {
      time += (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1_000;
    },
  };
};
