import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  AccessTokenVerifier,
  CurrentCaller,
  HealthRegistry,
  Scopes,
  createHttpApplication,
} from '@sightline/service-kit';
import { keysAt, systemClock } from '@sightline/service-kit';
import type { Caller } from '@sightline/service-kit';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { pino } from 'pino';
import { apiAudience, createBuiltInProvider } from './built-in-provider.js';
import type { BuiltInProvider } from './built-in-provider.js';
import { openKeyFolder } from './key-folder.js';
import { mountBuiltInProvider } from './mount-built-in-provider.js';
import type { SignInPeople, SignInPerson } from './sign-in-people.js';

const principal: SignInPerson = {
  personId: '0193b2c4-0000-7000-8000-000000000001',
  sourcedId: 'T-1',
  username: 'p.principal',
  displayName: 'Pat <b>Principal</b>',
  roles: ['Principal'],
};
const crowd = Array.from({ length: 60 }, (_, index) => ({
  personId: `0193b2c4-0000-7000-8000-0000000001${String(index).padStart(2, '0')}`,
  sourcedId: `S-${index}`,
  username: `student${index}`,
  displayName: `Student ${index}`,
  roles: [],
}));
const roster = new Map([principal, ...crowd].map((person) => [person.personId, person]));
const people: SignInPeople = {
  find: async (login) =>
    [...roster.values()].find(({ username, sourcedId }) =>
      [username, sourcedId, `${username}@district.example`].includes(login),
    ),
  byId: async (personId) => roster.get(personId),
  search: async (query, limit) =>
    [...roster.values()].filter((person) => person.displayName.includes(query)).slice(0, limit),
};

@Controller('who')
class WhoController {
  @Get()
  @Scopes('roster')
  who(@CurrentCaller() caller: Caller): Caller {
    return caller;
  }
}
class WhoModule {}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });

const failures: unknown[] = [];
const running: NestFastifyApplication[] = [];
const folders: string[] = [];

const start = async (sampleGrant: boolean, folder: string) => {
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  const keys = await openKeyFolder(folder);
  const provider = await createBuiltInProvider({
    publicUrl,
    keys,
    people,
    sampleGrant,
    clients: [{ clientId: 'district-it', scopes: ['roster', 'operations'] }],
    onFailure: (error) => failures.push(error),
  });
  const tokens = new AccessTokenVerifier({
    issuer: provider.issuer,
    audience: apiAudience,
    keys: keysAt(provider.jwksUrl),
    clock: systemClock,
  });
  const application = await createHttpApplication({
    title: 'Sign-in',
    modules: [{ module: WhoModule, controllers: [WhoController] }],
    logger: pino({ level: 'silent' }),
    clock: systemClock,
    health: new HealthRegistry(),
    tokens,
  });
  await mountBuiltInProvider(application.getHttpAdapter().getInstance(), provider);
  await application.listen(port, '127.0.0.1');
  running.push(application);
  return { application, publicUrl, provider, tokens, secret: await keys.machineSecret('district-it') };
};

let folder: string;
let publicUrl: string;
let secret: string;
let tokens: AccessTokenVerifier;
let provider: BuiltInProvider;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sign-in-'));
  folders.push(folder);
  ({ publicUrl, secret, tokens, provider } = await start(true, folder));
});
afterAll(async () => {
  for (const application of running) await application.close();
  for (const each of folders) await rm(each, { recursive: true });
});

interface TokenAnswer {
  access_token: string;
  id_token?: string;
  expires_in: number;
  token_type: string;
  scope?: string;
  error?: string;
  error_description?: string;
}
const requestToken = async (
  form: Record<string, string>,
  headers: Record<string, string> = {},
  origin = publicUrl,
): Promise<TokenAnswer & { status: number }> => {
  const response = await fetch(`${origin}/oidc/token`, { method: 'POST', body: new URLSearchParams(form), headers });
  return { status: response.status, ...((await response.json()) as TokenAnswer) };
};
const sample = (username: string) => ({ grant_type: 'urn:sightline:grant:sample-person', username });

