/** Letters that NFKD leaves whole, and those of other alphabets that look like a Latin one. */
const lookAlikes = new Map<string, string>([
  ...Object.entries({ ß: 'ss', ø: 'o', đ: 'd', ð: 'd', ł: 'l', æ: 'ae', œ: 'oe', ı: 'i', þ: 'th', ħ: 'h' }),
  // Cyrillic
  ...Object.entries({ а: 'a', в: 'b', е: 'e', ё: 'e', з: '3', и: 'u', і: 'i', ј: 'j', к: 'k', м: 'm', н: 'h' }),
  ...Object.entries({ о: 'o', р: 'p', с: 'c', т: 't', у: 'y', х: 'x', ѕ: 's', ԁ: 'd', һ: 'h', ӏ: 'l', ԛ: 'q', ԝ: 'w' }),
  // Greek
  ...Object.entries({ α: 'a', β: 'b', ε: 'e', η: 'n', ι: 'i', κ: 'k', μ: 'm', ν: 'v', ο: 'o', ρ: 'p', τ: 't' }),
  ...Object.entries({ υ: 'u', χ: 'x', ς: 's', γ: 'y' }),
]);

const invisible = /[\p{M}\p{Default_Ignorable_Code_Point}]/gu;

/** One spelling for all: accents, case, width, ligatures, invisible characters and look-alike letters make no difference. */
export const foldLetters = (text: string): string => {
  const plain = text.normalize('NFKD').replace(invisible, '').toLowerCase().normalize('NFKD').replace(invisible, '');
  let folded = '';
  for (const letter of plain) folded += lookAlikes.get(letter) ?? letter;
  return folded;
};

/** A run of letters or digits, as written. */
export interface Segment {
  readonly folded: string;
  readonly start: number;
  readonly end: number;
}

const runPattern =
  /(?:\p{L}[\p{M}\p{Default_Ignorable_Code_Point}]*)+|(?:\p{N}[\p{M}\p{Default_Ignorable_Code_Point}]*)+/gu;
// `MariaGarcia` and `OBrien` are two names each.
const humpPattern =
  /(?<=\p{Ll}[\p{M}\p{Default_Ignorable_Code_Point}]*)(?=\p{Lu})|(?<=\p{Lu}[\p{M}\p{Default_Ignorable_Code_Point}]*)(?=\p{Lu}[\p{M}\p{Default_Ignorable_Code_Point}]*\p{Ll})/u;

/** The text cut where a name could begin or end: at anything that is no letter, between letters and digits, at humps. */
export function segmentsOf(text: string): Segment[] {
  const segments: Segment[] = [];
  for (const { 0: run, index } of text.matchAll(runPattern)) {
    let start = index;
    for (const piece of run.split(humpPattern)) {
      const folded = foldLetters(piece);
      if (folded !== '') segments.push({ folded, start, end: start + piece.length });
      start += piece.length;
    }
  }
  return segments;
}
