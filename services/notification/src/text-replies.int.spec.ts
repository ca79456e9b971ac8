import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { verifyCommitment } from '@sightline/event-store';
import { newId } from '@sightline/service-kit';
import {
  eventually,
  startReceivingMailServer,
  testClock,
  testDatabase,
  type ReceivingMailServer,
  type TestClock,
  type TestDatabase,
} from '@sightline/testing';
import { startCarrierStandIn, type CarrierStandIn } from '../testing/carrier-stand-in.js';
import { overHttp, type NotificationOverHttp } from '../testing/notification-over-http.js';
import { runNotification, type RunningNotification } from '../testing/running-notification.js';
import {
  authorizationActivated,
  guardiansChanged,
  personRegistered,
  sampleAuthorization,
} from '../testing/sample-events.js';

const repliesPath = '/api/v1/text-messages/replies';
const words = 'Is Olivia’s coach allowed to write at night?';

describe('replies to text messages (C6)', () => {
  let database: TestDatabase;
  let mail: ReceivingMailServer;
  let carrier: CarrierStandIn;
  let clock: TestClock;
  let service: RunningNotification;
  let http: NotificationOverHttp;
  let [mother, principal, elsewhere, administrator, school] = ['', '', '', '', ''];

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
    await mothersText();
  });
  afterEach(async () => {
    await http.close();
    await service.stop();
    await carrier.close();
    await mail.close();
    await database.drop();
  });

  /** A mother who reads Spanish has got a text message about her daughter at Lincoln School. */
  const mothersText = async (): Promise<void> => {
    const { names, bus } = service;
    const staff = (name: string) =>
      names.person(name, { email: `${name.split(' ')[0]!.toLowerCase()}@district.example` });
    mother = names.person('Maya Walker', { phone: '(555) 210-0123', language: 'es' });
    [principal, elsewhere, administrator] = [staff('Pat Principal'), staff('Lee Elsewhere'), staff('Ada District')];
    const olivia = names.person('Olivia Walker');
    school = names.place('Lincoln School');
    await bus.feed(
      personRegistered(olivia, 'olivia', [{ role: 'student', buildingId: school }]),
      personRegistered(principal, 'pat', [{ role: 'principal', buildingId: school }]),
      personRegistered(elsewhere, 'lee', [{ role: 'principal', buildingId: newId() }]),
      personRegistered(administrator, 'ada', [{ role: 'administrator' }]),
      guardiansChanged(olivia, [mother]),
    );
    await http.post('/api/v1/contact-preferences', { channels: ['text-message'] }, mother);
    await bus.feed(authorizationActivated(sampleAuthorization(names.person('Robin Teacher')), [olivia]));
    await eventually(
      () => service.database.pool.query('select 1 from text_numbers join deliveries on carrier_id is not null'),
      ({ rows }) => rows.length === 1,
    );
  };
  const reply = (text: string, sid = 'SM1', from = '+15552100123') => {
    const form = { From: from, Body: text, MessageSid: sid, To: '+15550100199' };
    const { body, signature } = carrier.signed(`https://sightline.example${repliesPath}`, form);
    return http.postForm(repliesPath, body, { 'x-twilio-signature': signature });
  };
  const listed = async (caller: string, query = '') =>
    (await http.get(`/api/v1/text-replies${query}`, caller)).body.items as { id: string; text: string }[];
  const toldTo = () => mail.mails().map(({ to }) => to[0]);

  it('are answered in the reader’s language, and reach the principal of the school without the words in the mail', async () => {
    expect((await reply(words)).text).toContain('La oficina de la escuela recibió su mensaje. Si es urgente, llame al');
    const [open] = await listed(principal, '?status=open');
    expect(open).toEqual({
      ...{ id: open!.id, status: 'open', createdAt: clock.now().toISOString(), text: words, number: null },
      links: { self: `/api/v1/text-replies/${open!.id}`, answered: `/api/v1/text-replies/${open!.id}/answered` },
      people: [{ id: mother, sourcedId: `sourced-${mother}` }],
      buildings: [{ id: school, sourcedId: `sourced-${school}`, name: 'Lincoln School' }],
      ...{ answeredAt: null, answeredBy: null, note: null },
    });
    const { text, html, subject } = await mail.waitFor(({ to }) => to[0] === 'pat@district.example');
    expect(subject).toBe('Somebody has answered a text message');
    expect(`${text}${html}`).not.toMatch(/Olivia|coach|Maya|555|\/tasks/);
    expect(toldTo()).toEqual(['pat@district.example']);
  });

  it('stand in the log as ids and a commitment to the words alone', async () => {
    await reply(words);
    const { rows } = await service.database.pool.query(
      `select data, actor, key, confidential.words from events
         join confidential on record_id = (data->'words'->>'recordId')::uuid
       where type = 'sightline.notification.text-reply-received.v1'`,
    );
    const [{ data, actor, key, words: kept }] = rows as [never];
    expect([data, actor, kept]).toEqual([
      {
        ...{ replyId: expect.any(String), personIds: [mother], buildingIds: [school] },
        words: { recordId: expect.any(String), commitment: expect.any(String) },
      },
      'system:notification',
      { text: words },
    ]);
    expect(verifyCommitment(key, kept, (data as { words: { commitment: string } }).words.commitment)).toBe(true);
    const { rows: said } = await service.database.pool.query(`select 1 from events where data::text like '%coach%'`);
    expect(said).toEqual([]);
  });

  it('that the carrier brings again are one reply and one alert; STOP and HELP are none', async () => {
    for (const sid of ['SM1', 'SM1', 'SM2']) expect((await reply(words, sid)).status).toBe(200);
    await reply('AYUDA', 'SM3');
    await reply('STOP', 'SM4');
    expect(await listed(principal)).toHaveLength(2);
    await eventually(toldTo, (told) => told.length === 2);
    const { rows } = await service.database.pool.query('select count(*)::integer as kept from confidential');
    expect(rows).toEqual([{ kept: 2 }]);
  });

  it('of a stranger reach the district’s administrator, with the number to answer to', async () => {
    expect((await reply('Who is this? \0😀', 'SM1', '+15559990000')).text).toContain(
      'The school office has your message',
    );
    await mail.waitFor(({ to }) => to[0] === 'ada@district.example');
    expect(await listed(administrator)).toMatchObject([
      { text: 'Who is this? 😀', number: '+15559990000', people: [], buildings: [] },
    ]);
    expect(await listed(principal)).toEqual([]);
    expect(toldTo()).toEqual(['ada@district.example']);
  });

  it('are as good as not there for anybody but the office of the school', async () => {
    await reply(words);
    const [open] = await listed(administrator);
    const missing = await http.get(`/api/v1/text-replies/${newId()}`, elsewhere);
    for (const caller of [mother, elsewhere]) {
      expect(await listed(caller)).toEqual([]);
      const hidden = await http.get(`/api/v1/text-replies/${open!.id}`, caller);
      const note = await http.post(`/api/v1/text-replies/${open!.id}/answered`, { note: 'Called' }, caller);
      expect([hidden.status, note.status]).toEqual([404, 404]);
      expect(Object.keys(hidden.body)).toEqual(Object.keys(missing.body));
      expect(hidden.body.title).toBe(missing.body.title);
    }
    expect((await http.get('/api/v1/text-replies', 'machine')).status).toBe(403);
    expect((await http.get('/api/v1/text-replies')).status).toBe(401);
  });

  it('are answered once, by name and with a note, and repeated under one key it is one answer', async () => {
    await reply(words);
    const [open] = await listed(principal);
    const path = `/api/v1/text-replies/${open!.id}/answered`;
    const refusedBodies = [{}, { note: 'x'.repeat(1_001) }, { note: 'Called', other: 1 }];
    for (const body of refusedBodies) expect((await http.post(path, body, principal)).status).toBe(422);
    const blank = await http.post(path, { note: '  ' }, principal);
    expect([blank.status, blank.body.clause, blank.body.type]).toEqual([
      422,
      'C6',
      expect.stringContaining('note-missing'),
    ]);
    clock.advance({ hours: 1 });
    const key = { 'idempotency-key': newId() };
    for (const attempt of [1, 2]) {
      const { status, body } = await http.post(path, { note: ' Called her. ' }, principal, key);
      expect([attempt, status, body.status, body.note]).toEqual([attempt, 200, 'answered', 'Called her.']);
      expect([body.answeredBy.id, body.answeredAt]).toEqual([principal, clock.now().toISOString()]);
    }
    const late = await http.post(path, { note: 'Me too' }, administrator);
    expect([late.status, late.body.clause]).toEqual([409, 'C6']);
    expect(await listed(principal, '?status=open')).toEqual([]);
    expect(await listed(principal, '?status=answered')).toHaveLength(1);
  });

  it('are not alerted to any more once somebody has answered', async () => {
    await http.post('/api/v1/contact-preferences', { alerts: 'daily' }, principal);
    await reply(words);
    const [open] = await listed(principal);
    await http.post(`/api/v1/text-replies/${open!.id}/answered`, { note: 'Called her.' }, principal);
    const { rows } = await service.database.pool.query('select kind, status from alerts');
    expect(rows).toEqual([{ kind: 'text-reply-received', status: 'cancelled' }]);
  });

  it('come page by page, newest first, and at most 20 an hour from one number', async () => {
    for (let index = 1; index <= 22; index += 1) {
      const { text } = await reply(`Reply ${index}`, `SM${index}`);
      expect(text.includes('<Message>')).toBe(index <= 20);
      clock.advance({ seconds: 1 });
    }
    const first = (await http.get('/api/v1/text-replies?limit=15', principal)).body;
    const second = (await http.get(`/api/v1/text-replies?limit=15&cursor=${first.next}`, principal)).body;
    const seen = [...first.items, ...second.items].map(({ text }: { text: string }) => text);
    expect(seen).toEqual(Array.from({ length: 20 }, (_, index) => `Reply ${20 - index}`));
    expect(second.next).toBeNull();
    clock.advance({ hours: 1 });
    expect((await reply('Reply 23', 'SM23')).text).toContain('<Message>');
  });
});
