import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openServiceDatabase, type ServiceDatabase } from '@sightline/service-kit';
import { testClock, testDatabase, type TestDatabase } from '@sightline/testing';
import { Browser } from '../testing/browser.js';
import { freePort, newKeyFolder, principal, runPortal, smallRoster } from '../testing/running-portal.js';

describe('sessions', () => {
  const roster = smallRoster();
  const clock = testClock(new Date());
  let database: TestDatabase;
  let keyFolder: Awaited<ReturnType<typeof newKeyFolder>>;
  let portal: Awaited<ReturnType<typeof runPortal>>;
  let replica: Awaited<ReturnType<typeof runPortal>>;
  let rows: ServiceDatabase;
  let browser: Browser;

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
    keyFolder = await newKeyFolder();
    const shared = { databaseUrl: database.url, clock, reader: roster.reader, keyFolder: keyFolder.folder };
    portal = await runPortal({ ...shared, port: await freePort() });
    replica = await runPortal({ ...shared, port: await freePort(), publicUrl: portal.url });
    rows = await openServiceDatabase({
      ...{ url: database.url, applicationName: 'spec', poolSizeMax: 2, entities: [], migrations: [] },
    });
  });

  afterAll(async () => {
    await rows?.close();
    await replica?.stop();
    await portal?.stop();
    await keyFolder?.remove();
    await database?.drop();
  });

  beforeEach(() => {
    clock.moveTo(new Date());
    browser = new Browser();
  });

  const me = (from = portal, other = browser) => other.visit(`${from.url}/api/v1/echo`);
  const change = async (headers: Record<string, string>, from = portal) =>
    browser.visit(`${from.url}/api/v1/echo`, { method: 'POST', headers });
  const minutesLater = (minutes: number): void => clock.advance({ minutes });
  const stored = async (): Promise<number> =>
    Number((await rows.pool.query<{ count: string }>('select count(*) from sessions')).rows[0]!.count);

  describe('signing in and out', () => {
    it('opens a session that stands for the person on the API, on every replica', async () => {
      expect(await me()).toMatchObject({ status: 401 });
      const arrived = await browser.signIn(portal.url, principal.username, '?returnTo=/tasks/0193');
      expect(arrived).toMatchObject({ status: 200, url: `${portal.url}/tasks/0193` });
      expect(await me()).toMatchObject({ status: 200, body: { kind: 'person', personId: principal.personId } });
      expect(await me(replica)).toMatchObject({ status: 200, body: { personId: principal.personId } });
    });

    it('keeps the session in a cookie that no script reads and no other site sends', async () => {
      await browser.signIn(portal.url, principal.username);
      const { attributes, path } = browser.jar.get('sightline')!;
      expect(attributes).toMatch(/HttpOnly/i);
      expect(attributes).toMatch(/SameSite=Lax/i);
      expect(attributes).not.toMatch(/Domain=/i);
      expect(path).toBe('/');
    });

    it('ends it for all replicas at once', async () => {
      await browser.signIn(portal.url, principal.username);
      const kept = browser.jar.get('sightline')!;
      const token = await browser.csrfToken(portal.url);
      const left = await browser.visit(`${portal.url}/sign-out`, {
        method: 'POST',
        headers: { 'x-csrf-token': token },
      });
      expect(left).toMatchObject({ status: 200, body: { goTo: '/' } });
      expect(browser.jar.has('sightline')).toBe(false);
      browser.jar.set('sightline', kept);
      expect(await me(replica)).toMatchObject({ status: 401, body: { type: 'urn:sightline:problem:session-over' } });
    });

    it('asks anew who it is after signing out', async () => {
      await browser.signIn(portal.url, principal.username);
      const chooser = await browser.visit(`${portal.url}/sign-in`);
      expect(chooser).toMatchObject({ status: 200, text: expect.stringContaining('Choose who you are') });
    });
  });

  it('begins at one replica, ends at another and is renewed by a third request to either', async () => {
    const chooser = await browser.visit(`${portal.url}/sign-in?returnTo=/tasks`);
    const login = { method: 'POST', body: new URLSearchParams({ login: principal.username }) };
    let answer = await browser.visit(chooser.url.replace(portal.url, replica.url), login, false);
    while (!answer.headers.get('location')!.includes('/callback'))
      answer = await browser.visit(new URL(answer.headers.get('location')!, portal.url).href, {}, false);
    const callback = new URL(answer.headers.get('location')!, portal.url);
    expect(await browser.visit(`${replica.url}${callback.pathname}${callback.search}`, {}, false)).toMatchObject({
      status: 303,
    });
    for (const each of [portal, replica, portal]) {
      expect(await me(each)).toMatchObject({ status: 200, body: { personId: principal.personId } });
      minutesLater(59);
    }
  });

  it('keeps in the database nothing that opens anything', async () => {
    await browser.signIn(portal.url, principal.username);
    const { rows: records } = await rows.pool.query<{ kind: string; text: string }>(
      'select kind, payload::text as text from provider_records',
    );
    expect(new Set(records.map(({ kind }) => kind))).toContain('RefreshToken');
    expect(records.filter(({ kind, text }) => kind !== 'Session' && /"jti"/.test(text))).toEqual([]);
  });

  describe('the end', () => {
    it('comes after an hour without use, and what a page asks by itself is no use', async () => {
      await browser.signIn(portal.url, principal.username);
      minutesLater(50);
      expect((await browser.visit(`${portal.url}/api/v1/echo`, { headers: { 'x-background': '1' } })).status).toBe(200);
      minutesLater(9);
      expect((await me()).status).toBe(200);
      minutesLater(59);
      expect((await me()).status).toBe(200);
      minutesLater(60);
      expect((await me()).status).toBe(401);
    });

    it('comes after ten hours, however much it is used', async () => {
      await browser.signIn(portal.url, principal.username);
      for (let hour = 0; hour < 9; hour += 1) {
        for (const _ of [1, 2]) {
          minutesLater(30);
          expect((await me()).status).toBe(200);
        }
      }
      minutesLater(55);
      expect((await me()).status).toBe(200);
      minutesLater(5);
      expect((await me()).status).toBe(401);
    });

    it('comes when the person leaves the roster, at the next renewal', async () => {
      await browser.signIn(portal.url, principal.username);
      minutesLater(59);
      const before = browser.jar.get('sightline')!;
      expect((await me()).status).toBe(200);
      roster.leave();
      minutesLater(59);
      expect((await me()).status).toBe(401);
      roster.join();
      browser.jar.set('sightline', before);
      expect((await me()).status).toBe(401);
    });

    it('takes its row away', async () => {
      await browser.signIn(portal.url, principal.username);
      expect(await stored()).toBeGreaterThan(0);
      minutesLater(700);
      await new Browser().signIn(portal.url, principal.username);
      expect(await stored()).toBe(1);
    });
  });

  it.each([
    ['a minute before it ends', [59]],
    ['after it has ended', [30, 31]],
  ])('renews an access token once, whoever of many asks first, %s', async (_, waits) => {
    const renewals = async (): Promise<number> => {
      const { rows: counted } = await rows.pool.query<{ count: string }>(
        `select count(*) from provider_records where kind = 'RefreshToken'`,
      );
      return Number(counted[0]!.count);
    };
    await browser.signIn(portal.url, principal.username);
    const before = await renewals();
    for (const minutes of waits) {
      expect(await renewals()).toBe(before);
      minutesLater(minutes);
      const answers = await Promise.all(Array.from({ length: 12 }, (__, index) => me(index % 2 ? replica : portal)));
      expect(answers.map(({ status }) => status)).toEqual(Array(12).fill(200));
    }
    expect(await renewals()).toBe(before + 1);
  });

  describe('tricks', () => {
    it('stores neither the secret nor a token that can be read', async () => {
      await browser.signIn(portal.url, principal.username);
      const { rows: all } = await rows.pool.query<{ row: string }>('select sessions::text as row from sessions');
      const text = all.map(({ row }) => row).join();
      expect(text).not.toContain(browser.jar.get('sightline')!.value);
      expect(text).not.toContain(Buffer.from('eyJ').toString('hex'));
    });

    it('takes no secret that was fixed beforehand', async () => {
      const fixed = 'A'.repeat(43);
      browser.jar.set('sightline', { value: fixed, path: '/', attributes: '' });
      await browser.signIn(portal.url, principal.username);
      expect(browser.jar.get('sightline')!.value).not.toBe(fixed);
      const attacker = new Browser();
      attacker.jar.set('sightline', { value: fixed, path: '/', attributes: '' });
      expect((await me(portal, attacker)).status).toBe(401);
    });

    it('gives a new secret at every sign-in, and ends the one before', async () => {
      await browser.signIn(portal.url, principal.username);
      const first = browser.jar.get('sightline')!;
      await browser.signIn(portal.url, principal.username);
      expect(browser.jar.get('sightline')!.value).not.toBe(first.value);
      browser.jar.set('sightline', first);
      expect((await me()).status).toBe(401);
    });

    it.each([
      ['no token', async () => ({})],
      ['an empty token', async () => ({ 'x-csrf-token': '' })],
      ['a made-up token', async () => ({ 'x-csrf-token': 'A'.repeat(43) })],
      [
        'the token of another session',
        async () => {
          const other = new Browser();
          await other.signIn(portal.url, principal.username);
          return { 'x-csrf-token': await other.csrfToken(portal.url) };
        },
      ],
      [
        'its token from another origin',
        async () => ({ 'x-csrf-token': await browser.csrfToken(portal.url), origin: 'https://elsewhere.example' }),
      ],
      [
        'its token from a page without an origin',
        async () => ({ 'x-csrf-token': await browser.csrfToken(portal.url), origin: 'null' }),
      ],
      [
        'its token from another site, as the browser says',
        async () => ({ 'x-csrf-token': await browser.csrfToken(portal.url), 'sec-fetch-site': 'cross-site' }),
      ],
      [
        'its token from a sibling site',
        async () => ({ 'x-csrf-token': await browser.csrfToken(portal.url), 'sec-fetch-site': 'same-site' }),
      ],
    ])('changes nothing with %s', async (_, headers) => {
      await browser.signIn(portal.url, principal.username);
      const before = portal.changes();
      const sent: Record<string, string> = await headers();
      expect(await change(sent)).toMatchObject({
        status: 403,
        body: { type: 'urn:sightline:problem:not-from-this-portal' },
      });
      expect(portal.changes()).toBe(before);
      const left = await browser.visit(`${portal.url}/sign-out`, { method: 'POST', headers: sent });
      expect(left.status).toBe(403);
      expect((await me()).status).toBe(200);
    });

    it('changes something with its own token', async () => {
      await browser.signIn(portal.url, principal.username);
      const before = portal.changes();
      const token = await browser.csrfToken(portal.url);
      expect(
        (await change({ 'x-csrf-token': token, origin: portal.url, 'sec-fetch-site': 'same-origin' })).status,
      ).toBe(201);
      expect(portal.changes()).toBe(before + 1);
    });

    it('lets no cookie help a bad bearer token, and no token of ours help a cookie', async () => {
      await browser.signIn(portal.url, principal.username);
      const headers = { authorization: 'Bearer forged' };
      expect((await browser.visit(`${portal.url}/api/v1/echo`, { headers })).status).toBe(401);
    });

    it.each(['https://elsewhere.example', '//elsewhere.example', '/\\elsewhere.example', '/sign-in'])(
      'comes back to the start instead of %s',
      async (returnTo) => {
        const arrived = await browser.signIn(
          portal.url,
          principal.username,
          `?returnTo=${encodeURIComponent(returnTo)}`,
        );
        expect(arrived.url).toBe(`${portal.url}/`);
      },
    );

    it('finishes no sign-in that another browser began', async () => {
      const attacker = new Browser();
      const chooser = await attacker.visit(`${portal.url}/sign-in`);
      const login = { method: 'POST', body: new URLSearchParams({ login: principal.username }) };
      let answer = await attacker.visit(chooser.url, login, false);
      while (!answer.headers.get('location')!.includes('/callback'))
        answer = await attacker.visit(new URL(answer.headers.get('location')!, portal.url).href, {}, false);
      const callback = answer.headers.get('location')!;
      expect(await browser.visit(callback)).toMatchObject({ status: 400 });
      expect(browser.jar.has('sightline')).toBe(false);

      const first = await attacker.visit(callback, {}, false);
      expect(first.status).toBe(303);
      const again = await attacker.visit(callback, {}, false);
      expect(again.status).toBe(400);
    });

    it.each(['?', '?code=x', '?code=x&state=', '?error=access_denied&state=abcdefghijklmnopqrstuvwxyz', '?state[]=a'])(
      'opens nothing for /callback%s',
      async (query) => {
        expect(await browser.visit(`${portal.url}/callback${query}`)).toMatchObject({ status: 400 });
        expect(browser.jar.has('sightline')).toBe(false);
      },
    );

    it('reads no state cookie of another key', async () => {
      await browser.visit(`${portal.url}/sign-in`, {}, false);
      const [name, cookie] = [...browser.jar].find(([each]) => each.startsWith('sightline-sign-in.'))!;
      browser.jar.set(name, { ...cookie, value: `${cookie.value.slice(0, -4)}AAAA` });
      const state = name.slice('sightline-sign-in.'.length);
      expect((await browser.visit(`${portal.url}/callback?code=x&state=${state}`)).status).toBe(400);
    });

    it.each(['', 'x', 'A'.repeat(44), "' or 1=1 --", '%00'.repeat(20)])('takes %j for no secret', async (value) => {
      browser.jar.set('sightline', { value, path: '/', attributes: '' });
      expect((await me()).status).toBe(401);
    });

    it('tells a page without a session nothing but that', async () => {
      expect((await browser.visit(`${portal.url}/session`)).body).toEqual({ signedIn: false });
    });
  });
});