/** A request with headers and a path that fetch would not send. */
const raw = (
  address: string,
  { method = 'GET', headers = {}, body = '' }: { method?: string; headers?: http.OutgoingHttpHeaders; body?: string },
) =>
  new Promise<{ status: number; type: string; text: string }>((resolve, reject) => {
    const [, port, asWritten] = /^http:\/\/127\.0\.0\.1:(\d+)(.*)$/.exec(address)!;
    const request = http.request({ host: '127.0.0.1', port, path: asWritten, method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () =>
        resolve({ status: response.statusCode!, type: response.headers['content-type'] ?? '', text }),
      );
    });
    request.on('error', reject).end(body);
  });

/** A browser as far as this needs one: cookies by path, redirects one by one. */
const browser = () => {
  const jar = new Map<string, { value: string; path: string }>();
  return async (address: string, init: RequestInit = {}): Promise<Response> => {
    const { pathname } = new URL(address);
    const cookie = [...jar]
      .filter(([, { path: cookiePath }]) => pathname.startsWith(cookiePath))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ');
    const response = await fetch(address, { ...init, redirect: 'manual', headers: { ...init.headers, cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [pair, ...attributes] = line.split('; ');
      const [name, value] = pair!.split('=') as [string, string];
      const at = attributes.find((attribute) => attribute.startsWith('path='))?.slice(5) ?? '/';
      expect(attributes.map((attribute) => attribute.toLowerCase())).toEqual(
        expect.arrayContaining(['httponly', 'samesite=lax']),
      );
      if (value === '') jar.delete(name);
      else jar.set(name, { value, path: at });
    }
    return response;
  };
};
const verifierOf = () => {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
};
const authorizationUrl = (challenge: string, changes: Record<string, string> = {}): string =>
  `${publicUrl}/oidc/auth?${new URLSearchParams({
    client_id: 'portal',
    response_type: 'code',
    redirect_uri: `${publicUrl}/callback`,
    scope: 'openid profile',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    state: 'state-1',
    nonce: 'nonce-1',
    ...changes,
  }).toString()}`;
const locationOf = (response: Response): string => new URL(response.headers.get('location')!, publicUrl).href;

describe('the sample-person grant', () => {
  it.each(['p.principal', 'T-1', 'p.principal@district.example'])('gives a token to %s', async (login) => {
    const answer = await requestToken(sample(login));
    expect(answer).toMatchObject({ status: 200, token_type: 'Bearer', expires_in: 3600 });
    expect(decodeProtectedHeader(answer.access_token)).toMatchObject({ alg: 'ES256', typ: 'at+jwt' });
    expect(decodeJwt(answer.access_token).aud).toBe(apiAudience);
    expect(await tokens.verify(answer.access_token)).toMatchObject({
      kind: 'person',
      personId: principal.personId,
      username: 'p.principal',
      sourcedId: 'T-1',
    });
  });

  it('opens the API to its bearer', async () => {
    const { access_token: token } = await requestToken(sample('p.principal'));
    const answer = await fetch(`${publicUrl}/who`, { headers: { authorization: `Bearer ${token}` } });
    expect(await answer.json()).toMatchObject({ kind: 'person', username: 'p.principal' });
    expect((await fetch(`${publicUrl}/who`)).status).toBe(401);
  });

  it('says plainly that nobody is called so', async () => {
    expect(await requestToken(sample('nobody'))).toMatchObject({
      status: 400,
      error: 'invalid_grant',
      error_description: 'nobody on the roster has this username, email or sourcedId',
    });
    for (const username of ['', ' ', 'x'.repeat(321)])
      expect(await requestToken(sample(username))).toMatchObject({ status: 400, error: 'invalid_request' });
  });

  it.each<[string, http.OutgoingHttpHeaders]>([
    ['through a proxy', { 'x-forwarded-for': '127.0.0.1' }],
    ['through a proxy that says so by the standard', { forwarded: 'for=127.0.0.1' }],
    ['under a name that only resolves to this computer', { host: 'rebinding.example' }],
  ])('is refused %s', async (_, headers) => {
    const answer = await raw(`${publicUrl}/oidc/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: new URLSearchParams(sample('p.principal')).toString(),
    });
    expect(answer).toMatchObject({ status: 403, type: expect.stringContaining('application/problem+json') });
  });

  it('is refused where nobody has looked at where the request comes from', async () => {
    const handle = provider.provider.callback();
    const bare = http.createServer((request, response) => void handle(request, response)).listen(0, '127.0.0.1');
    await once(bare, 'listening');
    const { port } = bare.address() as net.AddressInfo;
    const form = new URLSearchParams({ ...sample('p.principal'), client_id: 'sample-scripts' });
    const answer = await fetch(`http://127.0.0.1:${port}/token`, { method: 'POST', body: form });
    expect(await answer.json()).toMatchObject({ error: 'access_denied' });
    bare.close();
  });

  it.each(['/oidc/%74oken', '/oidc/TOKEN', '/oidc//token', '/oidc/token/', '/oidc/x/../token', '/%6fidc/token'])(
    'has no other door: %s',
    async (door) => {
      const answer = await raw(`${publicUrl}${door}`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ ...sample('p.principal'), client_id: 'sample-scripts' }).toString(),
      });
      expect(answer.status).toBe(404);
      expect(answer.text).not.toContain('access_token"');
    },
  );

  it('is not for the clients of others, and refuses a body that is no form or too large', async () => {
    expect(await requestToken({ ...sample('p.principal'), client_id: 'portal' })).toMatchObject({ status: 400 });
    const json = { method: 'POST', body: JSON.stringify(sample('p.principal')) };
    const answer = await fetch(`${publicUrl}/oidc/token`, { ...json, headers: { 'content-type': 'application/json' } });
    expect(answer.status).toBe(400);
    const large = await fetch(`${publicUrl}/oidc/token`, { method: 'POST', body: 'x'.repeat(20_000) });
    expect(large.status).toBe(413);
  });
});

