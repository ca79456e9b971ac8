import { foldWord, wordsIn, type SearchQuery } from '../../domain/index.js';
import type { MessageView, PartyView } from './message-view.js';
import { termsOfText, type TermsOfWord } from './search-terms.js';

/** A value of from: or to:, with the person of the roster whom it names, when it does. */
export interface SoughtParty {
  readonly value: string;
  readonly personId: string | null;
}

export interface Sought {
  readonly query: SearchQuery;
  readonly from: readonly SoughtParty[];
  readonly to: readonly SoughtParty[];
}

const textOf = ({ subject, text, attachments }: MessageView): string =>
  [subject, text, ...attachments.map(({ fileName }) => fileName)].join('\n');

/**
 * Whether what the viewer may read of a message is what was sought. Decided on what is shown, after other families are
 * hidden: a search can tell a family nothing that the message does not (C9).
 */
export function matches(view: MessageView, { query, from, to }: Sought, termsOfWord: TermsOfWord): boolean {
  const text = textOf(view);
  const terms = termsOfText(text, termsOfWord);
  const holds = (word: string): boolean => termsOfWord(word).some((term) => terms.has(term));
  return (
    query.words.every(holds) &&
    !query.without.some(holds) &&
    query.phrases.every((phrase) => holdsPhrase(text, phrase)) &&
    from.every((sought) => isParty(view.from, sought, termsOfWord)) &&
    to.every((sought) => view.to.some((party) => isParty(party, sought, termsOfWord)))
  );
}

function holdsPhrase(text: string, phrase: readonly string[]): boolean {
  const words = [...wordsIn(text)].map(({ word }) => word);
  return words.some((_, at) => phrase.every((word, index) => words[at + index] === word));
}

function isParty(party: PartyView, { value, personId }: SoughtParty, termsOfWord: TermsOfWord): boolean {
  if (personId !== null && party.personIds.includes(personId)) return true;
  const terms = termsOfText(`${party.displayName} ${party.address}`, termsOfWord);
  const words = [...wordsIn(value)];
  return words.length > 0 && words.every(({ word }) => termsOfWord(word).some((term) => terms.has(term)));
}

const aroundLength = 120;

/** The stretch of the shown text in which the first sought word stands; its beginning where none does. */
export function snippetOf({ text }: MessageView, { query }: Sought, termsOfWord: TermsOfWord): string {
  const sought = new Set([...query.words, ...query.phrases.flat()].flatMap((word) => [...termsOfWord(word)]));
  for (const { word, start, end } of wordsIn(text))
    if (sought.has(foldWord(word)) || termsOfWord(word).some((term) => sought.has(term)))
      return text.slice(Math.max(0, start - aroundLength), end + aroundLength);
  return text.slice(0, 2 * aroundLength);
}
