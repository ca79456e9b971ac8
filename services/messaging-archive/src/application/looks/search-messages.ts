import { findPeople } from '@sightline/relations';
import { answerOf } from '@sightline/service-kit';
import { parseSearch, wordsIn, type SearchQuery } from '../../domain/index.js';
import {
  listVisibleMessages,
  searchVisibleMessages,
  type Caller,
  type MessageFilter,
  type MessageRow,
} from '../../read-models/messages/visible-messages.queries.js';
import { indexedInScope, sealingKeysInScope } from '../../read-models/search/search-scope.queries.js';
import type { SearchKeys } from '../sealed-content.js';
import type { DiscloseMessages } from './disclose-messages.js';
import type { LookAtMessages, Page } from './look-at-messages.js';
import type { Looking } from './looking-caller.js';
import { matches, snippetOf, type Sought, type SoughtParty } from './matching-message.js';
import { seenAsFamily } from './message-masking.js';
import type { MessageView } from './message-view.js';
import { hashedTerm, type SearchField, type TermsOfWord } from './search-terms.js';

export interface SearchAnswer {
  readonly viewer: Caller;
  readonly views: readonly MessageView[];
  /** In the order of `views`. */
  readonly snippets: readonly string[];
  /** Where the next page begins; null where there is none. */
  readonly next: string | null;
  /** Of the messages open to the caller, those whose words can be found yet. */
  readonly indexed: { readonly indexed: number; readonly of: number };
}

const nobody = '00000000-0000-0000-0000-000000000000';
const chunkSizeMin = 50;
// Of messages that are seen whole. Where something may be hidden, all are looked at, or the place where an answer stops would tell.
const openedWholeMax = 2_000;

/**
 * Searches what is open to the caller: first the authorizations, then keyed hashes of words, then, unsealed and as the
 * caller may read it, the message itself (design §8). An answer is a disclosure.
 */
export class SearchMessages {
  constructor(
    private readonly looking: Looking,
    private readonly looks: Pick<LookAtMessages, 'caller' | 'views'>,
    private readonly keys: SearchKeys,
    private readonly disclosures: DiscloseMessages,
    private readonly termsOfWord: TermsOfWord,
  ) {}

  /** @throws Problem for a search that cannot be read */
  async search(personId: string, text: string, given: MessageFilter, page: Page, causationId: string) {
    const query = parseSearch(text);
    if ('refused' in query) return answerOf<SearchAnswer>({ outcome: 'refused', refusal: query });
    const viewer = await this.looks.caller(personId);
    const { sought, filter } = await this.resolve(query, given);
    const groups = await this.groupsOf(viewer, sought);
    const found: MessageView[] = [];
    let { before } = page;
    let openedWhole = 0;
    let exhausted = false;
    const chunkSize = Math.max(chunkSizeMin, page.limit + 1);
    while (found.length <= page.limit && !exhausted && openedWhole < openedWholeMax) {
      const rows = await this.candidates(viewer, filter, groups, { before, limit: chunkSize });
      exhausted = rows.length < chunkSize;
      before = rows.at(-1)?.message_id ?? before;
      const views = await this.looks.views(viewer, rows);
      found.push(...views.filter((view) => matches(view, sought, this.termsOfWord)));
      if (!rows.some(seenAsFamily)) openedWhole += rows.length;
    }
    const views = found.slice(0, page.limit);
    await this.disclosures.disclose(
      viewer,
      'search',
      views.map(({ row }) => row),
      causationId,
    );
    const next = found.length > page.limit ? (views.at(-1)?.row.message_id ?? null) : exhausted ? null : before;
    return {
      ...{ viewer, views, next },
      snippets: views.map((view) => snippetOf(view, sought, this.termsOfWord)),
      indexed: await indexedInScope(this.looking.database, viewer),
    };
  }

  private candidates(
    viewer: Caller,
    filter: MessageFilter,
    groups: readonly (readonly string[])[],
    page: Page,
  ): Promise<MessageRow[]> {
    return groups.length === 0
      ? listVisibleMessages(this.looking.database, viewer, filter, page)
      : searchVisibleMessages(this.looking.database, viewer, filter, groups, page);
  }

  private async resolve(
    query: SearchQuery,
    given: MessageFilter,
  ): Promise<{ readonly sought: Sought; readonly filter: MessageFilter }> {
    const people = await findPeople(this.looking.database, [...query.from, ...query.to, ...query.students]);
    const idOf = (name: string): string | null =>
      people.find(({ personId, sourcedId }) => personId === name.toLowerCase() || sourcedId === name)?.personId ?? null;
    const partyOf = (value: string): SoughtParty => ({ value, personId: idOf(value) });
    const studentIds = [...(given.studentIds ?? []), ...query.students.map((name) => idOf(name) ?? nobody)];
    const midnight = (date: string): string => `${date} 00:00 ${this.looking.districtTimeZone}`;
    return {
      sought: { query, from: query.from.map(partyOf), to: query.to.map(partyOf) },
      filter: {
        ...given,
        ...(studentIds.length === 0 ? {} : { studentIds }),
        ...(query.before === null ? {} : { sentBefore: midnight(query.before) }),
        ...(query.after === null ? {} : { sentFrom: midnight(query.after) }),
        ...(query.hasAttachment ? { hasAttachment: true } : {}),
      },
    };
  }

  /** For each word that must be there, what the index may hold for it, under every key in the caller's scope. */
  private async groupsOf(viewer: Caller, { query, from, to }: Sought): Promise<string[][]> {
    const wordsOf = (parties: readonly SoughtParty[]): string[] =>
      parties
        .filter(({ personId }) => personId === null)
        .flatMap(({ value }) => [...wordsIn(value)].map(({ word }) => word));
    const wanted: readonly (readonly [SearchField, string])[] = [
      ...[...new Set([...query.words, ...query.phrases.flat()])].map((word) => ['text', word] as const),
      ...wordsOf(from).map((word) => ['from', word] as const),
      ...wordsOf(to).map((word) => ['to', word] as const),
    ];
    if (wanted.length === 0) return [];
    const keys = await this.keys.searchKeys(await sealingKeysInScope(this.looking.database, viewer));
    return wanted.map(([field, word]) =>
      [...keys.values()].flatMap((key) => this.termsOfWord(word).map((term) => hashedTerm(key, field, term))),
    );
  }
}
