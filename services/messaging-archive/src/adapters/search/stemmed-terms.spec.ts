import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { termsOfWord } from './stemmed-terms.js';

const match = (left: string, right: string): boolean => {
  const terms = new Set(termsOfWord(left));
  return termsOfWord(right).some((term) => terms.has(term));
};

describe('terms of words', () => {
  it.each([
    ['running', 'runs'],
    ['messages', 'message'],
    ['práctica', 'PRACTICAS'],
    ['camión', 'camiones'],
    ['entrenamiento', 'entrenamientos'],
    ['hablamos', 'hablar'],
    ['canción', 'cancion'],
    ['niños', 'nino'],
    ['Ｂｕｓ', 'buses'],
    ["don't", 'dont'],
    ['2026', '2026'],
  ])('%s is found as %s', (left, right) => {
    expect(match(left, right)).toBe(true);
  });

  it.each([
    ['bus', 'bush'],
    ['practice', 'practical joke'.slice(10)],
    ['niño', 'niega'],
  ])('%s is not %s', (left, right) => {
    expect(match(left, right)).toBe(false);
  });

  it('are a handful for any word, the same each time, and a word always finds itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 64 }), (word) => {
        const terms = termsOfWord(word);
        expect(terms.length).toBeLessThanOrEqual(3);
        expect(termsOfWord(word)).toEqual(terms);
        if (/^[a-z]+$/u.test(word)) expect(match(word, word.toUpperCase())).toBe(true);
      }),
    );
  });
});
