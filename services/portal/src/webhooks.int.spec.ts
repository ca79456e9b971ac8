import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@sightline/service-kit';
import { unplacedEvent } from '@sightline/service-kit/testing';
import { eventually, testClock, testDatabase, type TestDatabase } from '@sightline/testing';
import { Webhook } from 'standardwebhooks';
import {
  operatorId,
  runWebhooks,
  teacherId,
  type Answered,
  type RunningWebhooks,
} from '../testing/running-webhooks.js';
import { startWebhookReceiver, type WebhookReceiver } from '../testing/webhook-receiver.js';

const approved = 'sightline.exception-request.request-approved.v1';
const ended = 'sightline.exception-request.authorization-ended.v1';
const [requestId, authorizationId] = [newId(), newId()];

let database: TestDatabase;
let webhooks: RunningWebhooks;
let receiver: WebhookReceiver;
// What a receiver's library judges is the real time.
const clock = testClock(new Date());

const endedEvent = (time: string = clock.now().toISOString()) =>
  unplacedEvent(
    ended,
    `authorization/${authorizationId}`,
    { authorizationId, requestId, end: 'revoked', endedOn: '2026-10-01' },
    { time },
  );

const register = async (more: object = {}) => {
  const answer = await webhooks.post('', { url: `${receiver.url}/in?token=hush`, eventTypes: [ended], ...more });
  expect(answer.status).toBe(201);
  return answer.body;
};
const deliveries = async (id: string, query = ''): Promise<Answered['body'][]> =>
  (await webhooks.get(`/${id}/deliveries${query}`)).body.items;
const settled = (id: string, status: string, count = 1) =>
  eventually(
    () => deliveries(id),
    (items) => items.filter((item) => item.status === status).length === count,
  );
const attempted = (id: string, attempts: number) =>
  eventually(
    () => deliveries(id),
    ([first]) => first?.attempts === attempts && first.lastAttemptAt !== null,
  );

beforeAll(async () => {
  database = await testDatabase(import.meta.url);
  webhooks = await runWebhooks(database.url, clock);
});
afterAll(async () => {
  await webhooks.stop();
  await database.drop();
});
beforeEach(async () => {
  receiver = await startWebhookReceiver();
});
afterEach(async () => {
  for (const { id, status } of (await webhooks.get('?limit=200')).body.items)
    if (status !== 'ended') await webhooks.post(`/${id}/end`);
  await receiver.close();
});

