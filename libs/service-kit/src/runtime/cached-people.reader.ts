import type { PeopleReader, PersonDetails, PlaceDetails } from '@sightline/contracts';
import { LRUCache } from 'lru-cache';

const peopleMax = 10_000;
const ageMaxMs = 10_000;

/**
 * For pages and lists that show the same few people again and again: holds what the owner said for at most 10 seconds,
 * in memory and bounded (design §1). Not for sending: mail goes by what the owner says at that moment.
 */
export class CachedPeopleReader implements PeopleReader {
  private readonly known = new LRUCache<string, PersonDetails>({ max: peopleMax, ttl: ageMaxMs });

  constructor(private readonly owner: PeopleReader) {}

  async people(personIds: readonly string[]): Promise<ReadonlyMap<string, PersonDetails>> {
    const found = new Map<string, PersonDetails>();
    const missing: string[] = [];
    for (const id of personIds) {
      const person = this.known.get(id);
      if (person) found.set(id, person);
      else missing.push(id);
    }
    if (missing.length > 0)
      for (const [id, person] of await this.owner.people(missing)) {
        this.known.set(id, person);
        found.set(id, person);
      }
    return found;
  }

  places(ids: readonly string[]): Promise<ReadonlyMap<string, PlaceDetails>> {
    return this.owner.places(ids);
  }
  find(login: string): Promise<PersonDetails | undefined> {
    return this.owner.find(login);
  }
  search(text: string, limit: number): Promise<readonly PersonDetails[]> {
    return this.owner.search(text, limit);
  }
}
