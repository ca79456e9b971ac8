import { segmentsOf, type Segment } from './fold-letters.js';
import { foundAddresses, type Range } from './found-addresses.js';
import { foldAddress, nameFormsOf, numberTail, type PersonWords } from './name-forms.js';

/** Stands for whatever was hidden; always as long, so that it tells nothing about what it stands for. */
export const maskMark = '█████';

export interface Masking {
  /** The text with other families' names, addresses and numbers hidden. */
  mask(text: string): string;
  /** Whether there is anything in it to hide. */
  names(text: string): boolean;
}

// No name spans more; also bounds the work per segment.
const joinedSegmentsMax = 10;
const insideLengthMin = 5;

/**
 * Hides other families from a guardian (C9). Fails closed: a name that a hidden person shares with a shown one is hidden
 * unless the shown person's whole name stands there, and every address and number that is not a shown person's is
 * hidden, known or not.
 */
export function maskingOf(hidden: readonly PersonWords[], shown: readonly PersonWords[]): Masking {
  const hiddenForms = nameFormsOf(hidden);
  const shownForms = nameFormsOf(shown);
  const shownAddresses = new Set(shown.flatMap(({ emails }) => emails).map(foldAddress));
  const shownNumbers = new Set(shown.flatMap(({ telephones }) => telephones).map(numberTail));
  const inside = [...hiddenForms.single, ...hiddenForms.compound].filter(({ length }) => length >= insideLengthMin);
  const wholeShown = new Set([...shownForms.compound].filter((form) => !hiddenForms.compound.has(form)));

  const hidesSegment = (folded: string): boolean => {
    const bare = folded.endsWith('s') ? folded.slice(0, -1) : folded;
    if ([folded, bare].some((form) => hiddenForms.single.has(form) || hiddenForms.compound.has(form))) return true;
    return !shownForms.single.has(folded) && inside.some((form) => folded.includes(form));
  };

  const namesIn = (text: string): Range[] => {
    const segments = segmentsOf(text);
    const ranges: Range[] = [];
    for (let at = 0; at < segments.length;) {
      const found = longestAt(text, segments, at, hiddenForms, wholeShown);
      if (found) {
        if (found.hidden) ranges.push({ start: segments[at]!.start, end: segments[at + found.count - 1]!.end });
        at += found.count;
        continue;
      }
      const segment = segments[at]!;
      if (hidesSegment(segment.folded)) ranges.push(segment);
      at += 1;
    }
    return ranges;
  };

  const rangesIn = (text: string): Range[] =>
    merged([...foundAddresses(text, shownAddresses, shownNumbers), ...namesIn(text)]);

  return {
    names: (text) => rangesIn(text).length > 0,
    mask(text) {
      let masked = '';
      let from = 0;
      for (const { start, end } of rangesIn(text)) {
        masked += text.slice(from, start) + maskMark;
        from = end;
      }
      return masked + text.slice(from);
    },
  };
}

/** The longest name of several segments that begins here: a hidden one, or the whole name of somebody shown. */
function longestAt(
  text: string,
  segments: readonly Segment[],
  at: number,
  hidden: { readonly single: ReadonlySet<string>; readonly compound: ReadonlySet<string> },
  wholeShown: ReadonlySet<string>,
): { readonly count: number; readonly hidden: boolean } | undefined {
  let joined = segments[at]!.folded;
  let tight = true;
  let letters = joined.length === 1;
  let longest: { count: number; hidden: boolean } | undefined;
  for (let count = 2; count <= joinedSegmentsMax && at + count <= segments.length; count += 1) {
    const next = segments[at + count - 1]!;
    const between = text.slice(segments[at + count - 2]!.end, next.start);
    if (between.length > 3 || /[\n\r]{2}/u.test(between)) break;
    joined += next.folded;
    tight &&= !/\s/u.test(between);
    letters &&= next.folded.length === 1;
    if (hidden.compound.has(joined)) longest = { count, hidden: true };
    else if (wholeShown.has(joined)) longest = { count, hidden: false };
    // `Ma-ria`, `O'Brien` and `M a r i a`, but not the end of one word with the beginning of the next.
    else if (hidden.single.has(joined) && (tight || letters)) longest = { count, hidden: true };
  }
  return longest;
}

function merged(ranges: readonly Range[]): Range[] {
  const inOrder = [...ranges].sort((left, right) => left.start - right.start);
  const result: { start: number; end: number }[] = [];
  for (const range of inOrder) {
    const last = result.at(-1);
    if (last && range.start <= last.end) last.end = Math.max(last.end, range.end);
    else result.push({ ...range });
  }
  return result;
}
