import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { HealthRegistry, createHttpApplication, systemClock } from '@sightline/service-kit';
import type { AccessTokenVerifier } from '@sightline/service-kit';
import { pino } from 'pino';
import { SetUpFirstOperator } from '../../application/set-up-first-operator.handler.js';
import type { SetUpLink } from '../../domain/set-up-link.js';
import { SetUpController } from './set-up.controller.js';

class SetUpModule {}

const named: string[] = [];
let link: SetUpLink | undefined;
const setUp = new SetUpFirstOperator(
  {
    read: async () => link,
    write: async (next) => {
      link = next;
    },
  },
  {
    assignOperator: async (login) => {
      if (login !== 'o.operator') return undefined;
      named.push(login);
      return { personId: '0193b2c4-0000-7000-8000-000000000001', displayName: 'O <i>Operator</i>' };
    },
  },
  systemClock,
);
let application: NestFastifyApplication;
let origin: string;
let token: string;

beforeAll(async () => {
  application = await createHttpApplication({
    title: 'Set-up',
    modules: [
      {
        module: SetUpModule,
        controllers: [SetUpController],
        providers: [{ provide: SetUpFirstOperator, useValue: setUp }],
      },
    ],
    logger: pino({ level: 'silent' }),
    clock: systemClock,
    health: new HealthRegistry(),
    tokens: {} as AccessTokenVerifier,
  });
  await application.listen(0, '127.0.0.1');
  origin = await application.getUrl();
});
beforeEach(async () => {
  named.length = 0;
  token = await setUp.issue();
});
afterAll(() => application.close());

const asBrowser = { accept: 'text/html,application/xhtml+xml' };
const post = (body: object, to = token) =>
  fetch(`${origin}/setup/${to}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

describe('/setup/<token>', () => {
  it('shows a page to a browser and changes nothing', async () => {
    for (let visit = 0; visit < 2; visit += 1) {
      const shown = await fetch(`${origin}/setup/${token}`, { headers: asBrowser });
      expect(shown.status).toBe(200);
      expect(shown.headers.get('content-security-policy')).toContain("form-action 'self'");
      expect(shown.headers.get('referrer-policy')).toBe('no-referrer');
      expect(await shown.text()).toContain('<form method="post">');
    }
    expect(await (await fetch(`${origin}/setup/${token}`)).json()).toMatchObject({ status: 'open' });
    expect(named).toStrictEqual([]);
  });

  it("names the operator once by the page's form", async () => {
    const answer = await fetch(`${origin}/setup/${token}`, {
      method: 'POST',
      headers: asBrowser,
      body: new URLSearchParams({ login: ' o.operator ' }),
    });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('O &lt;i&gt;Operator&lt;/i&gt; is the operator now');
    expect(named).toStrictEqual(['o.operator']);
    expect((await post({ login: 'o.operator' })).status).toBe(404);
    expect((await fetch(`${origin}/setup/${token}`, { headers: asBrowser })).status).toBe(404);
  });

  it('names the operator for a script', async () => {
    const answer = await post({ login: 'o.operator' });
    expect([answer.status, await answer.json()]).toStrictEqual([
      200,
      { status: 'named', personId: '0193b2c4-0000-7000-8000-000000000001' },
    ]);
  });

  it.each<[object, number]>([
    [{ login: 'nobody' }, 422],
    [{ login: '' }, 422],
    [{ login: 'x'.repeat(321) }, 422],
    [{ login: ['o.operator'] }, 422],
    [{ login: 'o.operator', role: 'auditor' }, 422],
    [{}, 422],
  ])('refuses %j and stays open', async (body, status) => {
    const answer = await post(body);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await setUp.isOpen(token)).toBe(true);
    expect(named).toStrictEqual([]);
  });

  it('says the same of a link that never was as of one that was used', async () => {
    expect((await post({ login: 'o.operator' }, 'never')).status).toBe(404);
    expect((await fetch(`${origin}/setup/never`)).status).toBe(404);
    expect(named).toStrictEqual([]);
  });
});
