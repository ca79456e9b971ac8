import { OwnerUnavailable } from '@sightline/contracts';
import type {
  ParkedEventsSource,
  ParkedEventSummary,
  Resumed,
} from '../operations/parked-events/parked-events-source.js';
import type { ClientTokens } from './client-credentials.js';

const listTimeoutMs = 5_000;
/** A resume does all the work that was left undone. */
const resumeTimeoutMs = 60_000;

/** What a service that runs apart has parked, by its internal address. */
export class HttpParkedEvents implements ParkedEventsSource {
  constructor(
    readonly service: string,
    private readonly serviceUrl: string,
    private readonly tokens: Pick<ClientTokens, 'current'>,
  ) {}

  async list(limit: number, afterId: string | undefined): Promise<readonly ParkedEventSummary[]> {
    const query = new URLSearchParams({ limit: String(limit), ...(afterId === undefined ? {} : { after: afterId }) });
    const answer = await this.ask<{ items: ParkedEventSummary[] }>(`?${query}`, { method: 'GET' }, listTimeoutMs);
    // A service that listens to nobody parks nothing, and has no such address.
    return answer?.items ?? [];
  }

  resume(id: string, actor: string): Promise<Resumed | undefined> {
    const body = JSON.stringify({ actor });
    return this.ask<Resumed>(`/${encodeURIComponent(id)}/resume`, { method: 'POST', body }, resumeTimeoutMs);
  }

  private async ask<Answer>(path: string, request: RequestInit, timeoutMs: number): Promise<Answer | undefined> {
    const token = await this.tokens.current();
    try {
      const response = await fetch(`${this.serviceUrl}/internal/v1/parked-events${path}`, {
        ...request,
        headers: {
          authorization: `Bearer ${token}`,
          ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      if (response.status === 404) return undefined;
      if (!response.ok) throw new Error(`${this.service} answered ${response.status}`);
      return (await response.json()) as Answer;
    } catch (error) {
      throw new OwnerUnavailable(this.service, { cause: error });
    }
  }
}
