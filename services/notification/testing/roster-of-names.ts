import { OwnerUnavailable, type PeopleReader, type PersonDetails, type PlaceDetails } from '@sightline/contracts';
import { newId } from '@sightline/service-kit';

/** Stands at the place of the directory's port: names and addresses as a spec gives them. */
export class RosterOfNames implements PeopleReader {
  available = true;
  calls = 0;
  private readonly known = new Map<string, PersonDetails>();
  private readonly knownPlaces = new Map<string, PlaceDetails>();

  person(displayName: string, details: Partial<PersonDetails> = {}): string {
    const personId = details.personId ?? newId();
    const [givenName = '', familyName = ''] = displayName.split(' ');
    this.known.set(personId, {
      personId,
      sourcedId: `sourced-${personId}`,
      username: personId,
      displayName,
      givenName,
      familyName,
      language: 'en',
      roles: [],
      ...details,
    });
    return personId;
  }

  place(name: string): string {
    const id = newId();
    this.knownPlaces.set(id, { id, sourcedId: `sourced-${id}`, name });
    return id;
  }

  people(personIds: readonly string[]): Promise<ReadonlyMap<string, PersonDetails>> {
    return this.answer(this.known, personIds);
  }

  places(ids: readonly string[]): Promise<ReadonlyMap<string, PlaceDetails>> {
    return this.answer(this.knownPlaces, ids);
  }

  find(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  search(): Promise<readonly PersonDetails[]> {
    return Promise.resolve([]);
  }

  private answer<Details>(
    from: ReadonlyMap<string, Details>,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, Details>> {
    this.calls += 1;
    if (!this.available) return Promise.reject(new OwnerUnavailable('directory'));
    return Promise.resolve(
      new Map(
        ids.flatMap((id) => {
          const details = from.get(id);
          return details ? [[id, details] as const] : [];
        }),
      ),
    );
  }
}
