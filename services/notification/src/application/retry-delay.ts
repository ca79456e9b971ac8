export interface RetryPlan {
  readonly attemptsMax: number;
  readonly firstDelayMs: number;
  readonly delayMsMax: number;
}

/** A quarter of a minute at first, an hour at the most: all attempts fall within the day in which a guardian is told or a gap is named (C6). */
export const mailRetries: RetryPlan = { attemptsMax: 28, firstDelayMs: 15_000, delayMsMax: 3_600_000 };

/** Doubles with each attempt; `chance` (0 to 1) takes up to a quarter off, so that what failed together does not come back together. */
export const retryDelayMs = ({ firstDelayMs, delayMsMax }: RetryPlan, attempts: number, chance: number): number =>
  Math.round(Math.min(delayMsMax, firstDelayMs * 2 ** Math.min(attempts - 1, 30)) * (1 - chance / 4));
