import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { PersonDetails } from '@sightline/contracts';
import { newId } from '@sightline/service-kit';
import { runService, unplacedEvent, type RunningService } from '@sightline/service-kit/testing';
import { testClock, testDatabase, type TestDatabase } from '@sightline/testing';
import { text as textOf } from 'node:stream/consumers';
import type { IncomingCopy } from './application/archive-intake.js';
import { nobody, type Communication } from './domain/index.js';
import { createMessagingArchiveModule } from './messaging-archive.module.js';
import {
  authorizationActivated,
  authorizationEnded,
  personRegistered,
  sampleAuthorization,
} from '../testing/sample-events.js';

type Archive = RunningService<Awaited<ReturnType<typeof createMessagingArchiveModule>>>;

const [coach, student, guardian] = Array.from({ length: 3 }, () => newId()) as [string, string, string];
const addresses: Readonly<Record<string, { email?: string; phone?: string }>> = {
  [coach]: { email: 'Coach.Rivera@school.example', phone: '(555) 010-0101' },
  [student]: { email: 'ann@school.example', phone: '+1 555 010 0102' },
  [guardian]: { phone: '555.010.0103' },
};

const people = {
  people: (ids: readonly string[]) =>
    Promise.resolve(
      new Map(ids.flatMap((id) => (addresses[id] ? [[id, { personId: id, ...addresses[id] } as PersonDetails]] : []))),
    ),
  places: () => Promise.resolve(new Map()),
  find: () => Promise.resolve(undefined),
  search: () => Promise.resolve([]),
};

const message = (data: Partial<Communication> = {}): Communication => ({
  externalId: '<1@school.example>',
  sentAt: new Date('2026-10-01T15:00:00Z'),
  medium: 'email',
  direction: 'unknown',
  from: { address: 'coach.rivera@school.example', kind: 'email', displayName: 'Coach' },
  to: [{ address: 'ANN@school.example', kind: 'email', displayName: 'Ann' }],
  subject: 'Bus',
  text: 'The bus leaves at five.',
  html: null,
  attachments: [],
  inReplyTo: null,
  references: [],
  threadHint: null,
  facts: {},
  ...data,
});

const copyOf = (communication: Communication | null, data: Partial<IncomingCopy> = {}): IncomingCopy => ({
  communication,
  original: { bytes: Buffer.from(JSON.stringify(communication)) },
  originalMediaType: 'message/rfc822',
  receivedAt: new Date('2026-10-01T15:00:30Z'),
  by: 'smtp',
  importId: null,
  authorizationId: null,
  staffId: null,
  actor: 'system:messaging-archive',
  unverified: false,
  facts: { spf: 'pass' },
  ...data,
});

