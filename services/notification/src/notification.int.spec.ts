import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { LogName } from '@sightline/contracts';
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
import { namedExclusions, openGaps } from './read-models/coverage/coverage.queries.js';
import { mailRetries } from './application/retry-delay.js';
import { RosterOfNames } from '../testing/roster-of-names.js';
import { runNotification, type RunningNotification } from '../testing/running-notification.js';
import {
  authorizationActivated,
  authorizationEnded,
  guardiansChanged,
  participantsChanged,
  personRegistered,
  restrictionRecorded,
  rosterImportCompleted,
  roundClosed,
  roundOpened,
  sampleAuthorization,
  taskDecided,
} from '../testing/sample-events.js';

describe('notices to guardians', () => {
  let database: TestDatabase;
  let mail: ReceivingMailServer;
  let clock: TestClock;
  let names: RosterOfNames;
  const running: RunningNotification[] = [];

  const run = async (smtpUrl: string | null = mail.url): Promise<RunningNotification> => {
    const service = await runNotification(database, { smtpUrl, clock, names });
    running.push(service);
    return service;
  };
  const statuses = async ({ database: { pool } }: RunningNotification): Promise<Record<string, number>> => {
    const { rows } = await pool.query<{ status: string; count: string }>(
      'select status, count(*) from notices group by status',
    );
    return Object.fromEntries(rows.map(({ status, count }) => [status, Number(count)]));
  };
  const gaps = async ({ database: { pool } }: RunningNotification): Promise<string[]> =>
    (await pool.query<{ reason: string }>('select reason from coverage_gaps order by reason')).rows.map(
      ({ reason }) => reason,
    );
  const settled = (service: RunningNotification) =>
    eventually(
      async () =>
        (await service.database.pool.query<{ count: string }>('select count(*) from deliveries where outcome is null'))
          .rows[0]!.count,
      (open) => open === '0',
    );

  beforeEach(async () => {
    database = await testDatabase(import.meta.url);
    mail = await startReceivingMailServer();
    clock = testClock();
    names = new RosterOfNames();
  });
  afterEach(async () => {
    for (const service of running.splice(0)) await service.stop();
    await mail.close();
    await database.drop();
  });

  /** Ann and Ben are siblings of one mother; Cem has a father who may not be contacted, a mother without mail, a Spanish-speaking aunt. */
  const families = () => {
    const school = names.place('Lincoln Middle School');
    const teacher = names.person('Robin Teacher', { email: 'robin@district.example' });
    const ann = names.person('Ann Alder');
    const ben = names.person('Ben Alder');
    const cem = names.person('Cem Birch');
    const mother = names.person('Maya Alder', { email: 'maya@family.example' });
    const grandfather = names.person('Gus Alder', { email: 'gus@family.example' });
    const restricted = names.person('Rex Birch', { email: 'rex@family.example' });
    const withoutMail = names.person('Nora Birch');
    const aunt = names.person('Luz Birch', { email: 'luz@family.example', language: 'es-MX' });
    const roster = [
      personRegistered(teacher, 't-1', [{ role: 'teacher', buildingId: school }]),
      guardiansChanged(ann, [mother]),
      guardiansChanged(ben, [mother, grandfather]),
      guardiansChanged(cem, [restricted, withoutMail, aunt]),
      restrictionRecorded({ studentId: cem, guardianId: restricted }),
    ];
    return { teacher, ann, ben, cem, mother, grandfather, restricted, withoutMail, aunt, roster };
  };

  it('reach each guardian once, siblings joined, in the language of the reader; who cannot be told is a named gap', async () => {
    const service = await run();
    const { teacher, ann, ben, cem, roster } = families();
    const authorization = sampleAuthorization(teacher);
    await service.bus.feed(...roster);
    await service.bus.feed(authorizationActivated(authorization, [ann, ben, cem]));
    await settled(service);

    const received = [...mail.mails()].sort((left, right) => (left.to[0]! < right.to[0]! ? -1 : 1));
    expect(received.map(({ to, headerTo }) => [to, headerTo])).toEqual([
      [['gus@family.example'], ['gus@family.example']],
      [['luz@family.example'], ['luz@family.example']],
      [['maya@family.example'], ['maya@family.example']],
    ]);
    const [toGus, toLuz, toMaya] = received;
    expect(toMaya!.text).toContain(
      'Lincoln Middle School has approved that Robin Teacher may communicate with Ann Alder and Ben Alder by text message.',
    );
    expect(toMaya!.text).toContain('from September 15, 2026 through June 30, 2027');
    expect(toGus!.text).toContain('with Ben Alder by');
    expect(toGus!.text).not.toContain('Ann');
    expect(toLuz!.text).toContain('ha autorizado que Robin Teacher se comunique con Cem Birch por mensaje de texto');
    expect(toLuz!.headers.get('content-language')).toBe('es');
    for (const { subject, from } of received) {
      expect(subject).not.toMatch(/Ann|Ben|Cem|Alder|Birch/);
      expect(from).toBe('notices@district.example');
    }
    expect(await statuses(service)).toEqual({ delivered: 3, undeliverable: 1 });
    expect(await gaps(service)).toEqual(['no-address', 'restricted']);
    const { rows } = await service.database.pool.query<{ notice_id: string }>('select notice_id from notices');
    expect(rows.map(({ notice_id: id }) => `<${id}@district.example>`)).toEqual(
      expect.arrayContaining(received.map(({ messageId }) => messageId)),
    );
  });

  it('of a late joiner go to that student’s guardians; of an end to those who were told, in neutral words', async () => {
    const service = await run();
    const { teacher, ann, ben, roster, mother } = families();
    const authorization = sampleAuthorization(teacher);
    await service.bus.feed(...roster);
    await service.bus.feed(authorizationActivated(authorization, [ann]));
    await settled(service);
    mail.clear();
    await service.bus.feed(participantsChanged(authorization, { joined: [ben] }));
    await settled(service);
    expect(mail.mails().map(({ to, text }) => [to[0], text.includes('Ben Alder'), text.includes('Ann Alder')])).toEqual(
      expect.arrayContaining([
        ['maya@family.example', true, false],
        ['gus@family.example', true, false],
      ]),
    );
    mail.clear();
    await service.bus.feed(restrictionRecorded({ studentId: ann, guardianId: mother }));
    await service.bus.feed(authorizationEnded(authorization, 'revoked', '2026-11-02T15:00:00.000Z'));
    await settled(service);
    const ends = mail.mails().filter(({ to }) => to[0]!.endsWith('@family.example'));
    expect(ends.map(({ to }) => to[0]).sort()).toEqual(['gus@family.example', 'maya@family.example']);
    for (const { text, subject } of ends) {
      expect(text).toContain('That approval ended on November 2, 2026');
      expect(`${subject} ${text}`).not.toMatch(/revoke|withdraw|Ann/i);
    }
  });

  it('wait while the mail server is down and go out when it is back', async () => {
    await mail.close();
    const service = await run(mail.url);
    const { teacher, ann, ben, cem, roster } = families();
    await service.bus.feed(...roster);
    await service.bus.feed(authorizationActivated(sampleAuthorization(teacher), [ann, ben, cem]));
    const waiting = await eventually(
      async () =>
        (
          await service.database.pool.query<{ attempts: number; due: boolean }>(
            'select attempts, next_attempt_at > $1 as due from deliveries where outcome is null',
            [clock.now()],
          )
        ).rows,
      (rows) => rows.length === 3 && rows.every(({ attempts, due }) => attempts === 1 && due),
    );
    expect(waiting).toHaveLength(3);
    // Nothing else stops: another batch of events is taken.
    await service.bus.feed(authorizationActivated(sampleAuthorization(teacher), [ann]));
    await service.stop();
    running.pop();

    mail = await startReceivingMailServer();
    const revived = await run(mail.url);
    clock.advance({ minutes: 2 });
    await settled(revived);
    expect(mail.mails()).toHaveLength(4);
    expect(await gaps(revived)).toEqual(['no-address', 'restricted']);
  });

  it('that the server refuses for good are undeliverable; what it defers is tried again', async () => {
    const service = await run();
    const { teacher, ann, roster } = families();
    await service.bus.feed(...roster);
    mail.refuseNext(1, 550);
    await service.bus.feed(authorizationActivated(sampleAuthorization(teacher), [ann]));
    await settled(service);
    expect(await statuses(service)).toEqual({ undeliverable: 1 });
    expect(await gaps(service)).toEqual(['undeliverable']);

    mail.refuseNext(1, 451);
    await service.bus.feed(authorizationActivated(sampleAuthorization(teacher), [ann]));
    await eventually(
      async () =>
        (
          await service.database.pool.query<{ count: string }>(
            'select count(*) from deliveries where outcome is null and attempts = 1 and lease_id is null',
          )
        ).rows[0]!.count,
      (count) => count === '1',
    );
    expect(mail.mails()).toHaveLength(0);
    clock.advance({ seconds: 20 });
    await settled(service);
    expect(mail.mails()).toHaveLength(1);
    expect(await statuses(service)).toEqual({ undeliverable: 1, delivered: 1 });
  });

  it('become undeliverable after a bounded number of attempts, and the gap is named within a day', async () => {
    const service = await run();
    const { teacher, ann, roster } = families();
    await service.bus.feed(...roster);
    const began = clock.now().getTime();
    mail.refuseNext(1_000, 451);
    await service.bus.feed(authorizationActivated(sampleAuthorization(teacher), [ann]));
    for (let attempt = 1; attempt <= 40; attempt += 1) {
      const { rows } = await eventually(
        () =>
          service.database.pool.query<{ next_attempt_at: Date; outcome: string | null; lease_id: string | null }>(
            'select next_attempt_at, outcome, lease_id from deliveries',
          ),
        ({ rows: [row] }) =>
          row!.outcome !== null || (row!.lease_id === null && row!.next_attempt_at.getTime() > clock.now().getTime()),
      );
      if (rows[0]!.outcome !== null) break;
      clock.moveTo(rows[0]!.next_attempt_at);
      await service.bus.feed(personRegistered(newId(), 'somebody'));
    }
    expect(await gaps(service)).toEqual(['undeliverable']);
    expect(clock.now().getTime() - began).toBeLessThan(24 * 3_600_000);
    const { rows } = await service.database.pool.query<{ attempts: number }>('select attempts from deliveries');
    expect(rows).toEqual([{ attempts: mailRetries.attemptsMax }]);
  });

  it('are not sent to a guardian who was restricted between opening and sending', async () => {
    const { teacher, ann, ben, mother, roster } = families();
    const idle = await run(null);
    await idle.bus.feed(...roster);
    await idle.bus.feed(authorizationActivated(sampleAuthorization(teacher), [ann, ben]));
    await idle.bus.feed(restrictionRecorded({ studentId: ann, guardianId: mother }));
    await idle.stop();
    running.pop();
    const service = await run();
    await settled(service);
    const toMaya = mail.mails().find(({ to }) => to[0] === 'maya@family.example');
    expect(toMaya!.text).toContain('Ben Alder');
    expect(toMaya!.text).not.toContain('Ann Alder');
    expect(await gaps(service)).toEqual(['restricted']);
  });

  it('wait, uncounted, while the owner of names and addresses does not answer', async () => {
    const idle = await run(null);
    const { teacher, ann, roster } = families();
    await idle.bus.feed(...roster);
    await idle.bus.feed(authorizationActivated(sampleAuthorization(teacher), [ann]));
    await idle.stop();
    running.pop();
    names.available = false;
    const service = await run();
    await eventually(
      async () =>
        (
          await service.database.pool.query<{ attempts: number; lease_id: string | null; next_attempt_at: Date }>(
            'select attempts, lease_id, next_attempt_at from deliveries',
          )
        ).rows[0]!,
      ({ attempts, lease_id, next_attempt_at }) => attempts === 0 && lease_id === null && next_attempt_at > clock.now(),
    );
    names.available = true;
    clock.advance({ seconds: 6 });
    await settled(service);
    expect(mail.mails()).toHaveLength(1);
  });

  it('that a dead replica claimed are sent when its lease ends; one that it had sent comes again under the same Message-ID', async () => {
    const { teacher, ann, roster } = families();
    const idle = await run(null);
    await idle.bus.feed(...roster);
    await idle.bus.feed(authorizationActivated(sampleAuthorization(teacher), [ann]));
    const { pool } = idle.database;
    await pool.query('update deliveries set lease_id = $1, leased_until = $2, attempts = 1', [
      newId(),
      new Date(clock.now().getTime() + 300_000),
    ]);
    const service = await run();
    // What comes after it is sent; what the dead replica holds is not.
    await idle.bus.feed(authorizationActivated(sampleAuthorization(teacher), [ann]));
    const { rows } = await eventually(
      () => pool.query('select attempts, outcome from deliveries order by delivery_id'),
      (seen) => seen.rows.some(({ outcome }) => outcome !== null),
    );
    expect(rows).toEqual([
      { attempts: 1, outcome: null },
      { attempts: 1, outcome: 'delivered' },
    ]);
    clock.advance({ minutes: 6 });
    await settled(service);
    expect(mail.mails()).toHaveLength(2);

    // Sent and not recorded: the events of the delivery are lost with the process, the lease is left behind.
    await pool.query(`delete from events where type = 'sightline.notification.notices-delivered.v1'`);
    await pool.query('update streams set version = version - 1');
    await pool.query(`update notices set status = 'pending', delivered_at = null, channel = null`);
    await pool.query('update deliveries set outcome = null, settled_at = null, lease_id = $1, leased_until = $2', [
      newId(),
      clock.now(),
    ]);
    await settled(service);
    expect(mail.mails()).toHaveLength(4);
    expect(new Set(mail.mails().map(({ messageId }) => messageId)).size).toBe(2);
    expect(await statuses(service)).toEqual({ delivered: 2 });
  });

  it('cost the same number of statements for one notice and for 300', async () => {
    const idle = await run(null);
    let statements = 0;
    const counted = new WeakSet<object>();
    idle.database.pool.on('acquire', (client) => {
      if (counted.has(client)) return;
      counted.add(client);
      const query = client.query.bind(client) as (...parts: unknown[]) => unknown;
      client.query = ((...parts: unknown[]) => {
        statements += 1;
        return query(...parts);
      }) as never;
    });
    const count = async (families: number): Promise<number> => {
      const students = Array.from({ length: families }, () => newId());
      await idle.bus.feed(...students.map((studentId) => guardiansChanged(studentId, [newId(), newId()])));
      statements = 0;
      await idle.bus.feed(authorizationActivated(sampleAuthorization(), students));
      return statements;
    };
    await count(1);
    const forOne = await count(1);
    expect(forOne).toBeLessThanOrEqual(16);
    expect(await count(150)).toBe(forOne);
  });
});

