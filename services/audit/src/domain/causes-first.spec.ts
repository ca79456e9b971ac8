import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { causesFirst } from './causes-first.js';

// Cause of the fault: a batch read the effects' log before the causes' log. Invariant: an effect never stands before its cause.
describe('the order of a batch from several logs', () => {
  const at = (log: string, time: string, position: number) => ({ log, time, position });

  it('puts what was decided first first, whichever log the batch gathered first', () => {
    const effect = at('exception-request', '2026-11-24T10:00:01.000Z', 9);
    const cause = at('approval', '2026-11-24T10:00:00.000Z', 4);
    expect(causesFirst([effect, cause])).toEqual([cause, effect]);
  });

  it('keeps every event once, and each log in its own order whatever its times say', () => {
    const event = fc.record({ log: fc.constantFrom('a', 'b', 'c'), time: fc.constantFrom('1', '2', '3', '4') });
    fc.assert(
      fc.property(fc.array(event), (events) => {
        const batch = events.map((each, position) => ({ ...each, position }));
        const merged = causesFirst(batch);
        expect(merged).toHaveLength(batch.length);
        for (const log of ['a', 'b', 'c'])
          expect(merged.filter((each) => each.log === log)).toEqual(batch.filter((each) => each.log === log));
      }),
    );
  });
});
