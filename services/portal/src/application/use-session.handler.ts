import { isOver, renewBeforeMs, useNotedEveryMs } from '../domain/session.js';
import { SignInRefused, type PersonTokens, type Session, type SessionStore, type SignInProvider } from './ports.js';

const waitForOtherMs = 100;
const waitForOtherTimesMax = 40;

/** Finds the session of a browser and keeps its access token fresh. */
export class UseSession {
  constructor(
    private readonly sessions: SessionStore,
    private readonly provider: SignInProvider,
    private readonly clock: { now(): Date },
  ) {}

  /**
   * The session whose secret this is, with an access token that is still good; undefined when there is none or it is over.
   * @param counts false for what a page does by itself: idle time goes on
   * @throws OwnerUnavailable when the provider or the store does not answer
   */
  async execute(secret: string, counts: boolean): Promise<Session | undefined> {
    const session = await this.sessions.find(secret);
    if (session === undefined) return undefined;
    const now = this.clock.now();
    if (isOver(session, now)) {
      await this.sessions.close(secret);
      return undefined;
    }
    if (counts && now.getTime() - session.lastUsedAt.getTime() >= useNotedEveryMs)
      await this.sessions.noteUse(secret, now);
    const leftMs = session.tokens.accessEndsAt.getTime() - now.getTime();
    if (session.tokens.refreshToken === null || leftMs > renewBeforeMs) return session;
    const tokens = await this.renewed(secret, session.tokens, leftMs > 0);
    return tokens && { ...session, tokens };
  }

  private async renewed(secret: string, tokens: PersonTokens, stillGood: boolean): Promise<PersonTokens | undefined> {
    if (!(await this.sessions.claimRenewal(secret, this.clock.now())))
      return stillGood ? tokens : this.renewedByAnother(secret, tokens);
    try {
      const fresh = await this.provider.renew(tokens);
      await this.sessions.replaceTokens(secret, fresh);
      return fresh;
    } catch (error) {
      if (error instanceof SignInRefused) {
        await this.sessions.close(secret);
        return undefined;
      }
      if (stillGood) return tokens;
      throw error;
    }
  }

  /** Another request of the same browser is renewing: its result counts for all. */
  private async renewedByAnother(secret: string, old: PersonTokens): Promise<PersonTokens | undefined> {
    for (let tries = 0; tries < waitForOtherTimesMax; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, waitForOtherMs));
      const session = await this.sessions.find(secret);
      if (session?.tokens.accessToken !== old.accessToken) return session?.tokens;
    }
    return undefined;
  }
}