describe('notices by date, address and age', () => {
  let database: TestDatabase;
  let mail: ReceivingMailServer;
  let clock: TestClock;
  let names: RosterOfNames;
  let service: RunningNotification;

  beforeEach(async () => {
    database = await testDatabase(import.meta.url);
    mail = await startReceivingMailServer();
    clock = testClock();
    names = new RosterOfNames();
    service = await runNotification(database, { smtpUrl: mail.url, clock, names });
  });
  afterEach(async () => {
    await service.stop();
    await mail.close();
    await database.drop();
  });

  const sent = (): string[] =>
    mail
      .mails()
      .map(({ to }) => to[0]!)
      .sort();
  const gapsOf = async (authorizationId: string): Promise<string[]> =>
    (await openGaps(service.database.pool, authorizationId, 100)).map(({ reason }) => reason);
  const family = () => {
    const teacher = names.person('Robin Teacher');
    const ann = names.person('Ann Alder');
    const father = names.person('Rex Alder', { email: 'rex@family.example' });
    return { teacher, ann, father };
  };

  it('are told to a guardian on the day after the last day of a restriction', async () => {
    const { teacher, ann, father } = family();
    const authorization = sampleAuthorization(teacher);
    await service.bus.feed(
      guardiansChanged(ann, [father]),
      restrictionRecorded({ studentId: ann, guardianId: father, until: '2026-09-20' }),
    );
    await service.bus.feed(authorizationActivated(authorization, [ann]));
    expect(await gapsOf(authorization.authorizationId)).toEqual(['restricted']);
    // 23:30 of the last day in Chicago: the restriction still holds.
    clock.moveTo('2026-09-21T04:30:00.000Z');
    await eventually(
      async () => (await service.database.pool.query('select done_on::text from daily_looks')).rows,
      ([row]) => row?.done_on === '2026-09-20',
    );
    expect(sent()).toEqual([]);
    clock.moveTo('2026-09-21T05:30:00.000Z');
    await mail.waitFor(({ to }) => to[0] === 'rex@family.example');
    expect(await gapsOf(authorization.authorizationId)).toEqual([]);
  });

  it('that no address reached go out as soon as an import brings another one, and only then', async () => {
    const { teacher, ann, father } = family();
    const mother = names.person('Nora Alder');
    const authorization = sampleAuthorization(teacher);
    await service.bus.feed(guardiansChanged(ann, [father, mother]));
    mail.refuseNext(1, 550);
    await service.bus.feed(authorizationActivated(authorization, [ann]));
    await eventually(
      () => gapsOf(authorization.authorizationId),
      (reasons) => expect(reasons.sort()).toEqual(['no-address', 'undeliverable']),
    );
    const looks = async () =>
      (
        await service.database.pool.query<{ waiting: string; looked: string }>(
          `select count(*) as waiting, count(*) filter (where next_look_at > $1) as looked from awaited_addresses`,
          [clock.now()],
        )
      ).rows[0]!;
    await service.bus.feed(rosterImportCompleted());
    // The one has no address yet, the other still the one that was refused.
    await eventually(looks, (seen) => expect(seen).toEqual({ waiting: '2', looked: '2' }));
    expect(sent()).toEqual([]);

    names.person('Nora Alder', { personId: mother, email: 'nora@family.example' });
    names.person('Rex Alder', { personId: father, email: 'rex.alder@family.example' });
    await service.bus.feed(rosterImportCompleted());
    await mail.waitFor(({ to }) => to[0] === 'nora@family.example');
    await mail.waitFor(({ to }) => to[0] === 'rex.alder@family.example');
    await eventually(
      () => gapsOf(authorization.authorizationId),
      (reasons) => expect(reasons).toEqual([]),
    );
    expect((await looks()).waiting).toBe('0');
  });

  it('go to a student of age in the parents’ place, from the birthday on', async () => {
    const { teacher, ann, father } = family();
    const grown = names.person('Gia Alder', { email: 'gia@school.example', adult: true });
    const authorization = sampleAuthorization(teacher);
    await service.bus.feed(guardiansChanged(ann, [father]), guardiansChanged(grown, [father]));
    await service.bus.feed(authorizationActivated(authorization, [ann, grown]));
    const toGia = await mail.waitFor(({ to }) => to[0] === 'gia@school.example');
    expect(toGia.text).toContain('may communicate with you by text message');
    const toRex = await mail.waitFor(({ to }) => to[0] === 'rex@family.example');
    expect(toRex.text).not.toContain('Gia');

    // The birthday: the next day's look finds it.
    names.person('Ann Alder', { personId: ann, email: 'ann@school.example', adult: true });
    clock.advance({ days: 1 });
    await mail.waitFor(({ to }) => to[0] === 'ann@school.example');
    await service.bus.feed(authorizationEnded(authorization, 'expired', '2026-10-01T12:00:00.000Z'));
    await eventually(sent, (to) =>
      expect(to).toEqual([
        'ann@school.example',
        'ann@school.example',
        'gia@school.example',
        'gia@school.example',
        'rex@family.example',
      ]),
    );
    const exclusions = await namedExclusions(service.database.pool, authorization.authorizationId, 10);
    expect(exclusions.map(({ student, guardian, reason }) => [student.id, guardian.id, reason])).toEqual([
      [ann, father, 'student-of-age'],
    ]);
  });

  it('say that a student takes no part any more, to those who were told, with a date and no reason', async () => {
    const { teacher, ann, father } = family();
    const ben = names.person('Ben Birch');
    const aunt = names.person('Luz Birch', { email: 'luz@family.example', language: 'es' });
    const authorization = sampleAuthorization(teacher);
    await service.bus.feed(guardiansChanged(ann, [father]), guardiansChanged(ben, [aunt]));
    await service.bus.feed(authorizationActivated(authorization, [ann, ben]));
    await eventually(sent, (to) => expect(to).toHaveLength(2));
    mail.clear();
    await service.bus.feed(participantsChanged(authorization, { left: [ben] }, '2026-10-01T12:00:00.000Z'));
    const { text, to } = await mail.waitFor(() => true);
    expect(to).toEqual(['luz@family.example']);
    expect(text).toContain('Desde el 1 de octubre de 2026 esa autorización ya no incluye a Ben Birch');
    await service.bus.feed(authorizationEnded(authorization, 'expired', '2026-10-05T12:00:00.000Z'));
    await mail.waitFor((each) => each.to[0] === 'rex@family.example');
    expect(mail.mails()).toHaveLength(2);
  });

  it('of colleagues who joined one C5 authorization come as one mail that names all; a later one as a change', async () => {
    const idle = await testDatabase(`${import.meta.url}-joined`);
    const positions = new Map<LogName, number>();
    const first = await runNotification(idle, { clock, names, positions });
    const { teacher, ann, father } = family();
    const sam = names.person('Sam Assistant');
    const kim = names.person('Kim Keeper');
    const authorization = sampleAuthorization(teacher);
    const joined = sampleAuthorization(sam);
    const phone = { kind: 'personal-phone' as const };
    await first.bus.feed(guardiansChanged(ann, [father]));
    await first.bus.feed(authorizationActivated(authorization, [ann], phone));
    await first.bus.feed(
      authorizationActivated(joined, [ann], { ...phone, joins: authorization.authorizationId, until: '2026-12-18' }),
    );
    await first.stop();
    const second = await runNotification(idle, { smtpUrl: mail.url, clock, names, positions });
    try {
      const both = await mail.waitFor(() => true);
      expect(both.text).toContain('Robin Teacher by text message, from September 15, 2026 through June 30, 2027');
      expect(both.text).toContain('Sam Assistant by text message, from September 15, 2026 through December 18, 2026');
      const statuses = async () => (await second.database.pool.query('select status, occasion from notices')).rows;
      await eventually(statuses, (rows) =>
        expect(rows).toEqual([
          { status: 'delivered', occasion: 'approval' },
          { status: 'delivered', occasion: 'approval' },
        ]),
      );
      expect(mail.mails()).toHaveLength(1);
      mail.clear();
      await second.bus.feed(
        authorizationActivated(sampleAuthorization(kim), [ann], { ...phone, joins: joined.authorizationId }),
      );
      const changed = await mail.waitFor(() => true);
      expect(changed.subject).toContain('has changed');
      for (const name of ['Robin Teacher', 'Sam Assistant', 'Kim Keeper']) expect(changed.text).toContain(name);
    } finally {
      await second.stop();
      await idle.drop();
    }
  });
});