describe('client credentials', () => {
  const basic = (password: string) => ({
    authorization: `Basic ${Buffer.from(`district-it:${password}`).toString('base64')}`,
  });
  const grant = { grant_type: 'client_credentials' };

  it('give a machine all of its scopes, or those it asks for, and none of others', async () => {
    const all = await requestToken(grant, basic(secret));
    expect(await tokens.verify(all.access_token)).toStrictEqual({
      kind: 'client',
      clientId: 'district-it',
      scopes: ['roster', 'operations'],
    });
    const one = await requestToken({ ...grant, scope: 'roster webhooks' }, basic(secret));
    expect(await tokens.verify(one.access_token)).toMatchObject({ scopes: ['roster'] });
    const posted = await requestToken({ ...grant, client_id: 'district-it', client_secret: secret });
    expect(posted.status).toBe(200);
    const who = await fetch(`${publicUrl}/who`, { headers: { authorization: `Bearer ${one.access_token}` } });
    expect(who.status).toBe(200);
  });

  it('refuse a wrong secret, no secret, and another audience', async () => {
    expect(await requestToken(grant, basic('wrong'))).toMatchObject({ status: 401, error: 'invalid_client' });
    expect(await requestToken({ ...grant, client_id: 'district-it' })).toMatchObject({ status: 401 });
    expect(await requestToken({ ...grant, resource: 'urn:other:api' }, basic(secret))).toMatchObject({
      status: 400,
      error: 'invalid_target',
    });
  });
});

