import { describe, expect, it } from '@jest/globals';
import { newSetUpLink, opens, used } from './set-up-link.js';

const start = new Date('2026-11-24T09:00:00Z');
const later = (hours: number): Date => new Date(start.getTime() + hours * 3_600_000);

describe('a set-up link', () => {
  const link = newSetUpLink('aa', start);

  it('opens for its own token, for 24 hours', () => {
    expect(opens(link, 'aa', start)).toBe(true);
    expect(opens(link, 'aa', later(23.99))).toBe(true);
    expect(opens(link, 'aa', later(24))).toBe(false);
  });

  it('opens for no other token, not after its use, and not when there is none', () => {
    expect(opens(link, 'ab', start)).toBe(false);
    expect(opens(used(link, start), 'aa', start)).toBe(false);
    expect(opens(undefined, 'aa', start)).toBe(false);
  });
});
