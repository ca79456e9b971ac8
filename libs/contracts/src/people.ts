import type { RosterRole } from './enums.js';

/** Where a letter goes; the lines of the street apart, blank where the roster says nothing. */
export interface PostalAddress {
  readonly street: readonly string[];
  readonly city: string;
  readonly state: string;
  readonly postalCode: string;
  readonly country: string;
}

/** A person's personal data, read from `directory` at the moment of use and never stored elsewhere (design §1). */
export interface PersonDetails {
  readonly personId: string;
  readonly sourcedId: string;
  readonly username: string;
  readonly displayName: string;
  readonly givenName: string;
  readonly familyName: string;
  /** Absent when the roster has none. */
  readonly email?: string;
  readonly phone?: string;
  readonly postalAddress?: PostalAddress;
  /** True from the 18th birthday on, by the district's calendar; absent when the roster has no birth date (C9). The date itself stays with its owner. */
  readonly adult?: boolean;
  /** BCP 47; the district's default when the roster names none. */
  readonly language: string;
  /** Roles from the roster, each once. */
  readonly roles: readonly RosterRole[];
}

export interface PlaceDetails {
  readonly id: string;
  readonly sourcedId: string;
  readonly name: string;
  /** To call about a building; absent when the roster names none. */
  readonly phone?: string;
}

/** The one batched call for personal data. Unknown ids are left out of the answer. @throws OwnerUnavailable when the owner does not answer */
export interface PeopleReader {
  people(personIds: readonly string[]): Promise<ReadonlyMap<string, PersonDetails>>;
  /** Buildings and groups by id. */
  places(ids: readonly string[]): Promise<ReadonlyMap<string, PlaceDetails>>;
  /** Finds a person by roster `username`, `email` or `sourcedId`. */
  find(login: string): Promise<PersonDetails | undefined>;
  /** Active people whose name or username holds the text, by name; everybody for an empty text. */
  search(text: string, limit: number): Promise<readonly PersonDetails[]>;
}

/** A dependency that owns the data does not answer: the work waits, nothing is parked. */
export class OwnerUnavailable extends Error {
  constructor(
    readonly owner: string,
    options?: ErrorOptions,
  ) {
    super(`${owner} does not answer; the work waits until it does`, options);
    this.name = 'OwnerUnavailable';
  }
}