describe('the authorization code with PKCE', () => {
  const signIn = async () => {
    const visit = browser();
    const { verifier, challenge } = verifierOf();
    const asked = await visit(authorizationUrl(challenge));
    expect(asked.status).toBe(303);
    const pageUrl = locationOf(asked);
    expect(pageUrl).toContain(`${publicUrl}/oidc/interaction/`);
    const chosen = await visit(pageUrl, { method: 'POST', body: new URLSearchParams({ login: 'p.principal' }) });
    expect(chosen.status).toBe(303);
    const resumed = await visit(locationOf(chosen));
    const callback = new URL(locationOf(resumed));
    expect(callback.origin + callback.pathname).toBe(`${publicUrl}/callback`);
    expect(callback.searchParams.get('state')).toBe('state-1');
    return { visit, verifier, code: callback.searchParams.get('code')! };
  };
  const redeem = (code: string, verifier: string) =>
    requestToken({
      grant_type: 'authorization_code',
      client_id: 'portal',
      redirect_uri: `${publicUrl}/callback`,
      code,
      code_verifier: verifier,
    });

  it('signs a person in, with an access token for the API and an id token that is none', async () => {
    const { code, verifier } = await signIn();
    const answer = await redeem(code, verifier);
    expect(answer.status).toBe(200);
    expect(await tokens.verify(answer.access_token)).toMatchObject({
      kind: 'person',
      personId: principal.personId,
      username: 'p.principal',
    });
    expect(decodeJwt(answer.id_token!)).toMatchObject({
      sub: principal.personId,
      aud: 'portal',
      nonce: 'nonce-1',
      preferred_username: 'p.principal',
    });
    await expect(tokens.verify(answer.id_token!)).rejects.toMatchObject({ details: { status: 401 } });
  });

  it('redeems a code once, and only with its verifier', async () => {
    const first = await signIn();
    expect(await redeem(first.code, verifierOf().verifier)).toMatchObject({ status: 400, error: 'invalid_grant' });
    const second = await signIn();
    expect(await redeem(second.code, second.verifier)).toMatchObject({ status: 200 });
    expect(await redeem(second.code, second.verifier)).toMatchObject({ status: 400, error: 'invalid_grant' });
  });

  it('remembers who is signed in, until signed out', async () => {
    const { visit } = await signIn();
    const { challenge } = verifierOf();
    const again = await visit(authorizationUrl(challenge, { prompt: 'none' }));
    expect(new URL(locationOf(again)).searchParams.get('code')).toBeTruthy();
    const asked = await visit(`${publicUrl}/oidc/session/end`);
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(await asked.text())![1]!;
    const out = await visit(`${publicUrl}/oidc/session/end/confirm`, {
      method: 'POST',
      body: new URLSearchParams({ xsrf, logout: 'yes' }),
    });
    expect(out.status).toBe(303);
    const after = await visit(authorizationUrl(challenge, { prompt: 'none' }));
    expect(new URL(locationOf(after)).searchParams.get('error')).toBe('login_required');
  });

  it('refuses a request without PKCE, with another redirect address, or for an unknown client', async () => {
    const { challenge } = verifierOf();
    const without = authorizationUrl(challenge).replace(/&code_challenge[^&]*/g, '');
    expect(new URL(locationOf(await browser()(without))).searchParams.get('error')).toBe('invalid_request');
    for (const changes of [{ redirect_uri: 'https://evil.example/callback' }, { client_id: 'unknown' }]) {
      const answer = await browser()(authorizationUrl(challenge, changes), { headers: { accept: 'text/html' } });
      expect(answer.status).toBe(400);
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    }
  });

  it('shows a page that says what it is, lists people with their names escaped, searches, and needs no script', async () => {
    const visit = browser();
    const pageUrl = locationOf(await visit(authorizationUrl(verifierOf().challenge)));
    const shown = await visit(pageUrl);
    expect(shown.headers.get('content-security-policy')).toContain("default-src 'none'");
    const text = await shown.text();
    expect(text).toContain('asks for no password');
    expect(text).toContain('Pat &lt;b&gt;Principal&lt;/b&gt;');
    expect(text).not.toContain('<script');
    expect(text).toContain('More people match');
    const search = await (await visit(`${pageUrl}?search=${encodeURIComponent('"><i>')}`)).text();
    expect(search).toContain('value="&quot;&gt;&lt;i&gt;"');
    expect(search).toContain('Nobody matches');
    const unknown = await visit(pageUrl, { method: 'POST', body: new URLSearchParams({ login: '<nobody>' }) });
    expect(unknown.status).toBe(422);
    expect(await unknown.text()).toContain('“&lt;nobody&gt;”');
  });

  it("signs nobody in without the page's own cookie", async () => {
    const visit = browser();
    const pageUrl = locationOf(await visit(authorizationUrl(verifierOf().challenge)));
    const forged = await fetch(pageUrl, { method: 'POST', body: new URLSearchParams({ login: 'p.principal' }) });
    expect(forged.status).toBe(400);
    expect(await forged.text()).toContain('has expired');
  });

  it("signs nobody in on another page's address with its own cookie", async () => {
    const first = await fetch(authorizationUrl(verifierOf().challenge), { redirect: 'manual' });
    const second = await fetch(authorizationUrl(verifierOf().challenge), { redirect: 'manual' });
    const cookie = first.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    const body = new URLSearchParams({ login: 'p.principal' });
    const crossed = await fetch(locationOf(second), { method: 'POST', body, headers: { cookie }, redirect: 'manual' });
    expect(crossed.status).toBe(400);
    const own = await fetch(locationOf(first), { method: 'POST', body, headers: { cookie }, redirect: 'manual' });
    expect(own.status).toBe(303);
  });

  it('is refused to requests that are not from this computer', async () => {
    const address = authorizationUrl(verifierOf().challenge);
    const answer = await raw(address, { headers: { 'x-forwarded-for': '192.0.2.1' } });
    expect(answer).toMatchObject({ status: 403, type: expect.stringContaining('application/problem+json') });
  });
});