describe('a webhook', () => {
  it('hears of what it names, signed as Standard Webhooks says, with ids and links and nothing else', async () => {
    const { id, secret } = await register();
    const event = endedEvent();
    await webhooks.bus.feed(event, unplacedEvent(approved, `request/${requestId}`, {} as never));
    await settled(id, 'delivered');
    const [message, ...others] = receiver.received;
    expect(others).toEqual([]);
    expect(message!.path).toBe('/in?token=hush');
    expect(new Webhook(secret).verify(message!.body, message!.headers as Record<string, string>)).toEqual({
      type: ended,
      id: event.id,
      timestamp: event.time,
      data: {
        case: event.correlationid,
        authorizationId,
        links: { authorization: `https://sightline.example/api/v1/authorizations/${authorizationId}` },
      },
    });
    expect(message!.headers['webhook-id']).toBe(event.id);
    expect(() => new Webhook(secret).verify(`${message!.body} `, message!.headers as Record<string, string>)).toThrow();
  });

  it('shows its secret once, keeps it and its address out of the log, and the secret sealed', async () => {
    const { id, secret, url } = await register({ description: 'Our data team' });
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{32}$/);
    const shown = await webhooks.get(`/${id}`);
    expect(shown.body).toMatchObject({ status: 'active', url, description: 'Our data team', eventTypes: [ended] });
    expect(shown.text).not.toContain('whsec_');
    const { rows: events } = await webhooks.database.pool.query('select data from events');
    expect(JSON.stringify(events)).not.toMatch(/hush|whsec_|data team/);
    const { rows: words } = await webhooks.database.pool.query('select words from confidential');
    expect(JSON.stringify(words)).not.toContain(secret.slice('whsec_'.length));
    const { rows: answers } = await webhooks.database.pool.query('select answer from idempotency_keys');
    expect(JSON.stringify(answers)).not.toContain('whsec_');
  });

  it('is made once by a repeated request, which is answered alike', async () => {
    const body = { url: `${receiver.url}/once`, eventTypes: [ended] };
    const [first, again] = [
      await webhooks.post('', body, { key: 'once' }),
      await webhooks.post('', body, { key: 'once' }),
    ];
    expect(again).toEqual(first);
    expect((await webhooks.post('', { ...body, eventTypes: [approved] }, { key: 'once' })).status).toBe(422);
  });

  it.each([
    ['an unknown type', { eventTypes: ['sightline.portal.webhook-tested.v1'] }, 'event-type-not-offered'],
    [
      'a type that is not for webhooks',
      { eventTypes: ['sightline.directory.restriction-recorded.v1'] },
      'event-type-not-offered',
    ],
    ['a private address', { url: 'https://10.0.0.1/in' }, 'webhook-address-refused'],
    ['an address without TLS', { url: 'http://hooks.district-data.org/in' }, 'webhook-address-refused'],
    ['an unknown field', { secret: 'mine' }, 'invalid-request'],
  ])('is refused with %s', async (_, fault, type) => {
    const answer = await webhooks.post('', { url: receiver.url, eventTypes: [ended], ...fault });
    expect([answer.status === 201, answer.body.type]).toEqual([false, expect.stringContaining(type)]);
  });

  it('is for operators and the district’s machine client; to anybody else there is nothing', async () => {
    const { id } = await register();
    for (const path of ['', `/${id}`, `/${id}/deliveries`]) {
      expect((await webhooks.get(path, 'webhooks')).status).toBe(200);
      expect((await webhooks.get(path, teacherId)).status).toBe(404);
      expect((await webhooks.get(path, 'roster')).status).toBe(403);
    }
    for (const path of ['', `/${id}/end`, `/${id}/enable`, `/${id}/test`, `/${id}/secret-rotation`])
      expect(
        (
          await webhooks.post(path, path === '' ? { url: receiver.url, eventTypes: [ended] } : undefined, {
            caller: teacherId,
          })
        ).status,
      ).toBe(404);
    expect((await webhooks.get(`/${newId()}`, operatorId)).status).toBe(404);
    expect((await webhooks.get(`/${id}`)).body.status).toBe('active');
  });

  it('signs with both secrets while one takes the place of the other, and then with the new one alone', async () => {
    const { id, secret: before } = await register();
    const rotated = await webhooks.post(`/${id}/secret-rotation`, { overlapHours: 1 });
    const { secret: after, previousSecretEndsAt } = rotated.body;
    expect(after).not.toBe(before);
    expect(previousSecretEndsAt).not.toBeNull();
    const verified = (secret: string, index: number): boolean => {
      const { body, headers } = receiver.received[index]!;
      try {
        return new Webhook(secret).verify(body, headers as Record<string, string>) !== undefined;
      } catch {
        return false;
      }
    };
    await webhooks.post(`/${id}/test`);
    await settled(id, 'delivered');
    expect(receiver.received[0]!.headers['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/);
    expect([verified(before, 0), verified(after, 0)]).toEqual([true, true]);
  });

  it('gets a test, which says that it is one', async () => {
    const { id } = await register();
    const queued = await webhooks.post(`/${id}/test`);
    expect(queued.status).toBe(202);
    await settled(id, 'delivered');
    expect(receiver.received[0]!.json).toMatchObject({
      type: 'sightline.portal.webhook-tested.v1',
      data: { webhookId: id },
    });
  });

  it('hears of nothing that was decided before it was registered', async () => {
    const earlier = endedEvent(new Date(clock.now().getTime() - 1_000).toISOString());
    const { id } = await register();
    await webhooks.bus.feed(earlier);
    expect(await deliveries(id)).toEqual([]);
  });
});

describe('what is not taken', () => {
  it('is sent again under the same id, later each time, until it is', async () => {
    receiver.answers(503);
    const { id } = await register();
    await webhooks.bus.feed(endedEvent());
    await attempted(id, 1);
    clock.advance({ seconds: 5 });
    await attempted(id, 2);
    const [waiting] = await deliveries(id, '?status=waiting');
    expect(waiting).toMatchObject({ lastOutcome: 'failing', responseStatus: 503 });
    const delayMs = Date.parse(waiting.nextAttemptAt) - clock.now().getTime();
    expect(delayMs).toBeGreaterThan(11_000);
    expect(delayMs).toBeLessThanOrEqual(15_000);
    receiver.answers(200);
    clock.advance({ seconds: 15 });
    await settled(id, 'delivered');
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(receiver.received).toHaveLength(3);
    expect((await webhooks.get(`/${id}`)).body).toMatchObject({ failingSince: null, status: 'active' });
  });

  it('is sent to the named address and to no other: a redirect is not followed', async () => {
    const elsewhere = await startWebhookReceiver();
    receiver.answers(307, { location: elsewhere.url });
    const { id } = await register();
    await webhooks.bus.feed(endedEvent());
    const [delivery] = await attempted(id, 1);
    expect(delivery).toMatchObject({ lastOutcome: 'redirected', responseStatus: 307, status: 'waiting' });
    expect(elsewhere.received).toEqual([]);
    await elsewhere.close();
  });

  it('holds up nobody else: a receiver that never answers is given up after its time', async () => {
    const dead = await startWebhookReceiver();
    dead.answersBy(() => undefined);
    const hanging = await register({ url: dead.url });
    const { id } = await register();
    await webhooks.bus.feed(...Array.from({ length: 30 }, () => endedEvent()));
    await settled(id, 'delivered', 30);
    const order = receiver.received.map(({ json }) => json.id);
    const listed = (await deliveries(id, '?limit=200')).map(({ eventId }) => eventId);
    expect(order).toEqual(listed.reverse());
    await eventually(
      () => deliveries(hanging.id, '?limit=200'),
      (items) => items.some(({ lastOutcome }) => lastOutcome === 'timed-out'),
    );
    // The others wait for the one that failed.
    expect(dead.received.length).toBeLessThan(5);
    await dead.close();
  });

  it('disables a webhook whose address says that it is gone', async () => {
    receiver.answers(410);
    const { id } = await register();
    await webhooks.bus.feed(endedEvent());
    await eventually(
      async () => (await webhooks.get(`/${id}`)).body,
      ({ status, disableReason }) => status === 'disabled' && disableReason === 'gone',
    );
    expect((await webhooks.post(`/${id}/test`)).status).toBe(409);
    receiver.answers(200);
    await webhooks.bus.feed(endedEvent());
    clock.advance({ minutes: 1 });
    expect((await webhooks.post(`/${id}/enable`)).body.status).toBe('active');
    await settled(id, 'delivered', 2);
  });

  it('disables a webhook that takes nothing for three days, tells so by an event, and gives the message up', async () => {
    receiver.answers(500);
    const { id } = await register();
    await webhooks.bus.feed(endedEvent());
    for (let attempts = 1; attempts < 40; attempts += 1) {
      const [delivery] = await attempted(id, attempts);
      if (delivery.status !== 'waiting' || (await webhooks.get(`/${id}`)).body.status === 'disabled') break;
      clock.moveTo(delivery.nextAttemptAt);
      clock.advance({ seconds: 1 });
    }
    await settled(id, 'failed');
    clock.advance({ days: 1 });
    await webhooks.bus.feed(endedEvent());
    await eventually(
      async () => (await webhooks.get(`/${id}`)).body,
      ({ status }) => status === 'disabled',
    );
    const { rows } = await webhooks.database.pool.query(
      `select data from events where type = 'sightline.portal.webhook-disabled.v1' and data->>'webhookId' = $1`,
      [id],
    );
    expect(rows).toEqual([{ data: { webhookId: id, reason: 'failing', failingSince: expect.any(String) } }]);
  });

  it('is sent once more by hand', async () => {
    const { id } = await register();
    await webhooks.bus.feed(endedEvent());
    const [delivery] = await settled(id, 'delivered');
    clock.advance({ minutes: 1 });
    const again = await webhooks.post(`/${id}/deliveries/${delivery.id}/redelivery`);
    expect([again.status, again.body.status]).toEqual([202, 'waiting']);
    await settled(id, 'delivered');
    expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual([delivery.eventId, delivery.eventId]);
    expect((await webhooks.post(`/${id}/deliveries/${newId()}/redelivery`)).status).toBe(404);
  });

  it('is cancelled with the webhook, whose address and secrets are destroyed', async () => {
    receiver.answers(500);
    const { id } = await register();
    await webhooks.bus.feed(endedEvent());
    await attempted(id, 1);
    expect((await webhooks.post(`/${id}/end`)).body.status).toBe('ended');
    expect((await deliveries(id)).map(({ status }) => status)).toEqual(['cancelled']);
    clock.advance({ minutes: 2 });
    await eventually(
      async () => (await webhooks.get(`/${id}`)).body.url,
      (url) => url === null,
    );
    expect((await webhooks.post(`/${id}/secret-rotation`)).status).toBe(409);
  });

  it('is listed page by page, by status', async () => {
    const { id } = await register();
    await webhooks.bus.feed(endedEvent(), endedEvent(), endedEvent());
    await settled(id, 'delivered', 3);
    const first = await webhooks.get(`/${id}/deliveries?status=delivered&limit=2`);
    const second = await webhooks.get(`/${id}/deliveries?status=delivered&limit=2&cursor=${first.body.next}`);
    expect([first.body.items.length, second.body.items.length, second.body.next]).toEqual([2, 1, null]);
    expect(await deliveries(id, '?status=waiting')).toEqual([]);
  });
});
