import { setTimeout as pause } from 'node:timers/promises';
import type { ClientTokens } from '@sightline/service-kit';
import { RosterBundleUnreadable } from '../../../application/ports.js';

export type ProviderItem = Readonly<Record<string, unknown>>;

const itemsPerPage = 1_000;
const itemsMax = 5_000_000;
const attemptsMax = 4;
const timeoutMs = 60_000;
const waitMsMax = 30_000;

const unavailable = (what: string): RosterBundleUnreadable =>
  new RosterBundleUnreadable(
    'provider-unavailable',
    `The roster provider ${what}. Nothing was changed; pull again later.`,
  );

/** How long the provider asks to wait; a little longer each time when it does not say. */
const waitMs = (response: Response | undefined, attempt: number): number => {
  const asked = Number(response?.headers.get('retry-after') ?? NaN) * 1000;
  return Math.min(Number.isFinite(asked) ? asked : 250 * 2 ** attempt, waitMsMax);
};

const withheld = new Set([403, 404]);

export interface AskedPages {
  readonly filter: string;
  readonly fields: readonly string[];
  /** The district may have no right to it; it then counts as absent. */
  readonly mayBeWithheld?: boolean;
}

/** The collections of a provider, page by page (`limit`, `offset`, `filter`, `fields`). */
export class ProviderPages {
  constructor(
    private readonly url: string,
    private readonly tokens: Pick<ClientTokens, 'current'>,
  ) {}

  /** @throws RosterBundleUnreadable when the provider does not answer, or answers less than it says it has */
  async *pages(
    collection: string,
    { filter, fields, mayBeWithheld = false }: AskedPages,
  ): AsyncGenerator<readonly ProviderItem[]> {
    let offset = 0;
    while (offset < itemsMax) {
      const query = new URLSearchParams({
        limit: String(itemsPerPage),
        offset: String(offset),
        sort: 'sourcedId',
        orderBy: 'asc',
        filter,
        fields: fields.join(','),
      });
      const response = await this.get(`${this.url}/${collection}?${query.toString()}`, mayBeWithheld);
      if (!response) return;
      const body = (await response.json().catch(() => undefined)) as Record<string, unknown> | undefined;
      const items = body?.[collection];
      if (!Array.isArray(items)) throw unavailable(`sent no list of ${collection}`);
      yield items as ProviderItem[];
      offset += items.length;
      const total = Number(response.headers.get('x-total-count') ?? NaN);
      // A provider may give fewer than were asked for; without a total only an empty page is the end.
      const isLast = Number.isFinite(total) ? offset >= total : items.length === 0;
      if (isLast) return;
      if (items.length === 0) throw unavailable(`sent fewer ${collection} than it says there are`);
    }
    throw unavailable(`sent more ${collection} than a district has`);
  }

  private async get(url: string, mayBeWithheld: boolean): Promise<Response | undefined> {
    for (let attempt = 1; ; attempt += 1) {
      const response = await this.once(url);
      if (response?.ok) return response;
      if (mayBeWithheld && response && withheld.has(response.status)) return undefined;
      const maySucceedLater = !response || response.status === 429 || response.status >= 500;
      if (!maySucceedLater || attempt >= attemptsMax)
        throw unavailable(response ? `answered ${response.status}` : 'does not answer');
      await pause(waitMs(response, attempt));
    }
  }

  private async once(url: string): Promise<Response | undefined> {
    const token = await this.tokens.current().catch(() => {
      throw unavailable('gives no access token');
    });
    try {
      return await fetch(url, {
        headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
    } catch {
      return undefined;
    }
  }
}
