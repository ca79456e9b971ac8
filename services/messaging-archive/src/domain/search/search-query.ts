import { refuse, type Refusal } from '@sightline/decider';
import { isCalendarDate } from '@sightline/policy';
import { wordsIn } from './words.js';

/** What somebody looks for in the messages that are open to them. Everything named must hold. */
export interface SearchQuery {
  readonly words: readonly string[];
  /** Words in this order, one after the other. */
  readonly phrases: readonly (readonly string[])[];
  readonly without: readonly string[];
  /** Ids, sourcedIds or addresses, as written. */
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly students: readonly string[];
  /** Dates of the district: sent before the day, sent on the day or later. */
  readonly before: string | null;
  readonly after: string | null;
  readonly hasAttachment: boolean;
}

export type SearchRefusalCode =
  | 'search-too-long'
  | 'search-too-many-parts'
  | 'search-empty'
  | 'search-only-excludes'
  | 'search-open-quote'
  | 'search-unknown-operator'
  | 'search-operator-without-value'
  | 'search-not-a-date'
  | 'search-operator-twice'
  | 'search-phrase-excluded';

const lengthMax = 500;
const partsMax = 20;

const refused = (code: SearchRefusalCode, detail: string, remedy: string): Refusal<SearchRefusalCode> =>
  refuse({ refused: code, detail, remedy, field: 'q' });

/** `-word`, `"a phrase"`, `operator:value` and `operator:"a value"`; everything else is words. */
const partPattern = /(-?)(?:([a-z]+):)?(?:"([^"]*)"|([^\s"]+))|("|\S)/giu;

interface Draft {
  words: string[];
  phrases: string[][];
  without: string[];
  from: string[];
  to: string[];
  students: string[];
  before: string | null;
  after: string | null;
  hasAttachment: boolean;
}

/**
 * Reads a search as people write it: `from:`, `to:`, `student:`, `before:`, `after:`, `has:attachment`, `"phrase"`,
 * `-word`. At most 500 characters and 20 parts; what cannot be read is refused with the place, never guessed.
 */
export function parseSearch(text: string): SearchQuery | Refusal<SearchRefusalCode> {
  if (text.length > lengthMax)
    return refused('search-too-long', `A search has at most ${lengthMax} characters.`, 'Leave out what matters least.');
  if ((text.match(/"/g) ?? []).length % 2 !== 0)
    return refused('search-open-quote', 'A quotation mark is not closed.', 'Close the phrase with a second mark.');
  const draft: Draft = {
    ...{ words: [], phrases: [], without: [], from: [], to: [], students: [] },
    ...{ before: null, after: null, hasAttachment: false },
  };
  let parts = 0;
  for (const [, minus = '', operator, quoted, plain] of text.matchAll(partPattern)) {
    if (quoted === undefined && plain === undefined) continue;
    if (++parts > partsMax)
      return refused(
        'search-too-many-parts',
        `A search has at most ${partsMax} parts.`,
        'Leave out what matters least.',
      );
    const refusal =
      operator === undefined
        ? takeWords(draft, minus === '-', quoted, plain ?? '')
        : takeOperator(draft, minus === '-', operator.toLowerCase(), (quoted ?? plain ?? '').trim());
    if (refusal) return refusal;
  }
  return usable(draft);
}

function takeWords(draft: Draft, excluded: boolean, quoted: string | undefined, plain: string) {
  const words = [...wordsIn(quoted ?? plain)].map(({ word }) => word);
  if (excluded) {
    if (words.length > 1)
      return refused(
        'search-phrase-excluded',
        'Only single words can be left out.',
        'Put a minus before each word by itself.',
      );
    draft.without.push(...words);
  } else if (quoted !== undefined && words.length > 1) draft.phrases.push(words);
  else draft.words.push(...words);
  return undefined;
}

function takeOperator(draft: Draft, excluded: boolean, operator: string, value: string) {
  const known = ['from', 'to', 'student', 'before', 'after', 'has'].includes(operator);
  if (!known || excluded)
    return refused(
      'search-unknown-operator',
      excluded ? `"-${operator}:" is not offered.` : `"${operator}:" is not known here.`,
      'Use from:, to:, student:, before:, after: or has:attachment, or put the word in quotation marks.',
    );
  if (value === '')
    return refused(
      'search-operator-without-value',
      `"${operator}:" says nothing by itself.`,
      'Write the value right after the colon.',
    );
  switch (operator) {
    case 'from':
    case 'to':
      draft[operator].push(value);
      return undefined;
    case 'student':
      draft.students.push(value);
      return undefined;
    case 'has':
      if (value.toLowerCase() !== 'attachment')
        return refused('search-unknown-operator', 'Only has:attachment is known.', 'Write has:attachment.');
      draft.hasAttachment = true;
      return undefined;
    default:
      return takeDay(draft, operator as 'before' | 'after', value);
  }
}

function takeDay(draft: Draft, operator: 'before' | 'after', value: string) {
  if (!isCalendarDate(value))
    return refused('search-not-a-date', `"${operator}:" needs a day.`, 'Write the day as YYYY-MM-DD.');
  if (draft[operator] !== null)
    return refused('search-operator-twice', `"${operator}:" is there twice.`, 'Keep one of the two days.');
  draft[operator] = value;
  return undefined;
}

function usable(draft: Draft): SearchQuery | Refusal<SearchRefusalCode> {
  const { words, phrases, without, from, to, students, before, after, hasAttachment } = draft;
  const looksForSomething =
    [words, phrases, from, to, students].some(({ length }) => length > 0) ||
    before !== null ||
    after !== null ||
    hasAttachment;
  if (looksForSomething) return draft;
  return without.length > 0
    ? refused('search-only-excludes', 'The search only says what to leave out.', 'Name something to look for.')
    : refused('search-empty', 'There is nothing to look for.', 'Write a word, a phrase or an operator.');
}
