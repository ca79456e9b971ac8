import type { PeopleReader, RequestWordsReader } from '@sightline/contracts';
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
  bindPeople(reader: PeopleReader): void;
  bindRequestWords(reader: RequestWordsReader): void;
} {
  const people = owned<PeopleReader>('directory');
  const words = owned<RequestWordsReader>('exception-request');
  return {
    people: {
      people: async (ids) => people.get().people(ids),
      places: async (ids) => people.get().places(ids),
      find: async (login) => people.get().find(login),
      search: async (text, limit) => people.get().search(text, limit),
    },
    requestWords: { requestWords: async (ids) => words.get().requestWords(ids) },
    bindPeople: people.bind,
    bindRequestWords: words.bind,
  };
}
