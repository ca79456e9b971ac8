import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startWebhookReceiver, type WebhookReceiver } from '../../../testing/webhook-receiver.js';
import type { Resolve } from './guarded-connector.js';
import { HttpMessageSender } from './http-message-sender.js';

let inside: WebhookReceiver;
const senders: HttpMessageSender[] = [];

beforeAll(async () => {
  inside = await startWebhookReceiver();
});
afterEach(async () => {
  inside.received.length = 0;
  for (const sender of senders.splice(0)) await sender.close();
});
afterAll(() => inside.close());

const senderWith = (options: { loopback?: boolean; resolve?: Resolve; timeoutMs?: number }): HttpMessageSender => {
  const sender = new HttpMessageSender({ loopback: false, timeoutMs: 2_000, ...options });
  senders.push(sender);
  return sender;
};
const resolvingTo =
  (...addresses: string[]): Resolve =>
  (_host, answer) =>
    answer(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
const send = (sender: HttpMessageSender, host: string) =>
  sender.send(`http://${host}:${inside.port}/in`, { 'webhook-id': 'm' }, '{}');

describe('a connection that is really made', () => {
  it.each([
    ['by number', '127.0.0.1'],
    ['by a short number', '127.1'],
    ['by a decimal number', '2130706433'],
    ['by an octal number', '0177.0.0.1'],
    ['by a mapped number', '[::ffff:127.0.0.1]'],
    ['by IPv6', '[::1]'],
    ['by name', 'localhost'],
  ])('does not lead inside %s', async (_, host) => {
    expect(await send(senderWith({}), host)).toEqual({ kind: 'address-refused', status: null });
    expect(inside.received).toEqual([]);
  });

  it.each([
    ['inside', ['127.0.0.1']],
    ['inside as well as outside', ['93.184.215.14', '127.0.0.1']],
    ['inside in the guise of IPv6', ['::ffff:127.0.0.1']],
    ['to metadata', ['169.254.169.254']],
  ])('is refused for a name that leads %s', async (_, addresses) => {
    const outcome = await send(senderWith({ resolve: resolvingTo(...addresses) }), 'rebound.district-data.org');
    expect(outcome).toEqual({ kind: 'address-refused', status: null });
    expect(inside.received).toEqual([]);
  });

  it('is judged anew each time: a name that led elsewhere a moment ago gains nothing', async () => {
    let address = '127.0.0.1';
    const looked: string[] = [];
    const resolve: Resolve = (host, answer) => {
      looked.push(address);
      resolvingTo(address)(host, answer);
    };
    // Here this computer stands for the open internet, and another network for the inside.
    const sender = senderWith({ loopback: true, resolve });
    inside.answersBy((response) => response.writeHead(200, { connection: 'close' }).end());
    expect(await send(sender, 'rebound.district-data.org')).toEqual({ kind: 'delivered', status: 200 });
    address = '10.0.0.1';
    expect(await send(sender, 'rebound.district-data.org')).toEqual({ kind: 'address-refused', status: null });
    expect([inside.received.length, looked]).toEqual([1, ['127.0.0.1', '10.0.0.1']]);
  });

  it('tells a name that leads nowhere from a refused one', async () => {
    const resolve: Resolve = (_host, answer) => answer(Object.assign(new Error('nobody'), { code: 'ENOTFOUND' }), []);
    expect(await send(senderWith({ resolve }), 'nobody.district-data.org')).toEqual({
      kind: 'unreachable',
      status: null,
    });
  });
});

describe('an answer', () => {
  const sendInside = (timeoutMs = 2_000) => send(senderWith({ loopback: true, timeoutMs }), '127.0.0.1');

  it.each([
    [200, 'delivered'],
    [299, 'delivered'],
    [301, 'redirected'],
    [400, 'refused'],
    [404, 'refused'],
    [410, 'gone'],
    [429, 'failing'],
    [500, 'failing'],
    [503, 'failing'],
  ])('%i means %s', async (status, kind) => {
    inside.answers(status, status === 301 ? { location: 'http://10.0.0.1/' } : {});
    expect(await sendInside()).toEqual({ kind, status });
  });

  it('that never comes is given up in time; of one that has begun the status counts', async () => {
    inside.answersBy(() => undefined);
    const began = performance.now();
    expect(await sendInside(300)).toEqual({ kind: 'timed-out', status: null });
    expect(performance.now() - began).toBeLessThan(2_000);
    inside.answersBy((response) => void response.write(''));
    expect(await sendInside(300)).toEqual({ kind: 'delivered', status: 200 });
  });

  it('that never ends is read to a bound: the status counts, and the rest is dropped in time', async () => {
    let written = 0;
    inside.answersBy((response) => {
      response.writeHead(200);
      const pour = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(16_384))) written += 16_384;
        if (!response.destroyed) response.once('drain', pour);
      };
      pour();
    });
    const began = performance.now();
    expect(await sendInside(2_000)).toEqual({ kind: 'delivered', status: 200 });
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(written).toBeLessThan(20_000_000);
  });
});
