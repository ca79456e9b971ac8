import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { expiresAt, hasFailedLong, nextAttemptAt, restUntil } from './attempts.js';

const start = new Date('2026-09-14T12:00:00.000Z');
const chance = fc.double({ min: 0, max: 1, noNaN: true });
const hours = (from: Date, until: Date): number => (until.getTime() - from.getTime()) / 3_600_000;

describe('attempts', () => {
  it('come after 5, 15, 45 seconds and so on, up to twelve hours', () => {
    const delays = [1, 2, 3, 4, 9, 10, 100].map(
      (attempts) => (nextAttemptAt(start, attempts, 0).getTime() - start.getTime()) / 1_000,
    );
    expect(delays).toEqual([5, 15, 45, 135, 32_805, 43_200, 43_200]);
  });

  it('go on for three days and then no more, whatever chance does', () => {
    fc.assert(
      fc.property(fc.array(chance, { minLength: 40, maxLength: 40 }), (chances) => {
        let [at, attempts] = [start, 1];
        for (; ; attempts += 1) {
          const next = nextAttemptAt(at, attempts, chances[attempts]!);
          if (next >= expiresAt(start)) break;
          at = next;
        }
        expect(hours(start, at)).toBeGreaterThanOrEqual(60);
        expect(attempts).toBeGreaterThanOrEqual(13);
        expect(attempts).toBeLessThanOrEqual(18);
      }),
    );
  });

  it('leave a dead address alone for a second at first, and never for more than five minutes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), chance, (failures, share) => {
        const restMs = restUntil(start, failures, share).getTime() - start.getTime();
        expect(restMs).toBeGreaterThanOrEqual(750);
        expect(restMs).toBeLessThanOrEqual(300_000);
      }),
    );
    expect(restUntil(start, 1, 0).getTime() - start.getTime()).toBe(1_000);
  });

  it('have failed long after three days', () => {
    expect(hasFailedLong(start, new Date(start.getTime() + 72 * 3_600_000 - 1))).toBe(false);
    expect(hasFailedLong(start, new Date(start.getTime() + 72 * 3_600_000))).toBe(true);
  });
});
