import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { PersonDetails } from '@sightline/contracts';
import { newId } from '@sightline/service-kit';
import {
  runService,
  serviceOverHttp,
  type HttpAnswer,
  type RunningService,
  type ServiceOverHttp,
} from '@sightline/service-kit/testing';
import { eventually, testClock, testDatabase, type TestDatabase } from '@sightline/testing';
import { createPublicKey, verify } from 'node:crypto';
import { createMessagingArchiveModule } from './messaging-archive.module.js';
import { authorizationActivated, personRegistered, sampleAuthorization } from '../testing/sample-events.js';
import { fixture } from '../testing/message-fixtures.js';

type Archive = RunningService<Awaited<ReturnType<typeof createMessagingArchiveModule>>>;

const [coach, student, guardian, otherCoach] = Array.from({ length: 4 }, () => newId()) as [
  string,
  string,
  string,
  string,
];
const known: Readonly<Record<string, Partial<PersonDetails>>> = {
  [coach]: { email: 'coach@school.example', phone: '+1 555 010 0101', givenName: 'Carla', familyName: 'Coach' },
  [student]: { email: 'ann@school.example', phone: '+1 555 010 0102', givenName: 'Ann', familyName: 'Lee' },
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

const sms = (number: string, type: 1 | 2 | 3, body: string, minute = 0) =>
  `<sms address="${number}" date="${Date.UTC(2026, 9, 1, 15, minute)}" type="${type}" body="${body}" contact_name="X" />`;
const phone = Buffer.from(
  `<?xml version="1.0"?><smses count="7">${[
    sms('+15550100102', 1, 'Is practice on?', 1),
    sms('(555) 010-0102', 2, 'Yes, at five', 2),
    sms('+15550100102', 2, 'Bring water', 3),
    sms('+15550100999', 1, 'See you at home, darling', 4),
    sms('+15550100999', 2, 'Private answer', 5),
    sms('+15550100888', 1, 'Your parcel', 6),
    sms('+15550100102', 3, 'never sent', 7),
  ].join('')}</smses>`,
);

describe('an import of messages (C7, C8)', () => {
  let database: TestDatabase;
  let archive: Archive;
  let http: ServiceOverHttp;
  const clock = testClock('2026-11-02T12:00:00.000Z');
  const authorization = sampleAuthorization(coach);

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

  const path = '/api/v1/message-imports';
  const send = (bytes: Buffer, query = '', caller = coach, key?: string): Promise<HttpAnswer> =>
    http.upload(`${path}${query}`, caller, bytes, 'application/octet-stream', key);
  const until = (id: string, status: string) =>
    eventually(
      () => http.get(`${path}/${id}`, coach),
      ({ body }) => body.status === status,
    );
  const count = async (table: string): Promise<number> =>
    (await archive.database.pool.query(`select count(*)::integer as n from ${table}`)).rows[0].n;
  const completed = async (): Promise<{ data: object }[]> =>
    (await archive.database.pool.query("select data from events where type like '%message-import-completed.v1'")).rows;

  it('of a phone shows what is in it, takes what is chosen and covered, and ends in a signed reckoning', async () => {
    const sent = await send(phone);
    expect(sent.status).toBe(202);
    const { body: asked } = await until(sent.body.id, 'awaits-selection');
    expect(asked).toMatchObject({ format: 'sms-backup', progress: { done: 0, of: 7 }, reckoning: null });
    expect(asked.outline).toMatchObject({ messages: 6, refused: 1, others: 0, remarks: [] });
    const byNumber = (digits: string) =>
      asked.outline.threads.filter((thread: { participants: { address: string }[] }) =>
        thread.participants.some(({ address }) => address.replace(/\D/g, '').endsWith(digits)),
      );
    expect(byNumber('5550100102')).toEqual([
      expect.objectContaining({ messages: 3, covered: 3, students: [{ id: student, sourcedId: 'ann' }] }),
    ]);
    expect(byNumber('5550100999')).toEqual([expect.objectContaining({ messages: 2, covered: 0, students: [] })]);
    expect(await count('messages')).toBe(0);

    const chosen = [...byNumber('5550100102'), ...byNumber('5550100999')].map(({ id }) => ({ thread: id }));
    expect((await http.post(`${path}/${sent.body.id}/selection`, coach, { threads: chosen })).status).toBe(202);
    const { body: done } = await until(sent.body.id, 'completed');
    expect(done.outline).toBeNull();
    expect(done.reckoning).toMatchObject({
      ...{ seen: 7, new: 3, alreadyHad: 0, refused: 1, notChosen: 3, copiesMissing: 2 },
      refusedBecause: { 'never-sent': 1 },
      refusedItems: [{ because: 'never-sent', place: 'row 7' }],
    });
    const { text, signature, publicKey } = done.reckoning;
    expect(verify(null, Buffer.from(text), createPublicKey(publicKey), Buffer.from(signature, 'base64'))).toBe(true);
    expect(verify(null, Buffer.from(`${text} `), createPublicKey(publicKey), Buffer.from(signature, 'base64'))).toBe(
      false,
    );

    expect([await count('messages'), await count('custody')]).toEqual([3, 3]);
    expect(await completed()).toEqual([
      {
        data: {
          ...{ importId: sent.body.id, staffId: coach, authorizationId: null, format: 'sms-backup' },
          ...{ seen: 7, new: 3, alreadyHad: 0, refused: 1, notChosen: 3, copiesMissing: 2 },
          reckoningCommitment: expect.stringMatching(/^[0-9a-f]{64}$/),
        },
      },
    ]);
    const everything = await archive.database.pool.query('select to_jsonb(message_imports) from message_imports');
    for (const word of ['darling', '5550100999', '5550100888', 'row 7'])
      for (const form of [word, Buffer.from(word).toString('hex')])
        expect(JSON.stringify(everything.rows)).not.toContain(form);
  });

  it('counts what the archive had, and what it is sent twice is one message', async () => {
    for (const expected of [
      { new: 3, alreadyHad: 0, notChosen: 3 },
      { new: 0, alreadyHad: 3, notChosen: 3 },
    ]) {
      const sent = await send(phone, '?threads=all-covered');
      const { body } = await until(sent.body.id, 'completed');
      expect(body.reckoning).toMatchObject({ seen: 7, refused: 1, ...expected });
    }
    expect([await count('messages'), await count('custody')]).toEqual([3, 6]);
  });

  it('of one mail needs no choice', async () => {
    const sent = await send(await fixture('mime/msg_01.txt'));
    expect((await until(sent.body.id, 'completed')).body).toMatchObject({
      format: 'eml',
      reckoning: { seen: 1, new: 1, refused: 0, notChosen: 0 },
    });
  });

  it('of a chat takes whom its owner names, and asks which number is the day', async () => {
    const chat = Buffer.from(
      ['3/10/26, 15:00 - Carla: Practice at five', '3/10/26, 15:01 - Ann L: ok', '3/10/26, 15:02 - Mom: hello'].join(
        '\n',
      ),
    );
    const sent = await send(chat);
    const { body: asked } = await until(sent.body.id, 'awaits-selection');
    expect(asked.outline.remarks).toEqual([{ remark: 'day-or-month-unclear', place: 'the dates of the chat' }]);
    const selection = (body: object) => http.post(`${path}/${sent.body.id}/selection`, coach, body);
    const thread = asked.outline.threads[0].id;
    const named = [
      { participant: 'Carla', person: 'coach' },
      { participant: 'Ann L', person: student },
    ];
    expect((await selection({ threads: [{ thread, people: named }] })).body.type).toContain('date-order-needed');
    expect(
      (
        await selection({
          threads: [{ thread, people: [{ participant: 'Mom', person: guardian }] }],
          dateOrder: 'day-first',
        })
      ).body.type,
    ).toContain('person-not-covered');
    expect((await selection({ threads: [{ thread: 'x' }], dateOrder: 'day-first' })).body.type).toContain(
      'thread-unknown',
    );
    expect((await selection({ threads: [{ thread, people: named }], dateOrder: 'day-first' })).status).toBe(202);
    const { body } = await until(sent.body.id, 'completed');
    expect(body.reckoning).toMatchObject({ seen: 3, new: 3, notChosen: 0 });
    expect((await selection({ threads: [] })).status).toBe(409);
  });

  it('of nothing that can be read says so, and keeps it only under an authorization that is named', async () => {
    const picture = Buffer.from('\u0089PNG\r\n and more');
    const first = await send(picture);
    expect((await until(first.body.id, 'failed')).body.failure).toMatchObject({ code: 'unsupported-format' });
    expect(await count('messages')).toBe(0);
    const second = await send(picture, `?authorization=${authorization.authorizationId}`);
    expect((await until(second.body.id, 'completed')).body).toMatchObject({
      reckoning: { format: null, seen: 1, new: 1 },
    });
    const { rows } = await archive.database.pool.query('select unread from messages');
    expect(rows).toEqual([{ unread: true }]);
  });

  it('that is not chosen from within a day is removed', async () => {
    const sent = await send(phone);
    await until(sent.body.id, 'awaits-selection');
    clock.advance({ hours: 25 });
    const { body } = await until(sent.body.id, 'expired');
    expect(body.outline).toBeNull();
    expect((await http.post(`${path}/${sent.body.id}/selection`, coach, { threads: [] })).status).toBe(409);
  });

  it('that was cut off goes on without taking anything twice', async () => {
    const sent = await send(phone);
    const { body: asked } = await until(sent.body.id, 'awaits-selection');
    // As after a crash between the archive's commit and ours: everything is there, and nothing says so.
    await archive.database.pool.query(
      "create function stop_here() returns trigger as $$ begin raise 'crash'; end $$ language plpgsql",
    );
    await archive.database.pool.query(
      "create trigger stop_here before update of items_done on message_imports for each row when (new.status = 'taking') execute function stop_here()",
    );
    const threads = asked.outline.threads.map(({ id }: { id: string }) => ({ thread: id }));
    await http.post(`${path}/${sent.body.id}/selection`, coach, { threads });
    await eventually(
      () => count('messages'),
      (messages) => messages === 3,
    );
    await archive.database.pool.query('drop trigger stop_here on message_imports');
    clock.advance({ minutes: 2 });
    const { body } = await until(sent.body.id, 'completed');
    expect(body.reckoning).toMatchObject({ seen: 7, new: 3, alreadyHad: 0, refused: 1, notChosen: 3 });
    expect(await count('messages')).toBe(3);
    expect(await completed()).toHaveLength(1);
  });

  it('belongs to whoever sent it: to anybody else nothing is there', async () => {
    const sent = await send(phone);
    const unknown = newId();
    const missing = await http.get(`${path}/${unknown}`, otherCoach);
    const foreign = await http.get(`${path}/${sent.body.id}`, otherCoach);
    expect([foreign.status, foreign.text.replace(sent.body.id, unknown)]).toEqual([missing.status, missing.text]);
    expect((await http.post(`${path}/${sent.body.id}/selection`, otherCoach, { threads: [] })).status).toBe(404);
    expect((await http.get(path, otherCoach)).body).toEqual({ items: [], next: null });
    expect((await http.get(path, coach)).body.items).toHaveLength(1);
    for (const nobody of [student, guardian, newId()]) expect((await send(phone, '', nobody)).status).toBe(403);
    expect((await send(phone, `?authorization=${newId()}`)).status).toBe(422);
    expect((await send(phone, '?threads=some')).status).toBe(422);
  });

  it('under an Idempotency-Key is one import', async () => {
    const first = await send(phone, '', coach, 'key-1');
    expect((await send(phone, '', coach, 'key-1')).body.id).toBe(first.body.id);
    expect((await send(Buffer.from('other'), '', coach, 'key-1')).status).toBe(422);
    expect(await count('message_imports')).toBe(1);
  });
});
