import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@sightline/testing';
import { createTransport } from 'nodemailer';
import type { Browser } from 'playwright-core';
import { decide, reaches } from '../journeys/case.journey.js';
import { outsideChannel, prepareDistrict, type PreparedDistrict } from '../journeys/support/prepared-district.js';
import type { RunningSightline } from '../journeys/support/running-sightline.js';
import { startStandalone } from '../journeys/support/start-standalone.js';
import { startChromium } from './support/chromium.js';
import { Visitor, type VisitorOptions } from './support/visitor.js';

const today = (): string => new Date().toISOString().slice(0, 10);
const met = { met: true, words: 'Seen on the away matches of this season.' };

describe('copies of messages on pages (C7, C9)', () => {
  let sightline: RunningSightline;
  let browser: Browser;
  const visitors: Visitor[] = [];

  beforeAll(async () => {
    [sightline, browser] = await Promise.all([startStandalone(), startChromium()]);
    const district = await prepareDistrict(sightline);
    await sendCopyTo(await copyAddressOf(district));
  }, 120_000);

  afterEach(async () => {
    for (const visitor of visitors.splice(0)) await visitor.close();
  });

  afterAll(async () => {
    await browser?.close();
    await sightline?.stop();
  }, 30_000);

  /** A personal telephone that the supervisor allows from today on. */
  const copyAddressOf = async (district: PreparedDistrict): Promise<string> => {
    const coach = await district.as('coach.rivera');
    const asked = await coach.post(
      '/api/v1/exception-requests',
      outsideChannel(district.districtFormId, {
        kind: 'personal-phone',
        channel: { medium: 'text-message', address: '+15555550123' },
        from: today(),
      }),
    );
    const findings = { necessaryOrBeneficial: met, districtFormUnavailable: met, relatedToActivity: met };
    await decide(await district.as('athletics.director'), asked.body.id, { outcome: 'approve', findings });
    const { authorization } = await reaches(coach, asked.body.id, 'approved');
    return eventually(
      async () => (await coach.get(`/api/v1/authorizations/${authorization}`)).body.copyAddress?.address as string,
      (address) => expect(address).toEqual(expect.stringContaining('@')),
    );
  };

  const sendCopyTo = async (copyAddress: string): Promise<void> => {
    const [, port] = /Copies are taken by mail on port (\d+)/.exec(sightline.output('messaging-archive'))!;
    const transport = createTransport({ host: '127.0.0.1', port: Number(port), ignoreTLS: true });
    await transport.sendMail({
      from: { name: 'Alex Rivera', address: 'coach.rivera@district.example.org' },
      to: [
        { name: 'Sofía García', address: 'student.garcia@students.example.org' },
        { name: 'Amina Hassan', address: 'student.hassan@students.example.org' },
      ],
      cc: copyAddress,
      subject: 'Bus on Saturday',
      text: 'The bus leaves at 8. Sofía, please tell Amina Hassan.',
    });
    transport.close();
  };

  const visitorAs = async (username: string, path: string, options?: VisitorOptions): Promise<Visitor> => {
    const visitor = await Visitor.at(browser, sightline.url, options);
    visitors.push(visitor);
    await visitor.openAs(username, path);
    await visitor.page.waitForLoadState('networkidle');
    return visitor;
  };

  it('shows the supervisor the whole message, found by its words', async () => {
    const supervisor = await visitorAs('athletics.director', '/messages?q=%22leaves%20at%208%22', {
      screen: 'desktop',
    });
    expect(await supervisor.flaws()).toEqual([]);
    await supervisor.page.getByRole('link', { name: 'Bus on Saturday' }).click();
    await supervisor.page.getByText('please tell Amina Hassan').waitFor();
    expect(await supervisor.page.getByText('Amina Hassan').count()).toBeGreaterThan(1);
    expect(await supervisor.flaws()).toEqual([]);
  });

  it('shows a parent on a phone the message without the other family, and who looked', async () => {
    const parent = await visitorAs('parent.garcia', '/messages', { locale: 'es-MX' });
    expect(await parent.flaws()).toEqual([]);
    await parent.page.getByRole('link', { name: 'Bus on Saturday' }).click();
    await parent.page.getByText('Hay partes ocultas').waitFor();
    expect(await parent.page.content()).not.toMatch(/Amina|Hassan/);
    expect(await parent.page.getByText('The bus leaves at 8.').isVisible()).toBe(true);
    expect(await parent.flaws()).toEqual([]);
    await parent.open('/looks');
    await parent.page.getByText('como persona que supervisa').first().waitFor();
    expect(await parent.flaws()).toEqual([]);
  });

  it.each(['principal.lincoln', 'tech.okafor', 'parent.nguyen', 'auditor'])('shows %s nothing', async (username) => {
    const nobody = await visitorAs(username, '/messages');
    expect(await nobody.page.content()).not.toContain('Bus on Saturday');
    expect(await nobody.flaws()).toEqual([]);
  });
});
