import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  eventually,
  startReceivingMailServer,
  testClock,
  testDatabase,
  type ReceivingMailServer,
  type TestClock,
  type TestDatabase,
} from '@sightline/testing';
import { coverageLines } from './read-models/coverage/coverage-lines.query.js';
import { startCarrierStandIn, type CarrierStandIn } from '../testing/carrier-stand-in.js';
import { overHttp, type NotificationOverHttp } from '../testing/notification-over-http.js';
import { runNotification, type RunningNotification } from '../testing/running-notification.js';
import { authorizationActivated, guardiansChanged, sampleAuthorization } from '../testing/sample-events.js';

const publicUrl = 'https://sightline.example';
const statusPath = '/api/v1/text-messages/status';
const repliesPath = '/api/v1/text-messages/replies';

describe('notices by text message', () => {
  let database: TestDatabase;
  let mail: ReceivingMailServer;
  let carrier: CarrierStandIn;
  let clock: TestClock;
  let service: RunningNotification;
  let http: NotificationOverHttp;

  beforeEach(async () => {
    database = await testDatabase(import.meta.url);
    mail = await startReceivingMailServer();
    carrier = await startCarrierStandIn();
    clock = testClock();
    const { apiUrl, accountSid, authToken } = carrier;
    service = await runNotification(database, {
      ...{ smtpUrl: mail.url, clock },
      texts: { apiUrl, accountSid, authToken, from: '+15550100199', messagesPerSecondMax: 100 },
    });
    http = await overHttp(service);
  });
  afterEach(async () => {
    await http.close();
    await service.stop();
    await carrier.close();
    await mail.close();
    await database.drop();
  });

  const callBack = (path: string, form: Readonly<Record<string, string>>, tamper = '') => {
    const { body, signature } = carrier.signed(`${publicUrl}${path}`, form);
    return http.postForm(path, body + tamper, { 'x-twilio-signature': signature });
  };
  /** A mother who wants text messages first, and an approval for her child. */
  const approval = async (details: object = {}, channels: readonly string[] = ['text-message']) => {
    const { names } = service;
    const mother = names.person('Maya Alder', { email: 'maya@family.example', phone: '(555) 210-0123', ...details });
    const [teacher, ann] = [names.person('Robin Teacher'), names.person('Ann Alder')];
    if (channels.length > 0) await http.post('/api/v1/contact-preferences', { channels }, mother);
    const authorization = sampleAuthorization(teacher);
    await service.bus.feed(guardiansChanged(ann, [mother]));
    const approve = () => service.bus.feed(authorizationActivated(authorization, [ann]));
    await approve();
    return { mother, ann, ...authorization };
  };
  const textSent = () =>
    eventually(
      () => carrier.texts(),
      (texts) => texts.length > 0,
    ).then(([text]) => text!);
  const lineOf = async ({ authorizationId }: { authorizationId: string }) => {
    const [line] = await coverageLines(service.database.pool, authorizationId, 10);
    return [line!.status, line!.channel, line!.reason];
  };

  it('name no child, and count as told when the carrier says that the telephone has it', async () => {
    const told = await approval();
    const { to, body, statusUrl, sid } = await textSent();
    expect(to).toBe('+15552100123');
    expect(body).toContain('Robin Teacher may communicate with your child by text message until June 30, 2027');
    expect(body).toMatch(/P 4650.*https:\/\/sightline\.example\/notices\/.*Call 555-0100.*STOP/);
    expect(body).not.toContain('Ann');
    expect(statusUrl).toBe(`${publicUrl}${statusPath}`);
    expect(await lineOf(told)).toEqual(['waiting', null, null]);
    for (const status of ['sent', 'delivered'])
      expect((await callBack(statusPath, { MessageSid: sid, MessageStatus: status })).status).toBe(204);
    await eventually(
      () => lineOf(told),
      (line) => expect(line).toEqual(['told', 'text-message', null]),
    );
    expect(mail.mails()).toEqual([]);
  });

  it('that a telephone does not take go by mail, and both stand in the history', async () => {
    const told = await approval();
    const { sid } = await textSent();
    await callBack(statusPath, { MessageSid: sid, MessageStatus: 'undelivered', ErrorCode: '30003' });
    await mail.waitFor(({ to }) => to[0] === 'maya@family.example');
    await eventually(
      () => lineOf(told),
      (line) => expect(line).toEqual(['told', 'email', null]),
    );
    const { rows } = await service.database.pool.query(
      `select data->>'channel' as channel, data->'failures'->0->>'reason' as reason from events
       where type = 'sightline.notification.notice-channel-failed.v1'`,
    );
    expect(rows).toEqual([{ channel: 'text-message', reason: 'bounced' }]);
  });

  it('on which the carrier never reports go by mail a day later', async () => {
    await approval();
    await textSent();
    const underWay = () => service.database.pool.query('select carrier_id, lease_id from deliveries');
    await eventually(underWay, ({ rows: [row] }) => row?.carrier_id !== null && row?.lease_id === null);
    clock.advance({ hours: 23 });
    expect(mail.mails()).toEqual([]);
    clock.advance({ hours: 2 });
    await mail.waitFor(({ to }) => to[0] === 'maya@family.example');
    expect(carrier.texts()).toHaveLength(1);
  });

  it('are what reaches a family whose mail is refused or missing, before any gap is named', async () => {
    mail.refuseNext(1, 550);
    const told = await approval({}, []);
    const { sid } = await textSent();
    await callBack(statusPath, { MessageSid: sid, MessageStatus: 'failed' });
    await eventually(
      () => lineOf(told),
      (line) => expect(line).toEqual(['not-told', null, 'undeliverable']),
    );
    const { rows } = await service.database.pool.query('select failure from notices');
    expect(rows).toEqual([{ failure: 'refused' }]);
  });

  it('end with STOP, obeyed once and for the mandatory notice too, which moves to mail; START takes it back', async () => {
    const { mother, ann } = await approval();
    const { sid } = await textSent();
    await callBack(statusPath, { MessageSid: sid, MessageStatus: 'delivered' });
    const reply = (body: string) =>
      callBack(repliesPath, { From: '+15552100123', Body: body, MessageSid: 'SM1', To: '+15550100199' });
    const stopped = await reply(' Stop. ');
    expect([stopped.status, stopped.type, stopped.text]).toEqual([
      200,
      expect.stringContaining('text/xml'),
      expect.not.stringContaining('<Message>'),
    ]);
    expect((await http.get('/api/v1/contact-preferences', mother)).body.textMessages).toBe('stopped');
    await service.bus.feed(authorizationActivated(sampleAuthorization(service.names.person('Sam Coach')), [ann]));
    await mail.waitFor(({ to }) => to[0] === 'maya@family.example');
    expect(carrier.texts()).toHaveLength(1);

    await reply('START');
    expect((await http.get('/api/v1/contact-preferences', mother)).body.textMessages).toBe('allowed');
    const help = await reply('AYUDA');
    expect(help.text).toContain('START');
    expect((await reply('Who is this? <3')).text).toContain('please call 555-0100');
  });

  it('are not what mail falls back on for a reader who said STOP: then the gap is named', async () => {
    const { mother, ann } = await approval();
    const { sid } = await textSent();
    await callBack(statusPath, { MessageSid: sid, MessageStatus: 'delivered' });
    await callBack(repliesPath, { From: '+15552100123', Body: 'STOP', MessageSid: 'SM1' });
    mail.refuseNext(1, 550);
    const later = sampleAuthorization(service.names.person('Sam Coach'));
    await service.bus.feed(authorizationActivated(later, [ann]));
    await eventually(
      () => lineOf(later),
      (line) => expect(line).toEqual(['not-told', null, 'undeliverable']),
    );
    expect((await http.get('/api/v1/contact-preferences', mother)).body.textMessages).toBe('stopped');
    expect(carrier.texts()).toHaveLength(1);
  });

  it('that the carrier knows as stopped move to mail at once', async () => {
    carrier.refuseNext(400, 21610);
    await approval();
    await mail.waitFor(({ to }) => to[0] === 'maya@family.example');
    expect(carrier.texts()).toEqual([]);
  });

  it('wait for the morning, by the district’s clock or the reader’s own, without counting an attempt', async () => {
    clock.moveTo('2026-09-15T03:00:00.000Z');
    await approval();
    const waiting = () => service.database.pool.query('select attempts, next_attempt_at, lease_id from deliveries');
    await eventually(waiting, ({ rows }) =>
      expect(rows).toEqual([{ attempts: 0, next_attempt_at: new Date('2026-09-15T13:00:00.000Z'), lease_id: null }]),
    );
    expect(carrier.texts()).toEqual([]);
    clock.moveTo('2026-09-15T13:00:00.000Z');
    await textSent();
  });

  it('of a provider that is away wait, while mail goes on', async () => {
    await carrier.close();
    await approval();
    const { names } = service;
    const father = names.person('Rex Birch', { email: 'rex@family.example' });
    const ben = names.person('Ben Birch');
    await service.bus.feed(guardiansChanged(ben, [father]));
    await service.bus.feed(authorizationActivated(sampleAuthorization(names.person('Sam Coach')), [ben]));
    await mail.waitFor(({ to }) => to[0] === 'rex@family.example');
    const { rows } = await eventually(
      () =>
        service.database.pool.query(
          `select outcome, lease_id, attempts from deliveries where channel = 'text-message'`,
        ),
      (seen) => seen.rows[0]?.attempts === 1 && seen.rows[0].lease_id === null,
    );
    expect(rows).toEqual([{ outcome: null, lease_id: null, attempts: 1 }]);
    carrier = await startCarrierStandIn();
  });

  it('go on, and letters too, while the mail server is away; the mail itself waits', async () => {
    await mail.close();
    const { names } = service;
    const father = names.person('Rex Birch', { email: 'rex@family.example' });
    const ruth = names.person('Ruth Walker', {
      postalAddress: { street: ['14 Millpond Road'], city: 'Fairhaven', state: 'NY', postalCode: '10001', country: '' },
    });
    const [ben, olivia] = [names.person('Ben Birch'), names.person('Olivia Walker')];
    await service.bus.feed(guardiansChanged(ben, [father]), guardiansChanged(olivia, [ruth]));
    await service.bus.feed(authorizationActivated(sampleAuthorization(names.person('Sam Coach')), [ben, olivia]));
    const underWay = () =>
      service.database.pool.query(`select lease_id, attempts, outcome from deliveries where channel = 'email'`);
    await eventually(underWay, ({ rows: [row] }) => row?.attempts === 1 && row.lease_id === null);
    await approval();
    expect((await textSent()).to).toBe('+15552100123');
    await eventually(
      async () => (await service.database.pool.query('select status from letters')).rows,
      (letters) => expect(letters).toEqual([{ status: 'waiting' }]),
    );
    expect((await underWay()).rows).toContainEqual({ lease_id: null, attempts: 1, outcome: null });
    mail = await startReceivingMailServer();
  });

  it('take no word from anybody but the carrier', async () => {
    const told = await approval();
    const { sid } = await textSent();
    const form = { MessageSid: sid, MessageStatus: 'delivered' };
    for (const answer of [
      await callBack(statusPath, form, '&MessageStatus2=x'),
      await http.postForm(statusPath, new URLSearchParams(form).toString()),
      await http.postForm(statusPath, new URLSearchParams(form).toString(), { 'x-twilio-signature': 'AAAA' }),
      await http.postForm(repliesPath, 'From=%2B15552100123&Body=STOP'),
    ])
      expect([answer.status, answer.type]).toEqual([404, expect.stringContaining('application/problem+json')]);
    expect(await lineOf(told)).toEqual(['waiting', null, null]);
  });
});