describe('alerts to approvers', () => {
  let database: TestDatabase;
  let mail: ReceivingMailServer;
  let names: RosterOfNames;

  beforeEach(async () => {
    database = await testDatabase(import.meta.url);
    mail = await startReceivingMailServer();
    names = new RosterOfNames();
  });
  afterEach(async () => {
    await mail.close();
    await database.drop();
  });

  const round = () => ({ roundId: newId(), requestId: newId(), caseId: newId() });
  const task = (candidateIds: readonly string[]) => ({
    taskId: newId(),
    side: 'principal' as const,
    assigneeId: null,
    candidateIds,
    buildingId: null,
    dueAt: '2026-09-21T22:00:00.000Z',
  });
  const allSettled = (service: RunningNotification, count: number) =>
    eventually(
      async () =>
        (
          await service.database.pool.query<{ outcome: string }>(
            'select outcome from deliveries where outcome is not null order by outcome',
          )
        ).rows.map(({ outcome }) => outcome),
      (outcomes) => outcomes.length === count,
    );

  it('go to each candidate with what waits, when it is due and where to decide', async () => {
    const service = await runNotification(database, { smtpUrl: mail.url, names });
    try {
      const principal = names.person('Pat Principal', { email: 'pat@district.example' });
      const deputy = names.person('Dee Deputy', { email: 'dee@district.example', language: 'es' });
      const opened = task([principal, deputy]);
      await service.bus.feed(roundOpened(round(), [opened]));
      expect(await allSettled(service, 2)).toEqual(['delivered', 'delivered']);
      const toPat = mail.mails().find(({ to }) => to[0] === 'pat@district.example')!;
      expect(toPat.text).toContain(`https://sightline.example/tasks/${opened.taskId}`);
      expect(toPat.text).toContain('September 21, 2026');
      const toDee = mail.mails().find(({ to }) => to[0] === 'dee@district.example')!;
      expect(toDee.subject).toBe('Una solicitud espera su decisión');
    } finally {
      await service.stop();
    }
  });

  it('not sent yet are cancelled when the round closes or somebody else decides', async () => {
    const first = await runNotification(database, { names });
    const principal = names.person('Pat Principal', { email: 'pat@district.example' });
    const deputy = names.person('Dee Deputy', { email: 'dee@district.example' });
    const withdrawn = round();
    await first.bus.feed(roundOpened(withdrawn, [task([principal])]), roundClosed(withdrawn));
    const decided = round();
    const [taken, open] = [task([principal, deputy]), task([deputy])];
    await first.bus.feed(roundOpened(decided, [taken, open]));
    await first.bus.feed(taskDecided(decided, taken.taskId, principal));
    await first.stop();

    const service = await runNotification(database, { smtpUrl: mail.url, names });
    try {
      expect(await allSettled(service, 4)).toEqual(['cancelled', 'cancelled', 'cancelled', 'delivered']);
      expect(mail.mails().map(({ to }) => to[0])).toEqual(['dee@district.example']);
    } finally {
      await service.stop();
    }
  });
});
