import http from 'node:http';
import type { AddressInfo } from 'node:net';

type Item = Record<string, unknown>;

export interface StandingProvider {
  readonly settings: { url: string; tokenUrl: string; clientId: string; clientSecret: string };
  readonly collections: Record<string, Item[]>;
  /** Each request as `collection filter offset`, in order. */
  readonly asked: string[];
  /** How many of the next requests are answered with this status. */
  fail(status: number, times: number): void;
  /** Leaves the last items of every collection out, while it still counts them. */
  cutShort: boolean;
  /** Says nothing of how many there are. */
  uncounted: boolean;
  /** Names the next page by a link that only it understands, and does not say how many there are. */
  linked: boolean;
  /** Where links lead; the provider itself when undefined. */
  linksTo: string | undefined;
  /** After so many requests a token is refused, however long it was to live. */
  requestsPerToken: number;
  /** How many tokens it has given. */
  tokens: number;
  /** What it answers when it is busy. */
  retryAfter: string;
  /** A collection that the district may not have. */
  withheld: string | undefined;
  close(): Promise<void>;
}

const pageMax = 3;

/** Speaks the wire format of a OneRoster 1.2 REST provider: client credentials, `limit` and `offset` with its own maximum, `filter`, `X-Total-Count`. */
export async function standingProvider(collections: Record<string, Item[]>): Promise<StandingProvider> {
  const asked: string[] = [];
  let failing = { status: 500, times: 0 };
  const provider = {
    cutShort: false,
    uncounted: false,
    withheld: undefined as string | undefined,
    linked: false,
    linksTo: undefined as string | undefined,
    requestsPerToken: Infinity,
    tokens: 0,
    retryAfter: '0',
  };
  let uses = 0;
  const server = http.createServer((request, response) => {
    const url = new URL(request.url!, 'http://provider');
    const json = (status: number, body: object, headers: http.OutgoingHttpHeaders = {}): void => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
    };
    if (url.pathname === '/token') {
      const isKnown = request.headers.authorization === `Basic ${Buffer.from('district:secret').toString('base64')}`;
      if (!isKnown) return json(401, { error: 'invalid_client' });
      provider.tokens += 1;
      uses = 0;
      return json(200, { access_token: `token-${provider.tokens}`, token_type: 'Bearer', expires_in: 3600 });
    }
    uses += 1;
    if (request.headers.authorization !== `Bearer token-${provider.tokens}` || uses > provider.requestsPerToken)
      return json(401, {});
    if (failing.times > 0) {
      failing.times -= 1;
      return json(failing.status, {}, { 'retry-after': provider.retryAfter });
    }
    const name = url.pathname.slice('/ims/oneroster/rostering/v1p2/'.length);
    if (name === provider.withheld) return json(403, {});
    const filter = url.searchParams.get('filter') ?? '';
    const offset = Number(url.searchParams.get('after') ?? url.searchParams.get('offset'));
    const limit = Math.min(Number(url.searchParams.get('limit')), pageMax);
    asked.push(`${name} ${filter} ${offset}`);
    const since = /^dateLastModified>'(.+)'$/.exec(filter)?.[1];
    const found = (collections[name] ?? []).filter((item) =>
      since === undefined
        ? filter === `status='active'` && item['status'] === 'active'
        : String(item['dateLastModified']) > since,
    );
    const shown = provider.cutShort ? found.slice(0, -1) : found;
    const counted = provider.uncounted || provider.linked ? {} : { 'x-total-count': String(found.length) };
    const here = `${provider.linksTo ?? `http://${request.headers.host}`}${url.pathname}`;
    const isLast = offset + limit >= found.length;
    const next = new URLSearchParams({ limit: '3', filter, after: String(offset + limit) }).toString();
    const link = provider.linked
      ? { link: `<${here}?offset=0>; rel="first"${isLast ? '' : `, <${here}?${next}>; rel="next"`}` }
      : {};
    json(200, { [name]: shown.slice(offset, offset + limit) }, { ...counted, ...link });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(provider, {
    settings: {
      url: `http://127.0.0.1:${port}/ims/oneroster/rostering/v1p2`,
      tokenUrl: `http://127.0.0.1:${port}/token`,
      clientId: 'district',
      clientSecret: 'secret',
    },
    collections,
    asked,
    fail: (status: number, times: number) => {
      failing = { status, times };
    },
    close: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  });
}
