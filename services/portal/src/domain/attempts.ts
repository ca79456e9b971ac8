const secondMs = 1_000;
const hourMs = 3_600 * secondMs;
const dayMs = 24 * hourMs;

const firstDelayMs = 5 * secondMs;
const growth = 3;
const delayMsMax = 12 * hourMs;
const restMsMax = 5 * 60 * secondMs;

/** A message that nobody took in three days is not sent by itself any more; it can be sent by hand. */
const deliveryDaysMax = 3;
/** An address that took nothing for three days is disabled. */
const failingDaysMax = 3;

/** Up to a quarter less, so that what failed together does not come back together. @param chance 0 to 1 */
const scattered = (delayMs: number, chance: number): number => Math.round(delayMs * (1 - chance / 4));

/** After 5 s, 15 s, 45 s … at most 12 hours: about fourteen attempts in three days. @param attempts so far, from 1 */
export const nextAttemptAt = (now: Date, attempts: number, chance: number): Date =>
  new Date(
    now.getTime() + scattered(Math.min(delayMsMax, firstDelayMs * growth ** Math.min(attempts - 1, 20)), chance),
  );

/** How long an address that does not answer is left alone, whatever is due there: a second at first, five minutes at most. @param failures in a row, from 1 */
export const restUntil = (now: Date, failures: number, chance: number): Date =>
  new Date(now.getTime() + scattered(Math.min(restMsMax, secondMs * 2 ** Math.min(failures - 1, 20)), chance));

export const expiresAt = (createdAt: Date): Date => new Date(createdAt.getTime() + deliveryDaysMax * dayMs);

export const hasFailedLong = (failingSince: Date, now: Date): boolean =>
  now.getTime() - failingSince.getTime() >= failingDaysMax * dayMs;
