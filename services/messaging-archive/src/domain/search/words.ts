/** A word of a text as it is compared: small letters and digits, no accents, nothing invisible. */
export interface FoldedWord {
  readonly word: string;
  /** Where it stands in the text, in UTF-16 units; the end is exclusive. */
  readonly start: number;
  readonly end: number;
}

const wordPattern = /[\p{L}\p{N}\p{M}\p{Default_Ignorable_Code_Point}'’ʼ]+/gu;
const inessential = /[\p{M}\p{Default_Ignorable_Code_Point}'’ʼ]+/gu;
const wordLengthMax = 64;

/** One spelling for all: compatibility forms, accents, case and invisible characters make no difference. */
export const foldWord = (word: string): string =>
  word.normalize('NFKD').replace(inessential, '').toLowerCase().normalize('NFKD').replace(inessential, '');

/** The words of a text in order. A word longer than 64 characters is cut, as it stands for no word of a language. */
export function* wordsIn(text: string): Generator<FoldedWord> {
  for (const match of text.matchAll(wordPattern)) {
    const word = foldWord(match[0]).slice(0, wordLengthMax);
    if (word !== '') yield { word, start: match.index, end: match.index + match[0].length };
  }
}
