import type { ConsequenceOwners, CopyAddressReader, PeopleReader, RequestWordsReader } from '@sightline/contracts';
import { OwnerUnavailable } from '@sightline/contracts';

const owned = <Reader>(owner: string): { bind(reader: Reader): void; get(): Reader } => {
  let bound: Reader | undefined;
  return {
    bind(reader) {
      bound = reader;
    },
    get() {
      if (!bound) throw new OwnerUnavailable(owner);
      return bound;
    },
  };
};

/** In one process the owners of personal data are asked directly; until they are up, they are unavailable like any other owner. */
export function lateBoundReaders(): {
  readonly people: PeopleReader;
  readonly requestWords: RequestWordsReader;
  readonly copyAddresses: CopyAddressReader;
  readonly consequences: ConsequenceOwners;
  bindPeople(reader: PeopleReader): void;
  bindRequestWords(reader: RequestWordsReader): void;
  bindCopyAddresses(reader: CopyAddressReader): void;
  bindConsequences(owners: ConsequenceOwners): void;
} {
  const people = owned<PeopleReader>('directory');
  const addresses = owned<CopyAddressReader>('messaging-archive');
  const words = owned<RequestWordsReader>('exception-request');
  const following = owned<ConsequenceOwners>('exception-request');
  return {
    consequences: {
      authorizations: {
        liveAuthorizations: async (after) => following.get().authorizations.liveAuthorizations(after),
        foretell: async (events) => following.get().authorizations.foretell(events),
      },
      tasks: { foretell: async (events) => following.get().tasks.foretell(events) },
      notices: { foretell: async (events) => following.get().notices.foretell(events) },
    },
    bindConsequences: following.bind,
    people: {
      people: async (ids) => people.get().people(ids),
      places: async (ids) => people.get().places(ids),
      find: async (login) => people.get().find(login),
      search: async (text, limit) => people.get().search(text, limit),
    },
    requestWords: { requestWords: async (ids) => words.get().requestWords(ids) },
    copyAddresses: { copyAddresses: async (ids) => addresses.get().copyAddresses(ids) },
    bindCopyAddresses: addresses.bind,
    bindPeople: people.bind,
    bindRequestWords: words.bind,
  };
}
