import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mailRetries, retryDelayMs } from './retry-delay.js';

describe('the wait before the next attempt', () => {
  it('doubles up to an hour', () => {
    expect([1, 2, 3, 8, 9, 28].map((attempts) => retryDelayMs(mailRetries, attempts, 0))).toEqual([
      15_000, 30_000, 60_000, 1_920_000, 3_600_000, 3_600_000,
    ]);
  });

  it('stays within three quarters and the whole', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (attempts, chance) => {
          const whole = retryDelayMs(mailRetries, attempts, 0);
          const delay = retryDelayMs(mailRetries, attempts, chance);
          expect(delay).toBeLessThanOrEqual(whole);
          expect(delay).toBeGreaterThanOrEqual(Math.floor(whole * 0.75));
        },
      ),
    );
  });

  it('ends within the day in which a guardian is told or a gap is named', () => {
    let total = 0;
    for (let attempts = 1; attempts < mailRetries.attemptsMax; attempts += 1)
      total += retryDelayMs(mailRetries, attempts, 0);
    expect(total).toBeLessThan(24 * 3_600_000);
    expect(total).toBeGreaterThan(12 * 3_600_000);
  });
});
