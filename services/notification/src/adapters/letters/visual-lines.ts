import type { Bidi } from 'bidi-js';

/** A piece of a line that is drawn in one direction. */
export interface VisualRun {
  readonly text: string;
  /** True when whoever shapes the letters has to be asked for the other direction too. */
  readonly rightToLeft: boolean;
}

export interface VisualLine {
  /** From the left to the right of the paper. */
  readonly runs: readonly VisualRun[];
  readonly width: number;
}

type Measure = (text: string) => number;

const strongRightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u;

/** They have done their work when the order is known, and no font draws them. */
const directionMarks = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Where lines begin and end, as positions in the text; a word that is wider than the line is cut. */
const breaksOf = (text: string, widthMax: number, measure: Measure): (readonly [number, number])[] => {
  const lines: [number, number][] = [];
  let begin = 0;
  let end = 0;
  for (const { 0: word, index } of text.matchAll(/\S+/gu)) {
    const wordEnd = index + word.length;
    if (end > begin && measure(text.slice(begin, wordEnd)) > widthMax) {
      lines.push([begin, end]);
      begin = index;
    }
    end = wordEnd;
    while (measure(text.slice(begin, end)) > widthMax && end - begin > 1) {
      let cut = begin + 1;
      while (cut < end && measure(text.slice(begin, cut + 1)) <= widthMax) cut += 1;
      lines.push([begin, cut]);
      begin = cut;
    }
  }
  return end > begin ? [...lines, [begin, end]] : lines;
};

/** Characters without a direction of their own in a right-to-left piece: turned here, since no font does it. */
const turned = (text: string, bidi: Bidi): string =>
  [...text]
    .reverse()
    .map((character) => bidi.getMirroredCharacter(character) ?? character)
    .join('');

/** Breaks a paragraph into lines and orders each as it is seen (Unicode Bidirectional Algorithm, UAX 9). */
export const visualLines = (
  text: string,
  direction: 'ltr' | 'rtl',
  widthMax: number,
  measure: Measure,
  bidi: Bidi,
): VisualLine[] => {
  const embedding = bidi.getEmbeddingLevels(text, direction);
  return breaksOf(text, widthMax, measure).map(([begin, end]) => {
    const order = Array.from({ length: end - begin }, (_, at) => begin + at);
    for (const [first = begin, last = begin] of bidi.getReorderSegments(text, embedding, begin, end - 1)) {
      const piece = order.slice(first - begin, last - begin + 1).reverse();
      order.splice(first - begin, piece.length, ...piece);
    }
    const runs: VisualRun[] = [];
    for (let at = 0; at < order.length;) {
      const level = embedding.levels[order[at]!]!;
      let until = at + 1;
      while (until < order.length && embedding.levels[order[until]!] === level) until += 1;
      const positions = order.slice(at, until).sort((left, right) => left - right);
      const piece = text.slice(positions[0], positions.at(-1)! + 1);
      const odd = level % 2 === 1;
      const shaped = odd && strongRightToLeft.test(piece);
      const mirrored = shaped
        ? [...piece].map((character) => bidi.getMirroredCharacter(character) ?? character).join('')
        : piece;
      const drawn = (odd && !shaped ? turned(piece, bidi) : mirrored).replace(directionMarks, '');
      if (drawn !== '') runs.push({ text: drawn, rightToLeft: shaped });
      at = until;
    }
    return { runs, width: runs.reduce((sum, run) => sum + measure(run.text), 0) };
  });
};
