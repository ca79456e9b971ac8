import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { PersonDetails } from '@sightline/contracts';
import { newId, openServiceDatabase } from '@sightline/service-kit';
import { runService, serviceOverHttp } from '@sightline/service-kit/testing';
import { testClock, testDatabase, type TestDatabase } from '@sightline/testing';
import { CreateMessagingArchive1764000000000 } from './adapters/persistence/migrations/1764000000000-create-messaging-archive.js';
import { ArchiveMessages1764300000000 } from './adapters/persistence/migrations/1764300000000-archive-messages.js';
import { ImportMessages1764400000000 } from './adapters/persistence/migrations/1764400000000-import-messages.js';
import { WhoSeesMessages1764500000000 } from './adapters/persistence/migrations/1764500000000-who-sees-messages.js';
import { SaidAboutMessages1764500100000 } from './adapters/persistence/migrations/1764500100000-said-about-messages.js';
import { LinkPersons1764600000000 } from './adapters/persistence/migrations/1764600000000-link-persons.js';
import type { IncomingCopy } from './application/archive-intake.js';
import { createMessagingArchiveModule } from './messaging-archive.module.js';
import {
  authorizationActivated,
  personRegistered,
  sampleAuthorization,
  supervisorChanged,
} from '../testing/sample-events.js';

const [coach, student, supervisor, formerSupervisor, auditor, principal] = Array.from({ length: 6 }, () => newId()) as [
  ...[string, string, string, string, string, string],
];
const known: Readonly<Record<string, Partial<PersonDetails>>> = {
  [coach]: { email: 'coach@school.example' },
  [student]: { email: 'ann@school.example' },
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
const sentAt = new Date('2026-10-01T15:00:00Z');

const copy = (from: string, gapSeconds: number, data: Partial<IncomingCopy> = {}): IncomingCopy => ({
  communication: {
    ...{ externalId: `<${newId()}@x>`, sentAt, medium: 'email', direction: 'unknown', subject: '', text: 'x' },
    ...{ html: null, attachments: [], inReplyTo: null, references: [], threadHint: null, facts: {} },
    from: { address: from, kind: 'email', displayName: '' },
    to: ['coach', 'ann'].map((name) => ({ address: `${name}@school.example`, kind: 'email', displayName: '' })),
  },
  original: { bytes: Buffer.from(newId()) },
  originalMediaType: 'message/rfc822',
  receivedAt: new Date(sentAt.getTime() + gapSeconds * 1_000),
  ...{ by: 'smtp', importId: null, authorizationId: null, staffId: null, actor: 'system:messaging-archive' },
  ...{ unverified: false, facts: {} },
  ...data,
});

describe('the gaps of copies (C7)', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await testDatabase(import.meta.url);
  });
  afterEach(() => database.drop());

  const district = async () => {
    const clock = testClock();
    const archive = await runService('messaging-archive', database.url, createMessagingArchiveModule, {
      ...{ clock, people },
    });
    const http = await serviceOverHttp('messaging-archive', archive.service.module);
    return {
      ...{ archive, http },
      gaps: (authorizationId: string, caller: string) =>
        http.get(`/api/v1/copy-gaps?authorization=${authorizationId}`, caller),
      stop: async () => {
        await http.close();
        await archive.stop();
      },
    };
  };

  it('are reckoned for the holder, the supervisor of today and auditors; to others there is nothing', async () => {
    const { archive, gaps, http, stop } = await district();
    const { authorizationId, ...rest } = sampleAuthorization(coach);
    await archive.bus.feed(
      personRegistered(coach, 'coach', [{ role: 'teacher' }]),
      personRegistered(student, 'ann', [{ role: 'student' }]),
      personRegistered(auditor, 'auditor', [{ role: 'auditor' }]),
      personRegistered(principal, 'principal', [{ role: 'principal' }]),
      supervisorChanged(coach, formerSupervisor),
      authorizationActivated({ authorizationId, ...rest }, { studentIds: [student] }),
      supervisorChanged(coach, supervisor),
    );
    const nothing = { count: 0, late: 0, missing: 0, p50Seconds: null, p95Seconds: null };
    expect((await gaps(authorizationId, coach)).body).toMatchObject(nothing);
    await archive.service.intake.take([
      ...Array.from({ length: 18 }, (_, index) => copy('coach@school.example', index + 1)),
      ...[1_000, 2_000].map((seconds) => copy('coach@school.example', seconds)),
      // What a student writes is not for the member of staff to send at once.
      copy('ann@school.example', 5_000),
    ]);
    await archive.service.intake.take([
      copy('coach@school.example', 90_000, { by: 'import', importId: newId(), staffId: coach }),
    ]);
    for (const caller of [coach, supervisor, auditor])
      expect(await gaps(authorizationId, caller)).toMatchObject({
        status: 200,
        body: {
          ...{ authorization: authorizationId, clause: 'C7', copiesRequired: true, thresholdSeconds: 900 },
          ...{ count: 20, late: 2, missing: 1, p50Seconds: 10, p95Seconds: 1_000 },
          links: { authorization: `/api/v1/authorizations/${authorizationId}` },
        },
      });
    const missing = await gaps(newId(), auditor);
    expect(missing.status).toBe(404);
    for (const caller of [formerSupervisor, student, principal, newId()])
      expect((await gaps(authorizationId, caller)).text).toBe(missing.text);
    expect((await http.get('/api/v1/copy-gaps', coach)).status).toBe(422);
    await stop();
  });

  it('count what was found missing before there was a count', async () => {
    const old = await openServiceDatabase({
      ...{ url: database.url, applicationName: 'the release before', poolSizeMax: 2, entities: [] },
      migrations: [
        ...[CreateMessagingArchive1764000000000, ArchiveMessages1764300000000, ImportMessages1764400000000],
        ...[WhoSeesMessages1764500000000, SaidAboutMessages1764500100000, LinkPersons1764600000000],
      ],
    });
    const { authorizationId, requestId } = sampleAuthorization(coach);
    const data = {
      ...{ authorizationId, staffId: coach, found: 'quoted-in-reply', importId: null },
      messageIds: [newId(), newId()],
    };
    for (const position of [1, 2])
      await old.pool.query(
        `insert into events values ($1, 1, $2, $3, 1, 'sightline.messaging-archive.copies-missing.v1', now(), $4, 'x', 'system:messaging-archive',
           'p4650-2017-03', 'x', null, $5)`,
        [position, newId(), `archived/${position}`, requestId, JSON.stringify(data)],
      );
    await old.pool.query('update log_head set position = 2');
    await old.close();
    const { archive, gaps, stop } = await district();
    await archive.bus.feed(authorizationActivated({ authorizationId, requestId, staffId: coach }));
    expect((await gaps(authorizationId, coach)).body).toMatchObject({ count: 0, missing: 2 });
    await stop();
  });
});
