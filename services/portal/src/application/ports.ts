import type { SessionTimes } from '../domain/session.js';

/** What an OpenID provider gave for a person who signed in. */
export interface PersonTokens {
  readonly accessToken: string;
  readonly accessEndsAt: Date;
  /** Null where the provider gives none: the session then ends with the access token. */
  readonly refreshToken: string | null;
  /** For signing out at the provider. */
  readonly idToken: string;
}

export interface Session extends SessionTimes {
  readonly tokens: PersonTokens;
}

/**
 * Sessions for all replicas. A session is found by the secret that its browser holds and by nothing else: the store keeps a
 * hash of it, and the tokens sealed under it, so that a copy of the store signs nobody in.
 */
export interface SessionStore {
  open(secret: string, session: Session): Promise<void>;
  find(secret: string): Promise<Session | undefined>;
  noteUse(secret: string, now: Date): Promise<void>;
  /** Whether the caller may renew the tokens now; one caller of all replicas at a time, for at most ten seconds. */
  claimRenewal(secret: string, now: Date): Promise<boolean>;
  replaceTokens(secret: string, tokens: PersonTokens): Promise<void>;
  close(secret: string): Promise<void>;
}

/** A sign-in that has begun and waits for the browser to come back. */
export interface SignInUnderWay {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  /** A path of this portal. */
  readonly returnTo: string;
}

/** The provider says no: the code or the refresh token is spent, foreign or too old. */
export class SignInRefused extends Error {
  override readonly name = 'SignInRefused';
}

/** The OpenID provider, as a client of it sees it. */
export interface SignInProvider {
  /** @throws OwnerUnavailable */
  begin(returnTo: string): Promise<{ readonly goTo: string; readonly underWay: SignInUnderWay }>;
  /**
   * @param callbackUrl the whole address to which the provider sent the browser
   * @throws SignInRefused, OwnerUnavailable
   */
  finish(callbackUrl: URL, underWay: SignInUnderWay): Promise<PersonTokens>;
  /** @throws SignInRefused, OwnerUnavailable */
  renew(tokens: PersonTokens): Promise<PersonTokens>;
  /** Where the browser goes after the session is closed here. */
  signOutAddress(tokens: PersonTokens | undefined): Promise<string>;
}