describe('the intake of the archive (C7, C9)', () => {
  let database: TestDatabase;
  let archive: Archive;
  const authorization = sampleAuthorization(coach);
  const clock = testClock();

  beforeEach(async () => {
    database = await testDatabase(import.meta.url);
    archive = await runService('messaging-archive', database.url, createMessagingArchiveModule, { clock, people });
    await archive.bus.feed(
      personRegistered(coach, 'coach', [{ role: 'teacher' }]),
      personRegistered(student, 'ann', [{ role: 'student' }]),
      personRegistered(guardian, 'garcia', [{ role: 'guardian' }]),
      unplacedEvent('sightline.directory.guardians-changed.v1', `guardianship/${student}`, {
        studentId: student,
        guardianIds: [guardian],
      }),
      authorizationActivated(authorization, { studentIds: [student] }),
    );
  });
  afterEach(async () => {
    await archive.stop();
    await database.drop();
  });

  const take = async (...copies: IncomingCopy[]) => archive.service.intake.take(copies);
  const count = async (table: string): Promise<number> =>
    (await archive.database.pool.query(`select count(*)::integer as n from ${table}`)).rows[0].n;
  const archived = async (): Promise<{ type: string; data: Record<string, unknown>; correlation_id: string }[]> =>
    (await archive.database.pool.query("select * from events where subject like 'archived/%' order by position")).rows;

  it('keeps a message under its authorization, sealed, and says so in ids alone', async () => {
    const [taken] = await take(copyOf(message()));
    expect(taken).toEqual({
      messageId: expect.any(String),
      custodyId: expect.any(String),
      isNew: true,
      authorizationId: authorization.authorizationId,
      studentIds: [student],
      copyGapSeconds: 30,
    });
    const [event] = await archived();
    expect(event).toMatchObject({
      type: 'sightline.messaging-archive.messages-archived.v1',
      correlation_id: authorization.requestId,
      data: { authorizationId: authorization.authorizationId, staffId: coach, by: 'smtp', importId: null },
    });
    const opened = (await archive.service.opener.openMessages([taken!.messageId])).get(taken!.messageId)!;
    expect(opened).toMatchObject({ subject: 'Bus', text: 'The bus leaves at five.', direction: 'outgoing' });
    expect(await textOf((await archive.service.opener.openBlob(opened.blobId))!)).toBe(JSON.stringify(message()));
    const everything = JSON.stringify(
      await Promise.all(
        ['messages', 'message_parties', 'custody', 'blobs', 'events', 'attachments'].map(
          async (table) => (await archive.database.pool.query(`select to_jsonb(${table}) from ${table}`)).rows,
        ),
      ),
    );
    for (const word of ['bus', 'Bus', 'ann@', 'coach.rivera'])
      for (const form of [word, Buffer.from(word).toString('hex')]) expect(everything).not.toContain(form);
  });

  it('has a message once, however it comes, and writes down each arrival', async () => {
    const [first] = await take(copyOf(message()));
    const results = await take(
      copyOf(message(), { by: 'import', importId: newId(), original: { bytes: Buffer.from('as the export has it') } }),
      copyOf(message({ text: 'The bus  leaves\nat five. ' })),
    );
    expect(results.map(({ messageId, isNew }) => [messageId, isNew])).toEqual([
      [first!.messageId, false],
      [first!.messageId, false],
    ]);
    expect([await count('messages'), await count('custody'), await count('blobs')]).toEqual([1, 3, 3]);
    expect(await archived()).toHaveLength(1);
    const [other] = await take(copyOf(message({ text: 'Another text under the same Message-ID.' })));
    expect(other!.isNew).toBe(true);
  });

  it('keeps apart what no authorization covers, with the reason', async () => {
    const results = await take(
      copyOf(message({ externalId: 'a', sentAt: new Date('2026-08-01T12:00:00Z') }), {
        receivedAt: new Date('2026-08-01T12:00:00Z'),
      }),
      copyOf(message({ externalId: 'b', to: [{ address: 'somebody@else.example', kind: 'email', displayName: '' }] })),
      copyOf(message({ externalId: 'c', from: { address: 'x@else.example', kind: 'email', displayName: '' } }), {
        authorizationId: authorization.authorizationId,
      }),
      copyOf(null),
    );
    expect(results.map(({ authorizationId }) => authorizationId)).toEqual([null, null, null, null]);
    const { rows } = await archive.database.pool.query('select uncovered_because from messages order by 1');
    expect(rows.map(({ uncovered_because: because }) => because)).toEqual([
      'no-authorization',
      'no-student',
      'sender-unknown',
      'unread',
    ]);
    expect(await count('message_students')).toBe(0);
    await archive.bus.feed(authorizationEnded(authorization));
    const [late] = await take(
      copyOf(message({ externalId: 'd', sentAt: null }), {
        authorizationId: authorization.authorizationId,
        receivedAt: new Date('2027-07-02T12:00:00Z'),
      }),
    );
    expect(late!.authorizationId).toBeNull();
  });

  it('matches numbers as they are written anywhere, and a guardian’s message to their child', async () => {
    const [taken] = await take(
      copyOf(
        message({
          medium: 'text-message',
          from: { address: '+15550100103', kind: 'telephone', displayName: 'Mum' },
          to: [
            { address: '1-555-010-0101', kind: 'telephone', displayName: '' },
            { ...nobody, address: '555 010 0199', kind: 'telephone' },
          ],
        }),
      ),
    );
    expect(taken).toMatchObject({ authorizationId: authorization.authorizationId, studentIds: [student] });
    const { rows } = await archive.database.pool.query('select direction from messages');
    expect(rows).toEqual([{ direction: 'incoming' }]);
  });

  it('names copies that came late, and those that an export brings first', async () => {
    await take(copyOf(message({ externalId: 'late' }), { receivedAt: new Date('2026-10-01T17:00:00Z') }));
    await take(copyOf(message({ externalId: 'export' }), { by: 'import', importId: newId(), staffId: coach }));
    const events = await archived();
    expect(events.map(({ type }) => type.replace('sightline.messaging-archive.', ''))).toEqual([
      'messages-archived.v1',
      'copies-late.v1',
      'messages-archived.v1',
      'copies-missing.v1',
    ]);
    expect(events[1]!.data).toMatchObject({ allowedSeconds: 900, messages: [{ copyGapSeconds: 7_200 }] });
    expect(events[3]!.data).toMatchObject({ found: 'in-import' });
  });

  it('threads by what a message answers, else by people and day', async () => {
    const answer = message({
      externalId: '2',
      inReplyTo: '<1@school.example>',
      sentAt: new Date('2026-10-05T15:00:00Z'),
      text: 'b',
    });
    const nextDay = message({ externalId: '3', sentAt: new Date('2026-10-05T20:00:00Z'), text: 'c' });
    const muchLater = message({ externalId: '4', sentAt: new Date('2026-11-05T20:00:00Z'), text: 'd' });
    await take(copyOf(message()));
    await take(...[answer, nextDay, muchLater].map((each) => copyOf(each, { receivedAt: each.sentAt! })));
    const { rows } = await archive.database.pool.query('select thread_id from messages order by sent_at');
    const [one, two, three, four] = rows.map(({ thread_id: id }) => id);
    expect([two, three]).toEqual([one, one]);
    expect(four).not.toBe(one);
  });

  it('costs a bounded number of statements, for one and for many', async () => {
    let statements = 0;
    const counted = new WeakSet<object>();
    archive.database.pool.on('acquire', (client) => {
      if (counted.has(client)) return;
      counted.add(client);
      const query = client.query.bind(client) as (...parts: unknown[]) => unknown;
      client.query = ((...parts: unknown[]) => {
        statements += 1;
        return query(...parts);
      }) as never;
    });
    const cost = async (size: number): Promise<number> => {
      const copies = Array.from({ length: size }, () => copyOf(message({ externalId: newId(), text: newId() })));
      statements = 0;
      await take(...copies);
      return statements;
    };
    // A worker's look at what is due falls in between.
    for (const size of [1, 1, 200]) expect(await cost(size)).toBeLessThan(40);
  });
});
