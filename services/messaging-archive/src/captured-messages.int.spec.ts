import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { PersonDetails } from '@sightline/contracts';
import { newId } from '@sightline/service-kit';
import { runService, serviceOverHttp, type RunningService, type ServiceOverHttp } from '@sightline/service-kit/testing';
import { testClock, testDatabase, type TestDatabase } from '@sightline/testing';
import { text as textOf } from 'node:stream/consumers';
import { createMessagingArchiveModule } from './messaging-archive.module.js';
import {
  authorizationActivated,
  authorizationEnded,
  personRegistered,
  sampleAuthorization,
} from '../testing/sample-events.js';

type Archive = RunningService<Awaited<ReturnType<typeof createMessagingArchiveModule>>>;

const [coach, student, guardian, otherCoach] = Array.from({ length: 4 }, () => newId()) as [
  string,
  string,
  string,
  string,
];
const known: Readonly<Record<string, Partial<PersonDetails>>> = {
  [coach]: { email: 'coach@school.example', phone: '+1 555 010 0101' },
  [student]: { email: 'ann@school.example', phone: '+1 555 010 0102' },
};
const people = {
  people: (ids: readonly string[]) =>
    Promise.resolve(
      new Map(ids.flatMap((id) => (known[id] ? [[id, { personId: id, ...known[id] } as PersonDetails]] : []))),
    ),
  places: () => Promise.resolve(new Map()),
  find: () => Promise.resolve(undefined),
  search: () => Promise.resolve([]),
};

