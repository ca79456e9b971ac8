import { stemmer as englishStem } from '@orama/stemmers/english';
import { stemmer as spanishStem } from '@orama/stemmers/spanish';
import { foldWord } from '../../domain/index.js';

/**
 * The terms under which a word is kept and looked for: its stems in English and in Spanish, with and without accents, as
 * nobody says in which language a text is. Two words match when they have a term in common.
 */
export const termsOfWord = (word: string): string[] => {
  const lower = word.normalize('NFC').toLowerCase();
  const plain = foldWord(word);
  return [...new Set([englishStem(plain), spanishStem(lower), spanishStem(plain)].map(foldWord))].filter(
    (term) => term !== '',
  );
};
