import { describe, expect, it } from '@jest/globals';
import { testClock } from './index.js';

describe('the test clock', () => {
  it('stands still until it is moved', () => {
    const clock = testClock('2026-03-01T10:00:00Z');
    clock.now().setFullYear(1999);
    expect(clock.now().toISOString()).toBe('2026-03-01T10:00:00.000Z');
    clock.advance({ days: 1, hours: 2, minutes: 3, seconds: 4 });
    expect(clock.now().toISOString()).toBe('2026-03-02T12:03:04.000Z');
    clock.moveTo(new Date('2025-01-01T00:00:00Z'));
    expect(clock.now().toISOString()).toBe('2025-01-01T00:00:00.000Z');
  });

  it('refuses what is no date', () => {
    expect(() => testClock().moveTo('soon')).toThrow(RangeError);
  });
});
