import { setTimeout as pause } from 'node:timers/promises';
import type { ClientTokens, Clock } from '@sightline/service-kit';
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

/** How long the provider asks to wait, in seconds or until a date; a little longer each time when it does not say. */
const waitMs = (response: Response | undefined, attempt: number, now: Date): number => {
  const word = response?.headers.get('retry-after') ?? '';
  const asked = /^\d+$/.test(word) ? Number(word) * 1_000 : Date.parse(word) - now.getTime();
  return Math.min(Number.isFinite(asked) ? Math.max(asked, 0) : 250 * 2 ** attempt, waitMsMax);
};

/** The address of the next page in a Link header (RFC 8288); null when it names others and no next. */
const nextIn = (link: string | null, from: string): URL | null | undefined => {
  if (link === null) return undefined;
  const next = link.match(/<[^>]*>[^<]*/g)?.find((each) => /;\s*rel\s*=\s*"?next"?(?:[\s,;]|$)/i.test(each));
  return next === undefined ? null : new URL(next.slice(1, next.indexOf('>')), from);
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
    private readonly tokens: Pick<ClientTokens, 'current' | 'refused'>,
    private readonly clock: Clock,
  ) {}

  /** @throws RosterBundleUnreadable when the provider does not answer, or answers less than it says it has */
  async *pages(
    collection: string,
    { filter, fields, mayBeWithheld = false }: AskedPages,
  ): AsyncGenerator<readonly ProviderItem[]> {
    let offset = 0;
    let linked: URL | null | undefined;
    while (offset < itemsMax) {
      const query = new URLSearchParams({
        limit: String(itemsPerPage),
        offset: String(offset),
        sort: 'sourcedId',
        orderBy: 'asc',
        filter,
        fields: fields.join(','),
      });
      const asked = linked?.href ?? `${this.url}/${collection}?${query.toString()}`;
      const response = await this.get(asked, mayBeWithheld);
      if (!response) return;
      const body = (await response.json().catch(() => undefined)) as Record<string, unknown> | undefined;
      const items = body?.[collection];
      if (!Array.isArray(items)) throw unavailable(`sent no list of ${collection}`);
      yield items as ProviderItem[];
      offset += items.length;
      const total = Number(response.headers.get('x-total-count') ?? NaN);
      linked = this.ours(nextIn(response.headers.get('link'), asked));
      // A provider may give fewer than were asked for. Without a total the end is a page that links to no next one, or, without links, an empty page.
      const isLast = Number.isFinite(total) ? offset >= total : items.length === 0 || linked === null;
      if (isLast) return;
      if (items.length === 0) throw unavailable(`sent fewer ${collection} than it says there are`);
    }
    throw unavailable(`sent more ${collection} than a district has`);
  }

  /** The token goes to no other place than the district named. @throws RosterBundleUnreadable */
  private ours(next: URL | null | undefined): URL | null | undefined {
    if (next && !next.href.startsWith(`${this.url}/`)) throw unavailable('links to a next page at another address');
    return next;
  }

  private async get(url: string, mayBeWithheld: boolean): Promise<Response | undefined> {
    for (let attempt = 1; ; attempt += 1) {
      const token = await this.tokens.current().catch(() => {
        throw unavailable('gives no access token');
      });
      const response = await this.once(url, token);
      if (response?.ok) return response;
      if (mayBeWithheld && response && withheld.has(response.status)) return undefined;
      if (response?.status === 401 && attempt === 1) {
        // Tokens may end sooner than they said, in the middle of a long pull.
        this.tokens.refused(token);
        continue;
      }
      const maySucceedLater = !response || response.status === 429 || response.status >= 500;
      if (!maySucceedLater || attempt >= attemptsMax)
        throw unavailable(response ? `answered ${response.status}` : 'does not answer');
      await pause(waitMs(response, attempt, this.clock.now()));
    }
  }

  private async once(url: string, token: string): Promise<Response | undefined> {
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
