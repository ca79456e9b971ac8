import { foldLetters, segmentsOf } from './fold-letters.js';

/** What a person may be called or reached by, as far as anybody wrote it down. */
export interface PersonWords {
  /** Whole names as written: `Maria Garcia-Lopez`, `Garcia, Maria`, a name on a phone. */
  readonly names: readonly string[];
  readonly emails: readonly string[];
  readonly telephones: readonly string[];
}

/** The spellings of people, folded; a form never holds a separator. */
export interface NameForms {
  /** Parts of names by themselves: hidden wherever they stand alone. */
  readonly single: ReadonlySet<string>;
  /** Two or more parts put together, in both orders, and initials with a name. */
  readonly compound: ReadonlySet<string>;
}

const particles = new Set(
  'de la las los del el al da do dos das di du le les van von der den ter ten y e i bin ben ibn abu san st mr mrs ms dr jr sr ii iii'.split(
    ' ',
  ),
);

const umlauts: readonly (readonly [RegExp, string])[] = [
  [/ä/giu, 'ae'],
  [/ö/giu, 'oe'],
  [/ü/giu, 'ue'],
  [/å/giu, 'aa'],
  [/ø/giu, 'oe'],
];

/** `Müller` is written `Mueller` too. */
const spellingsOf = (name: string): string[] => {
  const composed = name.normalize('NFC');
  const spelled = umlauts.reduce((text, [letter, letters]) => text.replace(letter, letters), composed);
  return spelled === composed ? [composed] : [composed, spelled];
};

/** Every form in which these people's names are looked for. */
export function nameFormsOf(people: readonly PersonWords[]): NameForms {
  const single = new Set<string>();
  const compound = new Set<string>();
  for (const spelling of people.flatMap(({ names }) => names).flatMap(spellingsOf)) {
    // Words as their owner separates them: `O'Brien` is one word of two segments.
    const words = spelling.split(/[\s,;()"]+/u).filter((word) => segmentsOf(word).length > 0);
    const joined = words.map((word) =>
      segmentsOf(word)
        .map(({ folded }) => folded)
        .join(''),
    );
    const speaking = joined.filter((word) => word.length > 1 && !particles.has(word));
    for (const word of speaking.length > 0 ? speaking : joined) single.add(word);
    for (const word of words)
      for (const { folded } of segmentsOf(word))
        if (folded.length > 2 && !particles.has(folded) && /\p{L}/u.test(folded)) single.add(folded);
    addCompounds(compound, joined);
  }
  return { single, compound };
}

/** Neighbouring parts in both orders, the first with each later one, and an initial on either side. */
function addCompounds(compound: Set<string>, words: readonly string[]): void {
  if (words.length < 2) return;
  compound.add(words.join(''));
  compound.add([...words.slice(1), words[0]!].join(''));
  const first = words[0]!;
  for (const [index, later] of words.entries()) {
    if (index === 0) continue;
    for (const form of [first + later, later + first, first[0]! + later, first + later[0]!])
      if (form.length > 2) compound.add(form);
    const before = words[index - 1]!;
    compound.add(before + later);
  }
}

/** An address as it is compared: small letters, no invisible characters, no `mailto:`. */
export const foldAddress = (address: string): string => foldLetters(address.replace(/^(mailto|tel|sms):/iu, '')).trim();

/** The digits of a number that tell it from another one; a leading country code does not. */
export const numberTail = (telephone: string): string =>
  telephone
    .normalize('NFKD')
    .replace(/\P{Nd}/gu, '')
    .slice(-10);
