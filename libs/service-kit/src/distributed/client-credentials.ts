import { OwnerUnavailable } from '@sightline/contracts';
import type { Clock } from '../clock.js';

export interface ClientCredentials {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope: string;
}

const renewBeforeMs = 60_000;
const timeoutMs = 5_000;

/** A machine's access token (RFC 6749 §4.4), fetched once and again shortly before it expires. @throws OwnerUnavailable */
export class ClientTokens {
  private token: { readonly value: string; readonly renewAtMs: number } | undefined;
  private fetching: Promise<string> | undefined;

  constructor(
    private readonly credentials: ClientCredentials,
    private readonly clock: Clock,
  ) {}

  async current(): Promise<string> {
    if (this.token && this.clock.now().getTime() < this.token.renewAtMs) return this.token.value;
    this.fetching ??= this.fetch().finally(() => {
      this.fetching = undefined;
    });
    return this.fetching;
  }

  /** Says that a token is refused, whatever its lifetime: the next one asked for is a new one. */
  refused(token: string): void {
    if (this.token?.value === token) this.token = undefined;
  }

  private async fetch(): Promise<string> {
    const { tokenUrl, clientId, clientSecret, scope } = this.credentials;
    let answer: { access_token?: unknown; expires_in?: unknown };
    try {
      const response = await fetch(tokenUrl, {
        method: 'POST',
        headers: {
          authorization: `Basic ${Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`).toString('base64')}`,
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: new URLSearchParams({ grant_type: 'client_credentials', scope }),
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      if (!response.ok) throw new Error(`the token endpoint answered ${response.status}`);
      answer = (await response.json()) as typeof answer;
    } catch (error) {
      throw new OwnerUnavailable('sign-in', { cause: error });
    }
    if (typeof answer.access_token !== 'string') throw new OwnerUnavailable('sign-in');
    const lifetimeMs = Number(answer.expires_in ?? 300) * 1000;
    this.token = {
      value: answer.access_token,
      renewAtMs: this.clock.now().getTime() + Math.max(lifetimeMs - renewBeforeMs, 1_000),
    };
    return this.token.value;
  }
}
