import { describe, expect, it } from '@jest/globals';
import { isOver, sessionEndsAt } from './session.js';

const at = (time: string): Date => new Date(`2026-09-14T${time}:00.000Z`);

describe('a session', () => {
  const session = { lastUsedAt: at('09:00'), endsAt: at('17:00') };

  it.each([
    ['08:59', false],
    ['09:59', false],
    ['10:00', true],
    ['17:00', true],
  ])('last used at 09:00 is at %s over: %s', (time, over) => {
    expect(isOver(session, at(time))).toBe(over);
  });

  it('ends after ten hours, however much it is used', () => {
    expect(sessionEndsAt(at('08:00'), null)).toEqual(at('18:00'));
    expect(isOver({ lastUsedAt: at('17:59'), endsAt: at('18:00') }, at('18:00'))).toBe(true);
  });

  it('ends with an access token that cannot be renewed', () => {
    expect(sessionEndsAt(at('08:00'), at('09:00'))).toEqual(at('09:00'));
    expect(sessionEndsAt(at('08:00'), at('23:00'))).toEqual(at('18:00'));
  });
});
