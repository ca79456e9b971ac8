import { sessionEndsAt } from '../domain/session.js';
import type { SessionStore, SignInProvider, SignInUnderWay } from './ports.js';
import { newSessionSecret } from './session-secret.js';

/** Turns a finished sign-in into a session. */
export class OpenSession {
  constructor(
    private readonly sessions: SessionStore,
    private readonly provider: SignInProvider,
    private readonly clock: { now(): Date },
  ) {}

  /**
   * The secret is always a new one, whatever the browser sent: nobody can fix somebody else's session beforehand. A session
   * that the browser had ends.
   * @throws SignInRefused, OwnerUnavailable
   */
  async execute(callbackUrl: URL, underWay: SignInUnderWay, earlierSecret: string | undefined): Promise<string> {
    const tokens = await this.provider.finish(callbackUrl, underWay);
    if (earlierSecret !== undefined) await this.sessions.close(earlierSecret);
    const secret = newSessionSecret();
    const now = this.clock.now();
    const endsAt = sessionEndsAt(now, tokens.refreshToken === null ? tokens.accessEndsAt : null);
    await this.sessions.open(secret, { tokens, lastUsedAt: now, endsAt });
    return secret;
  }
}
