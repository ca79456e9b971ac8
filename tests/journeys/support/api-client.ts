export interface ApiAnswer {
  readonly status: number;
  // What the answer holds is what a test is about.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
  readonly headers: Headers;
}

const timeoutMs = 30_000;

/** Somebody who is signed in and speaks to the public entrance. */
export class ApiClient {
  constructor(
    private readonly baseUrl: string,
    private readonly token: string,
  ) {}

  /** A person of the roster, by the sample sign-in. */
  static async person(baseUrl: string, username: string): Promise<ApiClient> {
    const form = { grant_type: 'urn:sightline:grant:sample-person', username };
    return new ApiClient(baseUrl, await fetchToken(baseUrl, form, {}));
  }

  /** A machine client, with all of its scopes. */
  static async machine(baseUrl: string, { id, secret }: { id: string; secret: string }): Promise<ApiClient> {
    const basic = Buffer.from(`${id}:${secret}`).toString('base64');
    const headers = { authorization: `Basic ${basic}` };
    return new ApiClient(baseUrl, await fetchToken(baseUrl, { grant_type: 'client_credentials' }, headers));
  }

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<ApiAnswer> {
    return this.send(path, { method: 'GET', headers });
  }

  /** @param body JSON, or a zip as a buffer */
  post(path: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<ApiAnswer> {
    const zip = body instanceof Uint8Array;
    return this.send(path, {
      method: 'POST',
      headers: { 'content-type': zip ? 'application/zip' : 'application/json', ...headers },
      body: zip ? new Uint8Array(body) : JSON.stringify(body),
    });
  }

  /** Every item of a list, page by page. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  async all(path: string): Promise<any[]> {
    const items = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const query = `${path.includes('?') ? '&' : '?'}limit=200${cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
      const { status, body } = await this.get(`${path}${query}`);
      if (status !== 200) throw new Error(`GET ${path} answered ${status}: ${JSON.stringify(body)}`);
      items.push(...body.items);
      cursor = body.next;
    }
    return items;
  }

  private async send(path: string, request: RequestInit): Promise<ApiAnswer> {
    const response = await fetch(`${this.baseUrl}${path}`, {
      ...request,
      headers: { ...(request.headers as Record<string, string>), authorization: `Bearer ${this.token}` },
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : text,
      headers: response.headers,
    };
  }
}

const fetchToken = async (
  baseUrl: string,
  form: Record<string, string>,
  headers: Record<string, string>,
): Promise<string> => {
  const response = await fetch(`${baseUrl}/oidc/token`, {
    method: 'POST',
    headers,
    body: new URLSearchParams(form),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`no token for ${form['username'] ?? 'the machine'}: ${response.status} ${text}`);
  return (JSON.parse(text) as { access_token: string }).access_token;
};
