import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseSearch } from './search-query.js';

const nothing = {
  ...{ words: [], phrases: [], without: [], from: [], to: [], students: [] },
  ...{ before: null, after: null, hasAttachment: false },
};

describe('a search as people write it', () => {
  it.each([
    ['bus', { words: ['bus'] }],
    ['Práctica  mañana', { words: ['practica', 'manana'] }],
    ['"Bus Late" -rain', { phrases: [['bus', 'late']], without: ['rain'] }],
    ['"bus"', { words: ['bus'] }],
    [
      'from:coach.rivera to:"parent garcia" student:S-1',
      { from: ['coach.rivera'], to: ['parent garcia'], students: ['S-1'] },
    ],
    ['after:2026-09-01 before:2026-10-01', { after: '2026-09-01', before: '2026-10-01' }],
    ['HAS:Attachment form', { hasAttachment: true, words: ['form'] }],
    ['7:30', { words: ['7', '30'] }],
    ['Ｂｕｓ', { words: ['bus'] }],
    ["O'Brien’s", { words: ['obriens'] }],
  ])('%s', (text, expected) => {
    expect(parseSearch(text)).toEqual({ ...nothing, ...expected });
  });

  it.each([
    ['', 'search-empty'],
    ['  !! ', 'search-empty'],
    ['-rain', 'search-only-excludes'],
    ['"bus late', 'search-open-quote'],
    ['cc:x', 'search-unknown-operator'],
    ['-from:x', 'search-unknown-operator'],
    ['has:nothing', 'search-unknown-operator'],
    ['from:""', 'search-operator-without-value'],
    ['before:tomorrow', 'search-not-a-date'],
    ['before:2026-02-30', 'search-not-a-date'],
    ['before:2026-02-03 before:2026-02-04', 'search-operator-twice'],
    ['x -"bus late"', 'search-phrase-excluded'],
    ['x '.repeat(21), 'search-too-many-parts'],
    ['x'.repeat(501), 'search-too-long'],
  ])('%s is refused: %s', (text, code) => {
    expect(parseSearch(text)).toMatchObject({ refused: code, field: 'q' });
  });

  it('answers whatever is written, bounded', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 520 }), (text) => {
        const read = parseSearch(text);
        if ('refused' in read) return;
        expect(read.words.length + read.phrases.flat().length + read.without.length).toBeLessThanOrEqual(500);
        for (const word of [...read.words, ...read.phrases.flat(), ...read.without])
          expect(word).toMatch(/^\S{1,64}$/u);
      }),
    );
  });
});
