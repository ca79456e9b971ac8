import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Allowances } from './allowances.js';
import { networkOf } from './network-of.js';

const start = Date.parse('2026-11-24T12:00:00Z');
const testedClock = () => {
  let nowMs = start;
  return { now: () => new Date(nowMs), advance: (ms: number) => (nowMs += ms) };
};

describe('an allowance', () => {
  it('lets a burst pass, then says how long to wait, and fills up evenly', () => {
    const clock = testedClock();
    const allowances = new Allowances(60, clock);
    for (let times = 0; times < 60; times += 1) expect(allowances.take('a')).toBeUndefined();
    expect(allowances.take('a')).toBe(1);
    expect(allowances.take('b')).toBeUndefined();
    clock.advance(999);
    expect(allowances.take('a')).toBe(1);
    clock.advance(1);
    expect(allowances.take('a')).toBeUndefined();
    expect(allowances.take('a')).toBe(1);
    const slow = new Allowances(1, clock);
    slow.take('a');
    expect(slow.take('a')).toBe(60);
  });

  it('never gives more in any time than what it held and what has flowed in since (property)', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 600 }),
        fc.array(fc.nat(5_000), { maxLength: 300 }),
        (perMinute, pauses) => {
          const clock = testedClock();
          const allowances = new Allowances(perMinute, clock);
          let given = 0;
          let passedMs = 0;
          for (const pause of pauses) {
            clock.advance(pause);
            passedMs += pause;
            if (allowances.take('a') === undefined) given += 1;
            expect(given).toBeLessThanOrEqual(Math.floor(perMinute + (perMinute * passedMs) / 60_000 + 1e-6));
          }
        },
      ),
    );
  });

  it('gives what it promised: whoever waits as long as told is let in', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), (perMinute) => {
        const clock = testedClock();
        const allowances = new Allowances(perMinute, clock);
        let seconds: number | undefined;
        while ((seconds = allowances.take('a')) === undefined);
        clock.advance(seconds * 1_000);
        expect(allowances.take('a')).toBeUndefined();
      }),
      { numRuns: 30 },
    );
  });

  it('is not confused by a clock that is set back', () => {
    const clock = testedClock();
    const allowances = new Allowances(2, clock);
    allowances.take('a');
    clock.advance(-3_600_000);
    expect(allowances.take('a')).toBeUndefined();
    expect(allowances.take('a')).toBe(30);
  });

  it('remembers a bounded number, those seen last', () => {
    const allowances = new Allowances(1, testedClock(), 2);
    for (const key of ['a', 'b', 'c']) allowances.take(key);
    expect(allowances.take('c')).toBe(60);
    expect(allowances.take('a')).toBeUndefined();
  });
});

describe('whom an address stands for', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002::9', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('%s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