describe('the provider', () => {
  it('describes itself under its own address, whatever host a request names', async () => {
    const answer = await raw(`${publicUrl}/oidc/.well-known/openid-configuration`, {
      headers: { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' },
    });
    const description = JSON.parse(answer.text) as Record<string, string>;
    expect(answer.text).not.toContain('evil.example');
    expect(description).toMatchObject({ issuer: `${publicUrl}/oidc`, jwks_uri: `${publicUrl}/oidc/jwks` });
  });

  it('publishes no private key', async () => {
    const { keys } = (await (await fetch(`${publicUrl}/oidc/jwks`)).json()) as { keys: object[] };
    expect(keys).toHaveLength(1);
    expect(Object.keys(keys[0]!)).not.toContain('d');
    expect(Object.keys(provider.options.keys.publicKeys.keys[0]!)).not.toContain('d');
  });

  it('keeps its keys readable by their owner only, and keeps them over a restart', async () => {
    for (const file of await readdir(folder)) expect((await stat(path.join(folder, file))).mode & 0o777).toBe(0o600);
    const first = await openKeyFolder(folder);
    const second = await openKeyFolder(folder);
    expect(second.signingKeys).toStrictEqual(first.signingKeys);
    expect(second.cookieKeys).toStrictEqual(first.cookieKeys);
    expect(await second.machineSecret('district-it')).toBe(secret);
    expect(() => first.machineSecret('../signing-keys')).toThrow(TypeError);
  });

  it('makes one set of keys when two processes start at once', async () => {
    const fresh = await mkdtemp(path.join(os.tmpdir(), 'sign-in-'));
    folders.push(fresh);
    const opened = await Promise.all(Array.from({ length: 8 }, () => openKeyFolder(fresh)));
    expect(new Set(opened.map(({ signingKeys }) => JSON.stringify(signingKeys))).size).toBe(1);
    expect(await readdir(fresh)).toHaveLength(2);
  });

  it('gives no token to somebody who has left the roster', async () => {
    const leaver = crowd[0]!;
    const find = people.find.bind(people);
    people.find = async (login) => (login === 'left' ? leaver : find(login));
    roster.delete(leaver.personId);
    expect(await requestToken(sample('left'))).toMatchObject({ status: 400, error: 'invalid_grant' });
    people.find = find;
  });
});

describe('without the sample grant', () => {
  it('machines sign in and people do not', async () => {
    const other = await mkdtemp(path.join(os.tmpdir(), 'sign-in-'));
    folders.push(other);
    const closed = await start(false, other);
    const machine = { grant_type: 'client_credentials', client_id: 'district-it', client_secret: closed.secret };
    expect(await requestToken(machine, {}, closed.publicUrl)).toMatchObject({ status: 200 });
    expect(await requestToken(sample('p.principal'), {}, closed.publicUrl)).toMatchObject({
      status: 400,
      error: 'unsupported_grant_type',
    });
    const asked = await fetch(authorizationUrl(verifierOf().challenge).replace(publicUrl, closed.publicUrl));
    expect(asked.status).toBe(403);
  });
});

it('nothing of all this failed inside', () => {
  expect(failures).toStrictEqual([]);
});
