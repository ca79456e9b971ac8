import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@sightline/testing';
import { startStandalone, type StandaloneSystem } from './support/start-standalone.js';
import {
  approveOutsideChannel,
  decide,
  openTask,
  outcomeOf,
  outsideChannelRequest,
  personalPhoneRequest,
  rosterIsFollowed,
  sampleChoices,
} from './support/walk-a-case.js';

let system: StandaloneSystem;
let choices: Awaited<ReturnType<typeof sampleChoices>>;

beforeAll(async () => {
  system = await startStandalone('demo');
  choices = await sampleChoices(system.api);
  await rosterIsFollowed(system.api, choices);
}, 90_000);

afterAll(async () => {
  await system.stop();
}, 30_000);

describe('an outside channel (C3)', () => {
  it('goes from the request to the last notice, the grant and the history', async () => {
    const { api, mail } = system;
    const requestId = await approveOutsideChannel(api, choices);
    const { notices, grants, events } = await outcomeOf(api, requestId);

    expect(grants).toHaveLength(1);
    expect(grants[0]).toMatchObject({ clause: 'C7', status: 'open', supervisor: { sourcedId: 'staff-athletics' } });

    expect(new Set(notices.map(({ guardian }) => guardian.id)).size).toBe(notices.length);
    const delivered = notices.filter(({ status }) => status === 'delivered');
    const mails = mail.mails().filter(({ subject }) => /notice|aviso/i.test(subject));
    expect(mails).toHaveLength(delivered.length);
    expect(new Set(mails.flatMap(({ to }) => to)).size).toBe(delivered.length);

    const names = events.map(({ type }) => type.split('.')[2]);
    expect(names.slice(0, 2)).toEqual(['request-submitted', 'round-opened']);
    const inOrder = [
      'request-submitted',
      'round-opened',
      'task-decided',
      'round-approved',
      'request-approved',
      'authorization-activated',
    ];
    expect(inOrder.map((name) => names.indexOf(name))).toEqual(
      [...inOrder.map((name) => names.indexOf(name))].sort((a, b) => a - b),
    );
    for (const name of [...inOrder, 'alerts-opened', 'notices-opened', 'notices-delivered', 'access-granted'])
      expect(names).toContain(name);
    expect(events.map(({ sequence }) => sequence)).toEqual([...new Set(events.map(({ sequence }) => sequence))]);
  }, 90_000);

  it('gives the first answer to a repeated POST, and refuses the key with another body', async () => {
    const key = { 'idempotency-key': 'journey-1' };
    const first = await system.api.post(
      'coach.rivera',
      '/api/v1/exception-requests',
      outsideChannelRequest(choices),
      key,
    );
    const second = await system.api.post(
      'coach.rivera',
      '/api/v1/exception-requests',
      outsideChannelRequest(choices),
      key,
    );
    expect(second.body.id).toBe(first.body.id);
    const other = await system.api.post(
      'coach.rivera',
      '/api/v1/exception-requests',
      { ...outsideChannelRequest(choices), reason: 'Another.' },
      key,
    );
    expect(other).toMatchObject({ status: 422, body: { type: 'urn:sightline:problem:idempotency-key-reused' } });
  });

  it('is never decided by somebody else, nor twice, and one denial denies', async () => {
    const { api } = system;
    const asked = await api.post('coach.rivera', '/api/v1/exception-requests', outsideChannelRequest(choices));
    const task = await openTask(api, 'principal.lincoln', asked.body.id);
    const stranger = await api.post('coach.rivera', `/api/v1/approval-tasks/${task}/decision`, { outcome: 'approve' });
    const missing = await api.post('coach.rivera', `/api/v1/approval-tasks/${asked.body.id}/decision`, {
      outcome: 'approve',
    });
    expect([stranger.status, missing.status]).toEqual([404, 404]);
    await decide(api, 'principal.lincoln', asked.body.id, { outcome: 'deny', comment: 'Mail will do.' });
    const again = await api.post('principal.lincoln', `/api/v1/approval-tasks/${task}/decision`, {
      outcome: 'approve',
    });
    expect(again).toMatchObject({ status: 409, body: { type: 'urn:sightline:problem:already-decided', clause: 'C3' } });
    await eventually(
      () => api.get('coach.rivera', `/api/v1/exception-requests/${asked.body.id}`),
      ({ body }) => body.status === 'denied',
    );
  });
});

describe('a personal telephone (C5)', () => {
  it('needs all three findings, each in words, and any no makes approval impossible', async () => {
    const { api } = system;
    const asked = await api.post('coach.rivera', '/api/v1/exception-requests', personalPhoneRequest(choices));
    expect(asked.status).toBe(201);
    const task = await openTask(api, 'athletics.director', asked.body.id);
    const finding = (met: boolean) => ({ met, words: 'On away matches nothing else reaches the players.' });
    const decision = `/api/v1/approval-tasks/${task}/decision`;
    const findings = {
      necessaryOrBeneficial: finding(true),
      districtFormUnavailable: finding(true),
      relatedToActivity: finding(true),
    };
    expect(await api.post('athletics.director', decision, { outcome: 'approve' })).toMatchObject({
      status: 422,
      body: { clause: 'C5', errors: [{ field: 'findings' }] },
    });
    expect(
      await api.post('athletics.director', decision, {
        outcome: 'approve',
        findings: { ...findings, relatedToActivity: finding(false) },
      }),
    ).toMatchObject({ status: 422, body: { type: 'urn:sightline:problem:finding-not-met', clause: 'C5' } });
    expect((await api.post('athletics.director', decision, { outcome: 'approve', findings })).status).toBe(200);
    const { grants } = await outcomeOf(api, asked.body.id);
    expect(grants).toHaveLength(1);
  }, 60_000);
});

describe('own family (C4)', () => {
  it('needs no request, and the answer names the relation', async () => {
    const people = await system.api.get('teacher.nguyen', '/api/v1/people?role=student&q=nguyen');
    const child = people.body.items.find(({ username }: { username: string }) => username === 'student.nguyen');
    const { group: _, ...request } = outsideChannelRequest(choices);
    const answer = await system.api.post('teacher.nguyen', '/api/v1/exception-requests', {
      ...request,
      students: [child.sourcedId],
    });
    expect(answer).toMatchObject({
      status: 201,
      body: {
        status: 'not-required',
        notRequired: [{ relation: 'own-child', clause: 'C4', student: { id: child.id } }],
      },
    });
  });
});

describe('a withdrawal', () => {
  it('closes the tasks without a decision', async () => {
    const { api } = system;
    const asked = await api.post('coach.rivera', '/api/v1/exception-requests', outsideChannelRequest(choices));
    const task = await openTask(api, 'tech.lindqvist', asked.body.id);
    expect((await api.post('coach.rivera', `/api/v1/exception-requests/${asked.body.id}/withdraw`)).body.status).toBe(
      'withdrawn',
    );
    await eventually(
      () => api.get('tech.lindqvist', `/api/v1/approval-tasks/${task}`),
      ({ body }) => body.status === 'closed',
    );
  });
});
