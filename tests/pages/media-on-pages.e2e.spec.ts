import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { prepareDistrict, soccer } from '../journeys/support/prepared-district.js';
import type { RunningSightline } from '../journeys/support/running-sightline.js';
import { startStandalone } from '../journeys/support/start-standalone.js';
import { startChromium } from './support/chromium.js';
import { Visitor, type VisitorOptions } from './support/visitor.js';

describe('the register of media on pages (C9)', () => {
  let sightline: RunningSightline;
  let browser: Browser;
  let soccerId: string;
  const visitors: Visitor[] = [];

  beforeAll(async () => {
    [sightline, browser] = await Promise.all([startStandalone(), startChromium()]);
    const district = await prepareDistrict(sightline);
    const groups = await (await district.as('coach.rivera')).all('/api/v1/groups');
    soccerId = groups.find(({ sourcedId }) => sourcedId === soccer).id;
  }, 120_000);

  afterEach(async () => {
    for (const visitor of visitors.splice(0)) await visitor.close();
  });

  afterAll(async () => {
    await browser?.close();
    await sightline?.stop();
  }, 30_000);

  const visitorAs = async (username: string, path: string, options?: VisitorOptions): Promise<Visitor> => {
    const visitor = await Visitor.at(browser, sightline.url, options);
    visitors.push(visitor);
    await visitor.openAs(username, path);
    await visitor.page.waitForLoadState('networkidle');
    return visitor;
  };

  it('lets a coach register a group on a phone, and its parents find it', async () => {
    const coach = await visitorAs('coach.rivera', '/media');
    expect(await coach.flaws()).toEqual([]);
    await coach.page.getByText('Register a page, account or group').click();
    await coach.page.getByLabel('What you call it').fill('Girls’ soccer on GroupChat');
    await coach.page.getByLabel('Where it is').fill('groupchat.example/girls-soccer');
    await coach.page.getByLabel('Class or activity').selectOption(soccerId);
    await coach.page
      .getByLabel('What a parent does to get in')
      .fill('Write to me; I send the invitation the same day.');
    expect(await coach.flaws()).toEqual([]);
    await coach.press('Register it');
    await coach.page.getByRole('heading', { name: 'Girls’ soccer on GroupChat' }).waitFor();
    expect(await coach.flaws()).toEqual([]);
  });

  it('lets a parent say in Spanish that there is no way in, and shows it to the principal as a finding', async () => {
    const parent = await visitorAs('parent.garcia', '/media', { locale: 'es-MX' });
    await parent.page.getByRole('heading', { name: 'Girls’ soccer on GroupChat' }).waitFor();
    expect(await parent.flaws()).toEqual([]);
    await parent.page.getByText('No puedo entrar').click();
    await parent.page.getByLabel(/Qué intentó/).fill('Escribí dos veces y no recibí respuesta.');
    expect(await parent.flaws()).toEqual([]);
    await parent.press('Avisar a la escuela');
    await parent.page.getByText('Se ha avisado a la escuela.').waitFor();
    expect(await parent.flaws()).toEqual([]);

    const principal = await visitorAs('principal.lincoln', '/media', { screen: 'desktop' });
    await principal.page.getByText('A parent could not get in').waitFor();
    expect(await principal.page.getByText('Escribí dos veces y no recibí respuesta.').isVisible()).toBe(true);
    expect(await principal.flaws()).toEqual([]);
  });

  it.each([
    ['parent.garcia', 'es-MX', 'Mensajes con mi hijo o hija'],
    ['coach.rivera', 'en-US', 'Archived messages'],
  ] as const)('says to %s that no message is there, and finds nothing there', async (username, locale, title) => {
    const visitor = await visitorAs(username, '/messages', { locale });
    expect(await visitor.page.locator('h1').textContent()).toBe(title);
    expect(await visitor.flaws()).toEqual([]);
    await visitor.page.locator('#q').fill('"bus"');
    await visitor.page.locator('.message-search button').click();
    await visitor.page.waitForURL(/q=%22bus%22/);
    await visitor.page.waitForLoadState('networkidle');
    expect(await visitor.flaws()).toEqual([]);
  });

  it('says to a parent on a phone that nobody has looked', async () => {
    const parent = await visitorAs('parent.garcia', '/looks', { locale: 'es-MX' });
    await parent.page.getByText('Todavía no ha mirado nadie.').waitFor();
    expect(await parent.flaws()).toEqual([]);
  });
});
