import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, type ReceivedMail } from '@sightline/testing';
import type { Browser } from 'playwright-core';
import { openTask } from '../journeys/case.journey.js';
import {
  outsideChannel,
  prepareDistrict,
  soccer,
  type PreparedDistrict,
} from '../journeys/support/prepared-district.js';
import type { RunningSightline } from '../journeys/support/running-sightline.js';
import { startStandalone } from '../journeys/support/start-standalone.js';
import { startChromium } from './support/chromium.js';
import { Visitor, type VisitorOptions } from './support/visitor.js';

const day = (offset: number): string => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
const linksIn = ({ text, html }: ReceivedMail): string[] => [
  ...new Set(`${text} ${html}`.match(/https?:\/\/[^\s"'<>)]+/g)?.map((link) => link.replace(/[.,]$/, ''))),
];

describe('a case on pages', () => {
  let sightline: RunningSightline;
  let district: PreparedDistrict;
  let browser: Browser;
  let url: string;
  let soccerId: string;
  let requestId: string;
  const visitors: Visitor[] = [];

  beforeAll(async () => {
    [sightline, browser] = await Promise.all([startStandalone(), startChromium()]);
    url = sightline.url;
    district = await prepareDistrict(sightline);
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

  const visitor = async (options?: VisitorOptions): Promise<Visitor> => {
    const made = await Visitor.at(browser, url, options);
    visitors.push(made);
    return made;
  };
  const mailTo = (username: string, subject: RegExp): Promise<ReceivedMail> =>
    sightline.mail.waitFor(
      (mail) => mail.to.some((address) => address.startsWith(username)) && subject.test(mail.subject),
    );
  const taskLink = (mail: ReceivedMail): string => linksIn(mail).find((link) => link.includes('/tasks/'))!;
  const taskOf = async (username: string, id: string) =>
    (await (await district.as(username)).get(`/api/v1/approval-tasks/${id}`)).body;
  const taskFor = async (username: string, request: string): Promise<string> =>
    (await openTask(await district.as(username), request)).id;
  /** The mail about the one open task of the case; others may have come for requests that were withdrawn. */
  const mailAboutTask = async (username: string): Promise<ReceivedMail> => {
    const id = await taskFor(username, requestId);
    return sightline.mail.waitFor(({ text, to }) => text.includes(id) && to.some((each) => each.startsWith(username)));
  };
  const personalPhone = (): object =>
    outsideChannel(district.districtFormId, {
      kind: 'personal-phone',
      channel: { medium: 'text-message', address: '+15555550123' },
    });
  const ask = async (body: object): Promise<string> => {
    const asked = await (await district.as('coach.rivera')).post('/api/v1/exception-requests', body);
    expect(asked).toMatchObject({ status: 201 });
    return asked.body.id as string;
  };

  it('begins with a coach who asks, step by step, on a phone', async () => {
    const coach = await visitor();
    await coach.open('/ask');
    expect(await coach.flaws()).toEqual([]);
    await coach.openAs('coach.rivera', '/ask');
    const { page } = coach;
    await coach.press('Next');
    expect(await page.getByText('Please choose what you need.').isVisible()).toBe(true);
    expect(await coach.flaws()).toEqual([]);
    await page.getByText('another form of communication').click();
    await page.getByText('For the district').click();
    await coach.press('Next');
    await page.locator('select#group').selectOption(soccerId);
    expect(await coach.flaws()).toEqual([]);
    await coach.press('Next');
    await page.getByLabel('By what').selectOption('messaging-app');
    await page.getByLabel('Number, account or address').fill('@girls-soccer');
    await coach.press('Next');
    await coach.press('Next');
    expect(await coach.flaws()).toEqual([]);
    await page.getByLabel('Why do you ask?').fill('Changes of the bus on match days reach the players too late.');
    await page.locator('select#form').selectOption(district.districtFormId);
    await page.getByLabel(/Why does it fall short/).fill('It is down on match days.');
    await coach.press('Next');
    await page.getByLabel('First day').fill(day(1));
    await page.getByLabel('Last day').fill(day(30));
    await coach.press('Next');
    expect(await coach.flaws()).toEqual([]);
    await coach.press('Send the request');
    await page.getByText('Waiting for decisions').waitFor();
    await page.waitForLoadState('networkidle');
    expect(await coach.flaws()).toEqual([]);
    requestId = new URL(page.url()).pathname.split('/').at(-1)!;
  });

  it('is decided by no scanner that follows every link of the mail', async () => {
    const mail = await mailAboutTask('principal.lincoln');
    const id = taskLink(mail).split('/').at(-1)!;
    expect(linksIn(mail).length).toBeGreaterThan(0);
    for (const link of linksIn(mail))
      for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE']) {
        const body = method === 'POST' ? new URLSearchParams({ outcome: 'approve' }) : undefined;
        const answer = await fetch(link, { method, ...(body && { body }) });
        if (method !== 'GET' && method !== 'HEAD') expect(answer.status).toBeGreaterThanOrEqual(400);
        expect(await answer.text()).not.toContain('match days');
      }
    expect(await taskOf('principal.lincoln', id)).toMatchObject({ status: 'open', decidedBy: null });
  });

  it('is decided by the principal in two clicks behind the link of the mail, on a phone', async () => {
    const principal = await visitor();
    const link = taskLink(await mailAboutTask('principal.lincoln'));
    await principal.openAs('principal.lincoln', link);
    const { page } = principal;
    expect(page.url()).toBe(link);
    await page.getByText('Changes of the bus on match days').waitFor();
    await page.getByText('District messaging app').or(page.getByText('Student e-mail')).first().waitFor();
    expect(await page.getByText('Clause C3').isVisible()).toBe(true);
    expect(await page.getByRole('button', { name: 'Approve', exact: true }).boundingBox()).toMatchObject({
      y: expect.any(Number),
    });
    expect(await principal.flaws()).toEqual([]);
    await principal.press('Approve');
    expect(await principal.flaws()).toEqual([]);
    await principal.press('Yes, approve');
    await page.getByText(/Decided by Denise Holloway/).waitFor();
    expect(await principal.flaws()).toEqual([]);
    expect(await taskOf('principal.lincoln', link.split('/').at(-1)!)).toMatchObject({ status: 'approved' });
  });

  it('is decided by the technology department in Spanish', async () => {
    const technology = await visitor({ locale: 'es-MX', screen: 'desktop' });
    await technology.openAs('tech.okafor', '/tasks');
    const { page } = technology;
    await page.getByRole('link', { name: 'Alex Rivera pide: Aplicación de mensajes' }).first().waitFor();
    expect(await technology.flaws()).toEqual([]);
    await page.getByRole('link', { name: 'Alex Rivera pide: Aplicación de mensajes' }).first().click();
    await page.getByRole('button', { name: 'Aprobar' }).waitFor();
    expect(await page.evaluate('document.documentElement.lang')).toBe('es');
    expect(await technology.flaws()).toEqual([]);
    await technology.press('Aprobar');
    await technology.press('Sí, aprobar');
    await page.getByText(/Decidió/).waitFor();
  });

  it('is read by a parent, in the language of the family and about the own child alone', async () => {
    await mailTo('parent.garcia@', /aviso/i);
    const parent = await visitor();
    await parent.openAs('parent.garcia', '/notices');
    const { page } = parent;
    await page.getByRole('heading', { name: 'Mis avisos' }).waitFor();
    await page
      .getByRole('link', { name: /Alex Rivera/ })
      .first()
      .waitFor();
    expect(await parent.flaws()).toEqual([]);
    await page
      .getByRole('link', { name: /Alex Rivera/ })
      .first()
      .click();
    await page.getByText(/Alex Rivera puede comunicarse con Sofía García/).waitFor();
    expect(await page.getByText('Por qué se le avisó').isVisible()).toBe(true);
    expect(await parent.flaws()).toEqual([]);
    const read = await page.locator('main').innerText();
    const others = (
      await (await district.as('coach.rivera')).get(`/api/v1/exception-requests/${requestId}`)
    ).body.students
      .map(({ displayName }: { displayName: string }) => displayName)
      .filter((name: string) => name !== 'Sofía García');
    expect(others.length).toBeGreaterThan(3);
    expect(others.filter((name: string) => read.includes(name))).toEqual([]);
    await page.getByText('Oponerse por su hijo o hija').click();
    await page.getByLabel(/Por qué, en sus palabras/).fill('Prefiero la aplicación de la escuela.');
    expect(await parent.flaws()).toEqual([]);
    await parent.press('Enviar la oposición');
    await page.getByText(/Usted se opuso/).waitFor();
    expect(await parent.flaws()).toEqual([]);
    await parent.press('English');
    await page.getByText('Why you were told').waitFor();
  });

  it('shows the principal what the parent has written, and the parent the answer', async () => {
    const api = await district.as('principal.lincoln');
    const [review] = await eventually(
      () => api.all(`/api/v1/approval-tasks?request=${requestId}&about=review&status=open`),
      (tasks) => tasks.length > 0,
    );
    const principal = await visitor();
    await principal.openAs('principal.lincoln', `/tasks/${review.id}`);
    await principal.page.getByText('Prefiero la aplicación de la escuela.').waitFor();
    expect(await principal.flaws()).toEqual([]);
    await principal.page.getByText('Say something to the others who decide').click();
    await principal.page.locator('#say').fill('The plan of the buses is attached.');
    const plan = { name: 'plan.txt', mimeType: 'text/plain', buffer: Buffer.from('Bus at seven') };
    await principal.page.locator('#attach').setInputFiles(plan);
    expect(await principal.flaws()).toEqual([]);
    await principal.press('Send');
    const [file] = await Promise.all([
      principal.page.waitForEvent('download'),
      principal.page.getByRole('link', { name: 'Save plan.txt (1 KB)' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('plan.txt');
    const decision = { outcome: 'keep', comment: 'Only bus times are sent.' };
    expect(await api.post(`/api/v1/approval-tasks/${review.id}/decision`, decision)).toMatchObject({ status: 200 });
    const parent = await visitor();
    await parent.openAs('parent.garcia', '/notices');
    await parent.page
      .getByRole('link', { name: /Alex Rivera/ })
      .first()
      .click();
    await parent.page.getByText('Only bus times are sent.').waitFor();
    expect(await parent.flaws()).toEqual([]);
  });

  it('shows the coach how far it is', async () => {
    const coach = await visitor({ screen: 'desktop' });
    await coach.openAs('coach.rivera', `/requests/${requestId}`);
    const { page } = coach;
    await page.getByText(/of \d+ notices delivered/).waitFor();
    expect(await page.locator('[aria-current=step]').innerText()).toContain('In force');
    expect(await coach.flaws()).toEqual([]);
  });

  it('lets the supervisor find three times before a personal telephone is approved (C5)', async () => {
    const id = await ask(personalPhone());
    const task = await taskFor('athletics.director', id);
    const supervisor = await visitor();
    await supervisor.openAs('athletics.director', `/tasks/${task}`);
    const { page } = supervisor;
    await supervisor.press('Approve');
    await supervisor.press('Yes, approve');
    expect(await page.getByText('Please say yes or no.').count()).toBeGreaterThanOrEqual(2);
    expect(await supervisor.flaws()).toEqual([]);
    for (const question of await page.getByText('Yes', { exact: true }).all()) await question.click();
    await supervisor.press('Yes, approve');
    await page.getByText(/Decided by/).waitFor();
    expect(await taskOf('athletics.director', task)).toMatchObject({ status: 'approved' });
  });

  it('is denied with the keyboard alone', async () => {
    const id = await ask({ ...personalPhone(), kind: 'outside-channel' });
    const task = await taskFor('principal.lincoln', id);
    const principal = await visitor({ screen: 'desktop' });
    await principal.openAs('principal.lincoln', `/tasks/${task}`);
    const { page } = principal;
    await page.getByRole('button', { name: 'Deny' }).waitFor();
    const focused = (): Promise<string> => page.evaluate('document.activeElement.textContent.trim()');
    for (let steps = 0; (await focused()) !== 'Deny'; steps += 1) {
      expect(steps).toBeLessThan(40);
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');
    expect(await focused()).toContain('You deny this request');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Use the district app.');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('Use the district app.').waitFor();
    await eventually(
      () => taskOf('principal.lincoln', task),
      ({ status }) => status === 'denied',
    );
    const coach = await visitor();
    await coach.openAs('coach.rivera', `/requests/${id}`);
    await coach.page.getByRole('heading', { name: 'What was answered' }).waitFor();
    await coach.page.getByText('Use the district app.').waitFor();
    expect(await coach.flaws()).toEqual([]);
  });

  it('says so where there is nothing, where nobody answers and where a page is not for the visitor', async () => {
    const principal = await visitor();
    await principal.openAs('principal.roosevelt', '/tasks');
    const { page } = principal;
    await page.getByText('Nothing waits for your decision.').waitFor();
    expect(await principal.flaws()).toEqual([]);
    const foreign = await taskFor('tech.okafor', await ask({ ...personalPhone(), kind: 'outside-channel' }));
    await principal.open(`/tasks/${foreign}`);
    await page.getByText('There is nothing here for you').waitFor();
    expect(await principal.flaws()).toEqual([]);
    await principal.open('/nowhere');
    expect(await principal.flaws()).toEqual([]);
    await page.route('**/api/v1/approval-tasks*', (route) => route.abort());
    await principal.open('/tasks');
    await page.getByText('No answer at the moment').waitFor({ timeout: 20_000 });
    expect(await principal.flaws()).toEqual([]);
    await page.unroute('**/api/v1/approval-tasks*');
    await principal.press('Try again');
    await page.getByText('Nothing waits for your decision.').waitFor();
    await principal.press('Sign out');
    await page.locator('a[href^="/sign-in"]').waitFor();
  });
});
