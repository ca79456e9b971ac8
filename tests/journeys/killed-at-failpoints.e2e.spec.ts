import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { failpointNames, type FailpointName } from '@sightline/event-store';
import { sampleDistrictBundle } from '@sightline/directory';
import { eventually } from '@sightline/testing';
import { openTask } from './case.journey.js';
import { ApiClient, type ApiAnswer } from './support/api-client.js';
import { outsideChannel, prepareDistrict, type PreparedDistrict } from './support/prepared-district.js';
import { startStandalone, type StandaloneSightline } from './support/start-standalone.js';

/* eslint-disable @typescript-eslint/no-explicit-any */
/** At which pass through each failpoint the process dies while one case runs. */
const deaths: Readonly<Record<FailpointName, readonly number[]>> = {
  'append.before-log-head': [1, 4],
  'append.before-commit': [2],
  'append.after-commit-before-answer': [1, 2],
  'consumer.before-effect': [3],
  'consumer.after-effect-before-commit': [2, 7],
  'consumer.after-commit': [5],
  'delivery.after-claim-before-send': [2],
  'delivery.after-send-before-record': [2],
  // A case sends to no webhook: its death is in webhooks.e2e.spec.ts.
  'webhook.after-send-before-record': [],
  // A roster import has its own test below; the relay runs on Kafka alone, and its deaths are in the bus's own specs.
  'roster-import.between-chunks': [],
  'relay.before-send': [],
  'relay.after-send-before-record': [],
};

/** So many mails may go out twice when the process dies between the server's acceptance and our record: one claim. */
const repeatedMailsMax = 20;

let sightline: StandaloneSightline;
let district: PreparedDistrict;
let guardians: number;

/** Sends again until somebody answers: what a client does whose server has died. */
const persistently = async (send: () => Promise<ApiAnswer>): Promise<ApiAnswer> => {
  for (const until = Date.now() + 60_000; ;) {
    const answer = await send().catch((error: unknown) => error as Error);
    if (!(answer instanceof Error) && answer.status < 500 && answer.status !== 401) return answer;
    if (Date.now() > until) throw answer instanceof Error ? answer : new Error(`still ${answer.status}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};

async function walkCase(key: string): Promise<string> {
  const post = (person: ApiClient, path: string, body: object, suffix: string) =>
    persistently(() => person.post(path, body, { 'idempotency-key': `${key}-${suffix}` }));
  const coach = await district.as('coach.rivera');
  const asked = await post(coach, '/api/v1/exception-requests', outsideChannel(district.districtFormId), 'ask');
  expect(asked.status).toBe(201);
  for (const [username, more] of [
    ['principal.lincoln', { copyCondition: 'Copies to the supervisor.' }],
    ['tech.okafor', {}],
  ] as const) {
    const person = await district.as(username);
    const task = await openTask(person, asked.body.id);
    const decision = { outcome: 'approve', ...more };
    const decided = await post(person, `/api/v1/approval-tasks/${task.id}/decision`, decision, username);
    expect(decided.status).toBe(200);
  }
  return asked.body.id;
}

/** What became of a case, once every notice has ended and the supervisor's grant is there. */
const outcomeOf = (requestId: string): Promise<{ notices: any[]; grants: any[]; events: any[] }> =>
  eventually(
    async () => ({
      notices: await district.auditor.all(`/api/v1/notices?request=${requestId}`),
      grants: await district.auditor.all(`/api/v1/access-grants?request=${requestId}`),
      events: await district.auditor.all(`/api/v1/history/cases/${requestId}`),
    }),
    ({ notices, grants, events }) => {
      const ended = notices.filter(({ status }) => status === 'delivered' || status === 'undeliverable');
      const told = events
        .filter(({ type }) => /notices-(delivered|undeliverable)/.test(type))
        .flatMap(({ data }) => data.deliveries ?? data.notices ?? []);
      return (
        notices.length > 0 && ended.length === notices.length && told.length === notices.length && grants.length > 0
      );
    },
    { timeoutMs: 45_000 },
  );

const count = (events: readonly any[], name: string): number =>
  events.filter(({ type }) => type.split('.')[2] === name).length;

beforeAll(async () => {
  sightline = await startStandalone();
  district = await prepareDistrict(sightline);
  guardians = (await outcomeOf(await walkCase('control'))).notices.length;
}, 120_000);

afterAll(() => sightline?.stop(), 60_000);

describe('a process that dies at a failpoint and starts again', () => {
  it('has a death for every failpoint there is', () => {
    expect(Object.keys(deaths).sort()).toEqual([...failpointNames].sort());
  });

  for (const name of failpointNames)
    for (const pass of deaths[name])
      it(`loses and doubles nothing: ${name}, pass ${pass}`, async () => {
        const mailsBefore = sightline.mail.mails().length;
        const died = sightline.restart('portal', { SIGHTLINE_FAILPOINTS: `${name}:${pass}` }).then(
          () => sightline.ended(),
          () => undefined,
        );
        const walked = walkCase(`${name}-${pass}`);
        await died;
        await sightline.restart('portal');
        const requestId = await walked;
        const { notices, grants, events } = await outcomeOf(requestId);

        expect(notices).toHaveLength(guardians);
        expect(new Set(notices.map(({ guardian }) => guardian.id)).size).toBe(guardians);
        expect(grants).toHaveLength(1);
        for (const once of [
          'request-submitted',
          'round-opened',
          'round-approved',
          'request-approved',
          'authorization-activated',
          'access-granted',
          'copy-address-issued',
          'notices-opened',
        ])
          expect({ once, times: count(events, once) }).toEqual({ once, times: 1 });
        expect(count(events, 'task-decided')).toBe(2);
        const versions = new Map<string, number[]>();
        for (const { subject, subjectVersion } of events)
          versions.set(subject, [...(versions.get(subject) ?? []), subjectVersion]);
        for (const [subject, seen] of versions)
          expect([subject, seen]).toEqual([subject, seen.map((_, index) => index + 1)]);

        const delivered = notices.filter(({ status }) => status === 'delivered');
        const mails = sightline.mail
          .mails()
          .slice(mailsBefore)
          .filter(({ text }) => delivered.some(({ id }) => text.includes(id)));
        expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(delivered.length);
        const repeated = mails.length - delivered.length;
        expect(repeated).toBeGreaterThanOrEqual(0);
        expect(repeated).toBeLessThanOrEqual(name === 'delivery.after-send-before-record' ? repeatedMailsMax : 0);
      }, 120_000);
});

describe('a roster import that dies in the middle', () => {
  it('has changed nothing, says so, and succeeds when it is sent again', async () => {
    const fresh = await startStandalone({ SIGHTLINE_FAILPOINTS: 'roster-import.between-chunks:1' });
    try {
      const bundle = await sampleDistrictBundle(new Date());
      const machine = await ApiClient.machine(fresh.url, fresh.machineClient);
      const send = () => machine.post('/api/v1/roster/imports', bundle);
      const sent = send().catch((error: unknown) => error);
      await fresh.ended();
      expect(String(await sent)).toContain('fetch failed');

      await fresh.restart('portal');
      const again = await send();
      expect(again).toMatchObject({ status: 201, body: { status: 'completed' } });
      expect(again.body.report.changes['person-registered']).toBeGreaterThan(1_000);

      expect(await send()).toMatchObject({ status: 201, body: { status: 'completed', report: { changes: {} } } });
    } finally {
      await fresh.stop();
    }
  }, 120_000);
});