describe('a copy that is handed in (C7)', () => {
  let database: TestDatabase;
  let archive: Archive;
  let http: ServiceOverHttp;
  const clock = testClock('2026-11-02T12:00:00.000Z');
  const authorization = sampleAuthorization(coach);
  const { authorizationId } = authorization;

  beforeEach(async () => {
    database = await testDatabase(import.meta.url);
    archive = await runService('messaging-archive', database.url, createMessagingArchiveModule, { clock, people });
    http = await serviceOverHttp('messaging-archive', archive.service.module);
    await archive.bus.feed(
      personRegistered(coach, 'coach', [{ role: 'teacher' }]),
      personRegistered(otherCoach, 'other', [{ role: 'teacher' }]),
      personRegistered(student, 'ann', [{ role: 'student' }]),
      personRegistered(guardian, 'garcia', [{ role: 'guardian' }]),
      authorizationActivated(authorization, { studentIds: [student] }),
    );
  });
  afterEach(async () => {
    await http.close();
    await archive.stop();
    await database.drop();
  });

  const message = (data: Record<string, unknown> = {}) => ({
    authorization: authorizationId,
    medium: 'text-message',
    sentAt: '2026-11-02T11:59:00Z',
    from: { address: '(555) 010-0101' },
    to: [{ address: '+1 555 010 0102', displayName: 'Ann' }],
    text: 'The bus leaves at five.',
    ...data,
  });
  const hand = (caller: string, data: Record<string, unknown> = {}, key?: string) =>
    http.post('/api/v1/messages', caller, message(data), key);
  const count = async (table: string): Promise<number> =>
    (await archive.database.pool.query(`select count(*)::integer as n from ${table}`)).rows[0].n;
  const opened = async (id: string) => (await archive.service.opener.openMessages([id])).get(id)!;

  it('is kept under the caller’s own authorization, with its attachments, as it was sent', async () => {
    const attachments = [{ fileName: 'plan.txt', mediaType: 'text/plain', base64: 'R2F0ZSA0' }];
    const { status, body } = await hand(coach, { attachments });
    expect([status, body]).toEqual([
      201,
      {
        ...{ id: expect.any(String), status: 'covered', createdAt: '2026-11-02T12:00:00.000Z', clause: 'C7' },
        ...{ authorization: authorizationId, medium: 'text-message', sentAt: '2026-11-02T11:59:00.000Z' },
        ...{ uncoveredBecause: null, unread: false, copyGapSeconds: 60 },
        custody: { id: expect.any(String), createdAt: '2026-11-02T12:00:00.000Z', by: 'rest' },
        links: {
          self: `/api/v1/messages/${body.id}`,
          source: `/api/v1/messages/${body.id}/source`,
          authorization: `/api/v1/authorizations/${authorizationId}`,
        },
      },
    ]);
    const kept = await opened(body.id);
    expect(kept).toMatchObject({ direction: 'outgoing', attachments: [{ fileName: 'plan.txt', size: 6 }] });
    expect(JSON.parse(await textOf((await archive.service.opener.openBlob(kept.blobId))!))).toEqual(
      message({ attachments }),
    );
    expect((await http.get(`/api/v1/messages/${body.id}`, coach)).body).toMatchObject({
      text: 'The bus leaves at five.',
      unverified: true,
      students: [{ id: student }],
    });
  });

  it('gives the first answer again under its key, and writes down no second arrival', async () => {
    const first = await hand(coach, {}, 'key-1');
    clock.moveTo('2026-11-02T12:01:00.000Z');
    expect((await hand(coach, {}, 'key-1')).body).toEqual(first.body);
    expect(await count('custody')).toBe(1);
    expect(await hand(coach, { text: 'Other' }, 'key-1')).toMatchObject({
      status: 422,
      body: { type: 'urn:sightline:problem:idempotency-key-reused' },
    });
    // Without the key, or under another one, it is one more arrival of the same message.
    for (const key of [undefined, 'key-2', 'key-2'])
      expect((await hand(coach, {}, key)).body).toMatchObject({ id: first.body.id, createdAt: first.body.createdAt });
    expect([await count('messages'), await count('custody')]).toEqual([1, 3]);
    const { rows } = await archive.database.pool.query('select answer from idempotency_keys');
    expect(JSON.stringify(rows)).not.toContain('bus');
    clock.moveTo('2026-11-02T12:00:00.000Z');
  });

  it('takes a mail, and one that cannot be read as it came', async () => {
    const mail = Buffer.from(
      'From: coach@school.example\r\nTo: ann@school.example\r\nDate: Mon, 02 Nov 2026 11:00:00 +0000\r\nSubject: Bus\r\n\r\nAt five.\r\n',
    );
    const path = `/api/v1/messages?authorization=${authorizationId}`;
    const { status, body } = await http.upload(path, coach, mail, 'message/rfc822', 'mail-1');
    expect([status, body]).toMatchObject([201, { status: 'covered', medium: 'email', copyGapSeconds: 3_600 }]);
    const kept = await opened(body.id);
    expect(await textOf((await archive.service.opener.openBlob(kept.blobId))!)).toBe(mail.toString());
    expect((await http.upload(path, coach, mail, 'message/rfc822', 'mail-1')).body).toEqual(body);
    expect((await http.upload(path, coach, mail, 'text/plain')).status).toBe(415);
    expect((await http.upload(path, coach, Buffer.alloc(0), 'message/rfc822')).status).toBe(422);
    expect((await http.upload(path, coach, Buffer.alloc(26 * 1_048_576, 97), 'message/rfc822')).status).toBe(413);
    const many = Buffer.from(`${'X: y\r\n'.repeat(400_000)}\r\n`);
    expect((await http.upload(path, coach, many, 'message/rfc822')).body).toMatchObject({
      ...{ status: 'uncovered', unread: true, uncoveredBecause: 'unread' },
    });
  });

  it('takes the log of a call as its copy, late from its end alone', async () => {
    const call = { medium: 'phone-call', sentAt: '2026-11-02T11:30:00Z', durationSeconds: 1_500, text: undefined };
    const { status, body } = await hand(coach, call);
    expect([status, body]).toMatchObject([201, { custody: { by: 'call-log' }, copyGapSeconds: 300 }]);
    expect((await opened(body.id)).facts).toEqual({ durationSeconds: 1_500 });
    const { rows } = await archive.database.pool.query(
      "select type, actor from events where subject like 'archived/%'",
    );
    expect(rows).toEqual([{ type: 'sightline.messaging-archive.messages-archived.v1', actor: `person:${coach}` }]);
  });

  it('covers what an unknown number wrote when the holder says so, and keeps apart what lies outside the time', async () => {
    const unknown = { from: { address: '+1 555 010 0777' }, to: [{ address: '+1 555 010 0778' }] };
    expect((await hand(coach, unknown)).body).toMatchObject({ status: 'covered' });
    expect((await hand(coach, { authorization: undefined, ...unknown })).body).toMatchObject({
      ...{ status: 'uncovered', authorization: null, uncoveredBecause: 'no-student' },
    });
    expect((await hand(coach, { sentAt: '2026-09-01T11:59:00Z' })).body).toMatchObject({
      ...{ status: 'uncovered', uncoveredBecause: 'address-ended' },
    });
    await archive.bus.feed(authorizationEnded(authorization));
    expect((await hand(coach, { authorization: undefined })).body).toMatchObject({
      ...{ status: 'uncovered', uncoveredBecause: 'no-authorization' },
    });
  });

  it('is open to the holder and the district’s machine client; to others the authorization is not there', async () => {
    expect((await hand('machine')).body).toMatchObject({ status: 'covered' });
    expect((await hand('machine', { authorization: undefined, text: 'b' })).body).toMatchObject({ status: 'covered' });
    const missing = await hand(otherCoach, { authorization: newId() });
    expect(missing.status).toBe(404);
    for (const caller of [otherCoach, student, guardian]) expect((await hand(caller)).text).toBe(missing.text);
    for (const caller of [student, guardian])
      expect((await hand(caller, { authorization: undefined })).text).toBe(missing.text);
    expect((await hand('machine', { authorization: newId() })).text).toBe(missing.text);
    expect((await http.post('/api/v1/messages', undefined, message())).status).toBe(401);
    expect(await count('messages')).toBe(2);
  });

  it('says which field is wrong, and never fails', async () => {
    const wrong: readonly (readonly [string, Record<string, unknown>])[] = [
      ['authorization', { authorization: 'x' }],
      ['medium', { medium: 'pigeon' }],
      ['sentAt', { sentAt: '2026-11-02T11:59:00' }],
      ['sentAt', { sentAt: '2026-02-30T11:59:00Z' }],
      ['sentAt', { sentAt: '2026-11-03T11:59:00Z' }],
      ['sentAt', { sentAt: 5 }],
      ['from', { from: 'coach' }],
      ['from.address', { from: {} }],
      ['from.role', { from: { address: 'a', role: 'b' } }],
      ['to', { to: [] }],
      ['to', { to: 'ann' }],
      ['to[0].address', { to: [{ address: ' ' }] }],
      ['subject', { subject: 'x'.repeat(999) }],
      ['text', { text: ' ' }],
      ['subject', { text: null, subject: {} }],
      ['durationSeconds', { medium: 'phone-call' }],
      ['durationSeconds', { medium: 'phone-call', durationSeconds: -1 }],
      ['attachments', { attachments: {} }],
      ['attachments[0].base64', { attachments: [{ fileName: 'a', mediaType: 'a/b', base64: '%%' }] }],
      ['attachments[0].mediaType', { attachments: [{ fileName: 'a', mediaType: 'a/b\u0000', base64: 'YQ==' }] }],
      ['isSecret', { isSecret: true }],
    ];
    for (const [field, data] of wrong) {
      const { status, body } = await hand(coach, data);
      expect([field, status, body.errors?.map((error: { field: string }) => error.field)]).toEqual([
        ...[field, 422, expect.arrayContaining([field])],
      ]);
    }
    for (const body of [[], [1], {}]) expect((await http.post('/api/v1/messages', coach, body)).status).toBe(422);
    expect((await http.upload('/api/v1/messages', coach, Buffer.from('{'), 'application/json')).status).toBe(400);
    expect((await http.upload('/api/v1/messages', coach, Buffer.from('null'), 'application/json')).status).toBe(422);
    expect(await count('messages')).toBe(0);
    const odd = { subject: '\u0000 \ud800', text: 'a\u0000b\udfff', to: [{ address: '\u0000@\ud800' }] };
    expect((await hand(coach, odd)).status).toBe(201);
  });
});
