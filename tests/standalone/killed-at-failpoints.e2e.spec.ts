import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { failpointNames, type FailpointName } from '@sightline/event-store';
import { sampleDistrictBundle } from '@sightline/directory';
import type { Answer } from './support/people-client.js';
import { startStandalone, type StandaloneSystem } from './support/start-standalone.js';
import {
  openTask,
  outcomeOf,
  outsideChannelRequest,
  rosterIsFollowed,
  sampleChoices,
  type CaseEvent,
} from './support/walk-a-case.js';

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
  // A roster import has its own test below; the relay runs on Kafka alone, and its deaths are in the bus's own specs.
  'roster-import.between-chunks': [],
  'relay.before-send': [],
  'relay.after-send-before-record': [],
};

/** So many mails may go out twice when the process dies between the server's acceptance and our record: one claim. */
const repeatedMailsMax = 20;

let system: StandaloneSystem;
let choices: Awaited<ReturnType<typeof sampleChoices>>;
let guardians: number;

/** Sends again until somebody answers: what a client does whose server has died. */
const persistently = async (send: () => Promise<Answer>): Promise<Answer> => {
  for (const until = Date.now() + 60_000; ;) {
    const answer = await send().catch((error: unknown) => error as Error);
    if (!(answer instanceof Error) && answer.status < 500 && answer.status !== 401) return answer;
    if (Date.now() > until) throw answer instanceof Error ? answer : new Error(`still ${answer.status}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};

async function walkCase(key: string): Promise<string> {
  const { api } = system;
  const post = (username: string, path: string, body: object, suffix: string) =>
    persistently(() => api.post(username, path, body, { 'idempotency-key': `${key}-${suffix}` }));
  const asked = await post('coach.rivera', '/api/v1/exception-requests', outsideChannelRequest(choices), 'ask');
  expect(asked.status).toBe(201);
  for (const [username, more] of [
    ['principal.lincoln', { copyCondition: 'Copies to the supervisor.' }],
    ['tech.okafor', {}],
  ] as const) {
    const task = await seeTask(username, asked.body.id);
    const decided = await post(
      username,
      `/api/v1/approval-tasks/${task}/decision`,
      { outcome: 'approve', ...more },
      username,
    );
    expect(decided.status).toBe(200);
  }
  return asked.body.id;
}

const seeTask = async (username: string, requestId: string): Promise<string> => {
  for (let tries = 0; ; tries += 1)
    try {
      return await openTask(system.api, username, requestId);
    } catch (error) {
      if (tries > 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
};

const count = (events: readonly CaseEvent[], name: string): number =>
  events.filter(({ type }) => type.split('.')[2] === name).length;

beforeAll(async () => {
  system = await startStandalone('demo');
  choices = await sampleChoices(system.api);
  await rosterIsFollowed(system.api, choices);
  const requestId = await walkCase('control');
  guardians = (await outcomeOf(system.api, requestId)).notices.length;
}, 120_000);

afterAll(async () => {
  await system?.stop();
}, 30_000);

describe('a process that dies at a failpoint and starts again', () => {
  it('has a death for every failpoint there is', () => {
    expect(Object.keys(deaths).sort()).toEqual([...failpointNames].sort());
  });

  for (const name of failpointNames)
    for (const pass of deaths[name])
      it(`loses and doubles nothing: ${name}, pass ${pass}`, async () => {
        await system.process.end();
        const mailsBefore = system.mail.mails().length;
        const died = system.start({ SIGHTLINE_FAILPOINTS: `${name}:${pass}` }).then(
          () => system.process.hasEnded(),
          () => undefined,
        );
        const walked = walkCase(`${name}-${pass}`);
        await died;
        await system.start();
        const requestId = await walked;
        const { notices, grants, events } = await outcomeOf(system.api, requestId);

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
        const mails = system.mail
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
    const fresh = await startStandalone('none', { SIGHTLINE_FAILPOINTS: 'roster-import.between-chunks:1' });
    try {
      const bundle = await sampleDistrictBundle(new Date());
      const sent = fresh.api
        .importRoster('district-it', fresh.machineSecret(), bundle)
        .catch((error: unknown) => error);
      await fresh.process.hasEnded();
      expect(String(await sent)).toContain('fetch failed');
      await fresh.start();
      const again = await fresh.api.importRoster('district-it', fresh.machineSecret(), bundle);
      expect(again).toMatchObject({ status: 201, body: { status: 'completed' } });
      expect(again.body.report.changes['person-registered']).toBeGreaterThan(1_000);
      const third = await fresh.api.importRoster('district-it', fresh.machineSecret(), bundle);
      expect(third).toMatchObject({ status: 201, body: { status: 'completed', report: { changes: {} } } });
    } finally {
      await fresh.stop();
    }
  }, 120_000);
});
