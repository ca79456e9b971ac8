import { createHmac } from 'node:crypto';
import { wordsIn } from '../../domain/index.js';

/** The terms under which a word is kept. */
export type TermsOfWord = (word: string) => readonly string[];

/** Where a term stands. */
export type SearchField = 'text' | 'from' | 'to';

/** A term as the index holds it: 64 bits of an HMAC under the authorization's own key, as a decimal text (design §8). */
export const hashedTerm = (key: Buffer, field: SearchField, term: string): string =>
  createHmac('sha256', key).update(`${field}\n${term}`).digest().readBigInt64BE(0).toString();

/** The distinct terms of a text. */
export function termsOfText(text: string, termsOfWord: TermsOfWord): Set<string> {
  const terms = new Set<string>();
  const seen = new Set<string>();
  for (const { start, end } of wordsIn(text)) {
    const word = text.slice(start, end);
    if (seen.has(word)) continue;
    seen.add(word);
    for (const term of termsOfWord(word)) terms.add(term);
  }
  return terms;
}
