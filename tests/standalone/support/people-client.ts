export interface Answer {
  readonly status: number;
  // What the answer holds is what a test is about.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
}

/** Talks to a running Sightline as a person or a machine would: over HTTP, with a token. */
export class PeopleClient {
  private readonly tokens = new Map<string, Promise<string>>();

  constructor(private readonly baseUrl: string) {}

  get(username: string, path: string): Promise<Answer> {
    return this.send(username, 'GET', path, undefined, {});
  }

  post(
    username: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    return this.send(username, 'POST', path, body, headers);
  }

  /** Signs in as anybody on the roster (sample mode). */
  personToken(username: string): Promise<string> {
    return this.remembered(username, { grant_type: 'urn:sightline:grant:sample-person', username }, {});
  }

  machineToken(clientId: string, secret: string): Promise<string> {
    const authorization = `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`;
    return this.remembered(`client ${clientId}`, { grant_type: 'client_credentials' }, { authorization });
  }

  async importRoster(clientId: string, secret: string, bundle: Buffer): Promise<Answer> {
    const token = await this.machineToken(clientId, secret);
    const response = await fetch(`${this.baseUrl}/api/v1/roster/imports`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/zip' },
      body: new Uint8Array(bundle),
    });
    return { status: response.status, body: await response.json() };
  }

  private remembered(key: string, form: Record<string, string>, headers: Record<string, string>): Promise<string> {
    let token = this.tokens.get(key);
    if (!token) {
      token = this.token(form, headers);
      this.tokens.set(key, token);
    }
    return token;
  }

  private async token(form: Record<string, string>, headers: Record<string, string>): Promise<string> {
    const response = await fetch(`${this.baseUrl}/oidc/token`, {
      method: 'POST',
      headers,
      body: new URLSearchParams(form),
    });
    const body = (await response.json()) as { access_token?: string; error_description?: string };
    if (!body.access_token) throw new Error(`no token: ${response.status} ${body.error_description ?? ''}`);
    return body.access_token;
  }

  private async send(
    username: string,
    method: string,
    path: string,
    body: unknown,
    headers: Readonly<Record<string, string>>,
  ): Promise<Answer> {
    const response = await fetch(`${this.baseUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await this.personToken(username)}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  }
}
