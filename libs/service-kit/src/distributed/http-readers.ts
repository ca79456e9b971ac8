import {
  OwnerUnavailable,
  type CopyAddress,
  type CopyAddressReader,
  type ConsequenceOwners,
  type Foretelling,
  type PeopleReader,
  type PersonDetails,
  type PlaceDetails,
  type RequestWords,
  type RequestWordsReader,
  type RosterOfAuthorization,
  type SupposedEvent,
} from '@sightline/contracts';
import type { ClientTokens } from './client-credentials.js';

const timeoutMs = 5_000;
// Reckoning what would follow takes as long as doing it.
const foretellingTimeoutMs = 60_000;

/** Asks an owner's internal address, which the public entrance does not pass on. @throws OwnerUnavailable */
const ask = async <Answer>(
  owner: string,
  url: string,
  tokens: ClientTokens,
  body: object,
  answersWithinMs = timeoutMs,
): Promise<Answer> => {
  const token = await tokens.current();
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(answersWithinMs),
    });
    if (!response.ok) throw new Error(`${owner} answered ${response.status}`);
    return (await response.json()) as Answer;
  } catch (error) {
    throw new OwnerUnavailable(owner, { cause: error });
  }
};

/** `directory` over HTTP: the same port as in one process. */
export class HttpPeopleReader implements PeopleReader {
  constructor(
    private readonly directoryUrl: string,
    private readonly tokens: ClientTokens,
  ) {}

  async people(personIds: readonly string[]): Promise<ReadonlyMap<string, PersonDetails>> {
    const { items } = await ask<{ items: PersonDetails[] }>(
      'directory',
      `${this.directoryUrl}/internal/v1/people`,
      this.tokens,
      { ids: personIds },
    );
    return new Map(items.map((person) => [person.personId, person]));
  }

  async places(ids: readonly string[]): Promise<ReadonlyMap<string, PlaceDetails>> {
    const { items } = await ask<{ items: PlaceDetails[] }>(
      'directory',
      `${this.directoryUrl}/internal/v1/places`,
      this.tokens,
      { ids },
    );
    return new Map(items.map((place) => [place.id, place]));
  }

  async find(login: string): Promise<PersonDetails | undefined> {
    const { items } = await ask<{ items: PersonDetails[] }>(
      'directory',
      `${this.directoryUrl}/internal/v1/people`,
      this.tokens,
      { login },
    );
    return items[0];
  }

  async search(text: string, limit: number): Promise<readonly PersonDetails[]> {
    const { items } = await ask<{ items: PersonDetails[] }>(
      'directory',
      `${this.directoryUrl}/internal/v1/people/search`,
      this.tokens,
      { text, limit },
    );
    return items;
  }
}

/** `exception-request` over HTTP. */
export class HttpRequestWordsReader implements RequestWordsReader {
  constructor(
    private readonly exceptionRequestUrl: string,
    private readonly tokens: ClientTokens,
  ) {}

  async requestWords(requestIds: readonly string[]): Promise<ReadonlyMap<string, RequestWords>> {
    const { items } = await ask<{ items: RequestWords[] }>(
      'exception-request',
      `${this.exceptionRequestUrl}/internal/v1/request-words`,
      this.tokens,
      { ids: requestIds },
    );
    return new Map(items.map((words) => [words.requestId, words]));
  }
}

const foretellingOver = (owner: string, url: string | null, tokens: ClientTokens): Foretelling => ({
  async foretell(events) {
    if (url === null) throw new OwnerUnavailable(owner);
    const path = `${url}/internal/v1/foretelling`;
    return (await ask<{ items: SupposedEvent[] }>(owner, path, tokens, { events }, foretellingTimeoutMs)).items;
  },
});

/** Addresses of those who know what follows from a change of the roster; null: nobody can be asked. */
export interface ConsequenceUrls {
  readonly exceptionRequestUrl: string;
  readonly approvalUrl: string | null;
  readonly notificationUrl: string | null;
}

/** The owners of consequences over HTTP. */
export const httpConsequenceOwners = (
  { exceptionRequestUrl, approvalUrl, notificationUrl }: ConsequenceUrls,
  tokens: ClientTokens,
): ConsequenceOwners => ({
  authorizations: {
    ...foretellingOver('exception-request', exceptionRequestUrl, tokens),
    async liveAuthorizations(after) {
      const url = `${exceptionRequestUrl}/internal/v1/live-authorizations`;
      return (await ask<{ items: RosterOfAuthorization[] }>('exception-request', url, tokens, { after })).items;
    },
  },
  tasks: foretellingOver('approval', approvalUrl, tokens),
  notices: foretellingOver('notification', notificationUrl, tokens),
});

/** `messaging-archive` over HTTP. */
export class HttpCopyAddressReader implements CopyAddressReader {
  constructor(
    private readonly messagingArchiveUrl: string,
    private readonly tokens: ClientTokens,
  ) {}

  async copyAddresses(authorizationIds: readonly string[]): Promise<ReadonlyMap<string, CopyAddress>> {
    const { items } = await ask<{ items: CopyAddress[] }>(
      'messaging-archive',
      `${this.messagingArchiveUrl}/internal/v1/copy-addresses`,
      this.tokens,
      { ids: authorizationIds },
    );
    return new Map(items.map((each) => [each.authorizationId, each]));
  }
}
