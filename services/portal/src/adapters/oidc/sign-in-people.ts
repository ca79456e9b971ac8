/** A person of the roster as sign-in needs one. */
export interface SignInPerson {
  readonly personId: string;
  readonly sourcedId: string;
  readonly username: string;
  readonly displayName: string;
  /** In words, for the page. */
  readonly roles: readonly string[];
}

/** The roster as the built-in provider sees it. */
export interface SignInPeople {
  /** Finds a person by roster `username`, `email` or `sourcedId`. */
  find(login: string): Promise<SignInPerson | undefined>;
  byId(personId: string): Promise<SignInPerson | undefined>;
  /** People whose name, username, e-mail or sourcedId contains the query; everybody for an empty one. */
  search(query: string, limit: number): Promise<readonly SignInPerson[]>;
}

const loginLengthMax = 320;

/** A login as it was typed, or undefined when it cannot be one. */
export const loginOf = (typed: unknown): string | undefined => {
  const login = typeof typed === 'string' ? typed.trim() : '';
  return login === '' || login.length > loginLengthMax ? undefined : login;
};
