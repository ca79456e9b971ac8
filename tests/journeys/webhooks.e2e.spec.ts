import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@sightline/testing';
import { ApiClient } from './support/api-client.js';
import { checkProjections } from './support/check-projections.js';
import { startStandalone, type StandaloneSightline } from './support/start-standalone.js';

const registered = 'sightline.directory.district-form-registered.v1';
/** So many messages may go out twice when the process dies between the receiver's answer and our record: one claim. */
const repeatedMax = 10;

describe('a process that dies between a receiver’s answer and its own record', () => {
  let sightline: StandaloneSightline;
  let receiver: http.Server;
  const received: string[] = [];
  const switchedOn = { WEBHOOK_LOOPBACK: 'on' };

  beforeAll(async () => {
    receiver = http.createServer((request, response) => {
      received.push(String(request.headers['webhook-id']));
      request.resume().on('end', () => response.writeHead(204).end());
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    sightline = await startStandalone({ ...switchedOn, SIGHTLINE_FAILPOINTS: 'webhook.after-send-before-record:2' });
  }, 60_000);
  afterAll(async () => {
    await sightline?.stop();
    receiver.closeAllConnections();
    await new Promise((resolve) => receiver.close(resolve));
  }, 60_000);

  it('sends what it may have sent once more under the same id, loses nothing, and goes on', async () => {
    const machine = await ApiClient.machine(sightline.url, sightline.machineClient);
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/in`;
    const webhook = await machine.post('/api/v1/webhooks', { url, eventTypes: [registered] });
    expect(webhook.status).toBe(201);
    const registerForm = (name: string) =>
      machine.post('/api/v1/district-forms', { kind: 'email', name }).catch(() => undefined);
    await registerForm('Before');
    await eventually(
      () => received.length,
      (count) => count === 1,
    );
    await registerForm('The one at which it dies');
    await sightline.ended();
    expect(received).toHaveLength(2);

    await sightline.restart('portal', switchedOn);
    const again = await ApiClient.machine(sightline.url, sightline.machineClient);
    expect(await again.post('/api/v1/district-forms', { kind: 'email', name: 'After' })).toMatchObject({ status: 201 });
    const deliveries = await eventually(
      () => again.all(`/api/v1/webhooks/${webhook.body.id}/deliveries`),
      (items) => items.length === 3 && items.every(({ status }) => status === 'delivered'),
      { timeoutMs: 20_000 },
    );
    expect(new Set(received)).toEqual(new Set(deliveries.map(({ eventId }) => eventId)));
    expect(received.length - deliveries.length).toBeGreaterThanOrEqual(1);
    expect(received.length - deliveries.length).toBeLessThanOrEqual(repeatedMax);
    expect(await checkProjections(sightline)).toMatch(/^Every projection is what the logs say$/m);
  }, 120_000);
});
