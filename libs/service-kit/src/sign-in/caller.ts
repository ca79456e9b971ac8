/** Somebody on the roster, signed in. */
export interface PersonCaller {
  readonly kind: 'person';
  readonly personId: string;
  readonly sourcedId?: string;
  /** Every record of the same natural person, where a service has looked and there are several. */
  readonly recordIds?: readonly string[];
  readonly username: string;
  /** The token's `jti`: names one sign-in in a history without naming the token. */
  readonly tokenId: string;
}

/** A machine client (OAuth 2 client credentials). */
export interface ClientCaller {
  readonly kind: 'client';
  readonly clientId: string;
  readonly scopes: readonly string[];
}

/** On whose behalf a request is made. */
export type Caller = PersonCaller | ClientCaller;

/** What the roster knows of a login; the port through which an external provider's people become people of the roster. */
export interface KnownPerson {
  readonly personId: string;
  readonly sourcedId?: string;
  readonly username: string;
}
