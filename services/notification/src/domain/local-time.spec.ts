import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nextTimeOfDay, quietUntil } from './local-time.js';

const chicago = 'America/Chicago';
const next = (after: string, time: string): string => nextTimeOfDay(new Date(after), time, chicago).toISOString();
const quiet = (moment: string, quietFrom = '21:00', until = '08:00'): string | undefined =>
  quietUntil(new Date(moment), { quietFrom, quietUntil: until }, chicago)?.toISOString();

describe('the next time of day', () => {
  it.each([
    ['2026-09-14T11:59:00.000Z', '07:00', '2026-09-14T12:00:00.000Z'],
    ['2026-09-14T12:00:00.000Z', '07:00', '2026-09-15T12:00:00.000Z'],
    ['2026-09-15T03:00:00.000Z', '23:30', '2026-09-15T04:30:00.000Z'],
    // Clocks go back on 1 November and forward on 14 March.
    ['2026-10-31T13:00:00.000Z', '07:00', '2026-11-01T13:00:00.000Z'],
    ['2027-03-13T14:00:00.000Z', '07:00', '2027-03-14T12:00:00.000Z'],
    ['2027-03-14T07:00:00.000Z', '02:30', '2027-03-14T08:30:00.000Z'],
  ])('after %s at %s is %s', (after, time, expected) => {
    expect(next(after, time)).toBe(expected);
  });

  it('is later, by no more than a day and an hour, and shows that time', () => {
    const times = fc.record({ hour: fc.integer({ min: 4, max: 23 }), minute: fc.integer({ min: 0, max: 59 }) });
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2026-01-01'), max: new Date('2028-01-01'), noInvalidDate: true }),
        times,
        (after, { hour, minute }) => {
          const time = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
          const moment = nextTimeOfDay(after, time, chicago);
          expect(moment.getTime()).toBeGreaterThan(after.getTime());
          expect(moment.getTime() - after.getTime()).toBeLessThanOrEqual(25 * 3_600_000);
          expect(
            new Intl.DateTimeFormat('sv-SE', { timeZone: chicago, hour: '2-digit', minute: '2-digit' }).format(moment),
          ).toBe(time);
        },
      ),
    );
  });
});

describe('quiet hours', () => {
  it.each([
    ['2026-09-15T01:59:00.000Z', undefined],
    ['2026-09-15T02:00:00.000Z', '2026-09-15T13:00:00.000Z'],
    ['2026-09-15T12:59:00.000Z', '2026-09-15T13:00:00.000Z'],
    ['2026-09-15T13:00:00.000Z', undefined],
  ])('over midnight: at %s quiet until %s', (moment, expected) => {
    expect(quiet(moment)).toBe(expected);
  });

  it('within a day', () => {
    expect(quiet('2026-09-14T18:30:00.000Z', '13:00', '15:00')).toBe('2026-09-14T20:00:00.000Z');
    expect(quiet('2026-09-14T20:00:00.000Z', '13:00', '15:00')).toBeUndefined();
  });
});
