export interface Visit {
  readonly status: number;
  readonly url: string;
  readonly headers: Headers;
  readonly text: string;
  // Its shape is what a spec checks.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
}

interface Cookie {
  readonly value: string;
  readonly path: string;
  readonly attributes: string;
}

/** A browser as far as cookies and redirects go: one jar, cookies by path, one host whatever the port. */
export class Browser {
  readonly jar = new Map<string, Cookie>();

  /** Goes where redirects lead, at most ten times. `followed` false stops at the first answer. */
  async visit(url: string, request: RequestInit = {}, followed = true): Promise<Visit> {
    let [address, sent] = [url, request];
    for (let hops = 0; hops < 10; hops += 1) {
      const answer = await this.once(address, sent);
      const location = answer.headers.get('location');
      if (!followed || location === null) return answer;
      [address, sent] = [new URL(location, address).href, {}];
    }
    throw new Error(`${url} redirects without end`);
  }

  /** Chooses a person on the sample sign-in. */
  async signIn(portalUrl: string, username: string, query = ''): Promise<Visit> {
    const chooser = await this.visit(`${portalUrl}/sign-in${query}`);
    return this.visit(chooser.url, { method: 'POST', body: new URLSearchParams({ login: username }) });
  }

  /** The token that pages send with changes. */
  async csrfToken(portalUrl: string): Promise<string> {
    return String((await this.visit(`${portalUrl}/session`)).body.csrfToken);
  }

  private async once(url: string, request: RequestInit): Promise<Visit> {
    const { pathname } = new URL(url);
    const cookie = [...this.jar]
      .filter(([, { path }]) => pathname.startsWith(path))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ');
    const headers = { ...(cookie && { cookie }), ...(request.headers as Record<string, string>) };
    const response = await fetch(url, { ...request, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) this.keep(line);
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, url, headers: response.headers, text, body: isJson ? JSON.parse(text) : text };
  }

  private keep(line: string): void {
    const [, name, value, attributes] = /^([^=]+)=([^;]*);?(.*)$/.exec(line)!;
    const expired = /max-age=0\b/i.test(attributes!) || /expires=Thu, 01 Jan 1970/i.test(attributes!);
    if (expired || value === '') this.jar.delete(name!);
    else
      this.jar.set(name!, {
        value: value!,
        path: /path=([^;]+)/i.exec(attributes!)?.[1] ?? '/',
        attributes: attributes!,
      });
  }
}
