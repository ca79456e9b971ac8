import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { AccessTokenVerifier, keysOf, systemClock } from '@sightline/service-kit';
import { testClock, testDatabase, type TestDatabase } from '@sightline/testing';
import { Browser } from '../testing/browser.js';
import { foreignClient, runForeignProvider } from '../testing/foreign-provider.js';
import { freePort, newKeyFolder, principal, runPortal, smallRoster } from '../testing/running-portal.js';

describe('signing in at a provider of the district', () => {
  const { reader } = smallRoster();
  const clock = testClock(new Date());
  let database: TestDatabase;
  let keyFolder: Awaited<ReturnType<typeof newKeyFolder>>;
  let provider: Awaited<ReturnType<typeof runForeignProvider>>;
  let portal: Awaited<ReturnType<typeof runPortal>>;

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
    keyFolder = await newKeyFolder();
    provider = await runForeignProvider(principal.username);
    const { issuer, publicKeys } = provider;
    const { id: clientId, secret: clientSecret, audience } = foreignClient;
    portal = await runPortal({
      ...{ databaseUrl: database.url, clock, reader, keyFolder: keyFolder.folder, port: await freePort() },
      external: {
        provider: { kind: 'external', issuer, clientId, clientSecret, scope: 'openid profile', resource: audience },
        tokens: new AccessTokenVerifier({
          ...{ issuer, audience, clientId, clock: systemClock, keys: keysOf(publicKeys), bearers: 'people' },
          roster: { claim: 'preferred_username', find: (login) => reader.find(login) },
        }),
      },
    });
  });

  afterAll(async () => {
    await portal?.stop();
    await provider?.stop();
    await keyFolder?.remove();
    await database?.drop();
  });

  afterEach(() => {
    Object.assign(provider.lies, { nonce: false, issuer: false, signature: false, down: false });
    clock.moveTo(new Date());
  });

  const signedIn = async (): Promise<Browser> => {
    const browser = new Browser();
    await browser.visit(`${portal.url}/sign-in?returnTo=/tasks`);
    return browser;
  };
  const me = (browser: Browser) => browser.visit(`${portal.url}/api/v1/echo`);

  it('finds the provider, proves the code and opens a session for the person whom the token means', async () => {
    const browser = new Browser();
    const arrived = await browser.visit(`${portal.url}/sign-in?returnTo=/tasks`);
    expect(arrived).toMatchObject({ status: 200, url: `${portal.url}/tasks` });
    expect(await me(browser)).toMatchObject({ status: 200, body: { personId: principal.personId } });
    expect(Object.fromEntries(provider.asked()!)).toMatchObject({
      ...{ client_id: foreignClient.id, response_type: 'code', code_challenge_method: 'S256' },
      ...{ scope: 'openid profile', resource: foreignClient.audience, redirect_uri: `${portal.url}/callback` },
    });
  });

  it('ends with a token that cannot be renewed', async () => {
    const browser = await signedIn();
    clock.advance({ minutes: 9 });
    expect((await me(browser)).status).toBe(200);
    clock.advance({ minutes: 1 });
    expect(await me(browser)).toMatchObject({ status: 401, body: { type: 'urn:sightline:problem:session-over' } });
  });

  it('signs out there too', async () => {
    const browser = await signedIn();
    const headers = { 'x-csrf-token': await browser.csrfToken(portal.url) };
    const { body } = await browser.visit(`${portal.url}/sign-out`, { method: 'POST', headers });
    const goTo = new URL(body.goTo);
    expect(goTo.origin + goTo.pathname).toBe(`${provider.issuer}/end`);
    expect(goTo.searchParams.get('post_logout_redirect_uri')).toBe(`${portal.url}/`);
    expect(goTo.searchParams.get('id_token_hint')).toMatch(/^ey/);
    expect((await me(browser)).status).toBe(401);
  });

  it.each(['nonce', 'issuer', 'signature'] as const)('opens nothing for an ID token with another %s', async (lie) => {
    provider.lies[lie] = true;
    const browser = new Browser();
    expect(await browser.visit(`${portal.url}/sign-in`)).toMatchObject({ status: 400 });
    expect(browser.jar.has('sightline')).toBe(false);
  });

  it('says that sign-in is not possible while the provider is down', async () => {
    provider.lies.down = true;
    const browser = new Browser();
    expect(await browser.visit(`${portal.url}/sign-in`)).toMatchObject({ status: 503 });
    expect(browser.jar.has('sightline')).toBe(false);
  });
});
