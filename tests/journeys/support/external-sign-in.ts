import { createHash, randomBytes } from 'node:crypto';

const redirectUri = 'https://sightline.example/callback';

/** A browser as far as signing in needs one: it keeps cookies and follows redirects by hand. */
class Browser {
  private readonly cookies = new Map<string, string>();

  async go(
    url: string,
    form?: Record<string, string>,
  ): Promise<{ url: string; location: string | null; page: string }> {
    const response = await fetch(url, {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form ? { body: new URLSearchParams(form) } : {}),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!.slice(1);
      this.cookies.set(name!, value!);
    }
    const location = response.headers.get('location');
    return { url, location: location && new URL(location, url).href, page: await response.text() };
  }
}

export interface ExternalProvider {
  readonly issuer: string;
}

/**
 * Signs a person in at the external provider as a browser does: authorization code with PKCE, the login typed, consent given.
 * @returns the access token
 */
export async function signInAt(
  { issuer }: ExternalProvider,
  login: string,
  { clientId = 'sightline', resource }: { readonly clientId?: string; readonly resource?: string } = {},
): Promise<string> {
  const browser = new Browser();
  const verifier = randomBytes(32).toString('base64url');
  const query = new URLSearchParams({
    ...{ client_id: clientId, response_type: 'code', scope: 'openid', redirect_uri: redirectUri },
    ...{ code_challenge_method: 'S256', code_challenge: createHash('sha256').update(verifier).digest('base64url') },
    ...(resource === undefined ? {} : { resource }),
  });
  let at = await browser.go(`${issuer}/auth?${query}`);
  while (at.location?.startsWith(redirectUri) !== true) {
    if (at.location) at = await browser.go(at.location);
    else if (at.page.includes('value="login"'))
      at = await browser.go(at.url, { prompt: 'login', login, password: 'any' });
    else if (at.page.includes('value="consent"')) at = await browser.go(at.url, { prompt: 'consent' });
    else throw new Error(`the provider showed neither a login nor a consent: ${at.page.slice(0, 2_000)}`);
  }
  const code = new URL(at.location).searchParams.get('code');
  if (code === null) throw new Error(`no code: ${at.location}`);
  return tokenOf(issuer, clientId, {
    ...{ grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier },
    ...(resource === undefined ? {} : { resource }),
  });
}

/** An access token of the external provider for a machine of its own. */
export const robotTokenOf = ({ issuer }: ExternalProvider): Promise<string> =>
  tokenOf(issuer, 'robot', { grant_type: 'client_credentials', scope: 'roster internal operations' });

const tokenOf = async (issuer: string, clientId: string, form: Record<string, string>): Promise<string> => {
  const basic = Buffer.from(`${clientId}:secret-of-${clientId}`).toString('base64');
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}` },
    body: new URLSearchParams(form),
  });
  const answer = (await response.json()) as { access_token?: string };
  if (answer.access_token === undefined) throw new Error(`no token: ${response.status} ${JSON.stringify(answer)}`);
  return answer.access_token;
};
