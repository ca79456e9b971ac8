import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
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
import { runNotification, type RunningNotification } from '../testing/running-notification.js';
import {
  absenceDeclared,
  authorizationActivated,
  authorizationEnded,
  authorizationEndingSoon,
  requestSettled,
  requestSubmitted,
  roundClosed,
  roundOpened,
  sampleAuthorization,
  taskDecided,
  taskMoved,
} from '../testing/sample-events.js';
import { overHttp, type NotificationOverHttp } from '../testing/notification-over-http.js';

describe('alerts to staff', () => {
  let database: TestDatabase;
  let mail: ReceivingMailServer;
  let clock: TestClock;
  let service: RunningNotification;
  let http: NotificationOverHttp;

  beforeEach(async () => {
    database = await testDatabase(import.meta.url);
    mail = await startReceivingMailServer();
    clock = testClock();
    service = await runNotification(database, { smtpUrl: mail.url, clock });
    http = await overHttp(service);
  });
  afterEach(async () => {
    await http.close();
    await service.stop();
    await mail.close();
    await database.drop();
  });

  const round = () => ({ roundId: newId(), requestId: newId(), caseId: newId() });
  const task = (candidateIds: readonly string[]) => ({
    ...{ taskId: newId(), side: 'principal' as const, assigneeId: null, candidateIds, buildingId: null },
    dueAt: '2026-09-21T22:00:00.000Z',
  });
  const staff = (name: string): string =>
    service.names.person(name, { email: `${name.split(' ')[0]!.toLowerCase()}@district.example` });
  const subjectsTo = (address: string): string[] =>
    mail
      .mails()
      .filter(({ to }) => to[0] === `${address}@district.example`)
      .map(({ subject }) => subject)
      .sort();
  const eventTypes = async (): Promise<string[]> =>
    (await service.database.pool.query<{ type: string }>('select type from events order by position')).rows.map(
      ({ type }) => type.split('.')[2]!,
    );

  it('tell whoever is reminded, escalated to, delegated to or given a task, with its page', async () => {
    const [pat, dee, ada] = [staff('Pat Principal'), staff('Dee Deputy'), staff('Ada Admin')];
    const opened = round();
    const only = task([pat]);
    const { taskId } = only;
    await service.bus.feed(roundOpened(opened, [only]));
    await service.bus.feed(
      taskMoved(opened, 'task-reminded', { taskId, remindedIds: [pat], reminder: 1, nextAt: null }),
      taskMoved(opened, 'task-delegated', {
        ...{ taskId, fromId: pat, toId: dee, until: '2026-09-25', words: null },
        ...{ candidateIds: [dee], delegatedByIds: [pat] },
      }),
      taskMoved(opened, 'task-delegation-revoked', {
        ...{ taskId, fromId: pat, toId: dee, reason: 'ended', revokedBy: null, until: null },
        ...{ candidateIds: [pat], assigneeId: null, delegatedByIds: [] },
      }),
      taskMoved(opened, 'task-escalated', { taskId, candidateIds: [pat, ada], step: 1, nextAt: null }),
      taskMoved(opened, 'task-reminded', { taskId, remindedIds: [pat], reminder: 2, nextAt: null }),
    );
    await eventually(
      () => [subjectsTo('pat'), subjectsTo('dee'), subjectsTo('ada')],
      (seen) =>
        expect(seen).toEqual([
          [
            'A decision is with you now',
            'A request is waiting for your decision',
            'Overdue: a decision has come up to you',
            'Reminder: a request still waits for your decision',
            'Reminder: a request still waits for your decision',
          ],
          ['A decision was delegated to you'],
          ['Overdue: a decision has come up to you'],
        ]),
    );
    const toDee = mail.mails().find(({ to }) => to[0] === 'dee@district.example')!;
    expect(toDee.text).toContain('Pat Principal has asked you to decide in their place, until September 25, 2026');
    for (const { text } of mail.mails()) expect(text).toContain(`https://sightline.example/tasks/${taskId}`);
  });

  it('say of a review that it is one', async () => {
    const pat = staff('Pat Principal');
    const review = { about: 'review', reviewId: newId(), authorizationId: newId() } as const;
    await service.bus.feed(roundOpened(round(), [task([pat])], review));
    const { subject } = await mail.waitFor(() => true);
    expect(subject).toBe('An authorization needs a new look from you');
  });

  it('tell who asked what became of it, and the substitute of an absence', async () => {
    const [robin, pat, dee] = [staff('Robin Teacher'), staff('Pat Principal'), staff('Dee Deputy')];
    const [returned, denied] = [round(), round()];
    await service.bus.feed(requestSubmitted(returned, robin), requestSubmitted(denied, robin));
    await service.bus.feed(requestSettled(returned, 'request-returned'), requestSettled(denied, 'request-denied'));
    await service.bus.feed(absenceDeclared(pat, dee, '2026-09-18'), absenceDeclared(pat, null, '2026-09-18'));
    await eventually(
      () => [subjectsTo('robin'), subjectsTo('dee'), subjectsTo('pat')],
      (seen) =>
        expect(seen).toEqual([
          ['Your request came back to you', 'Your request was denied'],
          ['You stand in for a colleague'],
          [],
        ]),
    );
    expect(mail.mails().find(({ to }) => to[0] === 'dee@district.example')!.text).toContain(
      'Pat Principal is away through September 18, 2026',
    );
  });

  it('tell of an end that comes, to the staff member and whoever approved; of an end, to the staff member', async () => {
    const [robin, pat] = [staff('Robin Teacher'), staff('Pat Principal')];
    const authorization = sampleAuthorization(robin);
    const approving = { ...round(), requestId: authorization.requestId };
    const only = task([pat]);
    await service.bus.feed(roundOpened(approving, [only]), taskDecided(approving, only.taskId, pat));
    await service.bus.feed(authorizationActivated(authorization, [newId()]));
    await service.bus.feed(authorizationEndingSoon(authorization, '2026-10-15'));
    await eventually(
      () => [subjectsTo('robin'), subjectsTo('pat')],
      (seen) => expect(seen).toEqual([['An approval ends soon'], ['An approval ends soon']]),
    );
    await service.bus.feed(authorizationEnded(authorization, 'expired'));
    await mail.waitFor(({ subject }) => subject === 'An approval of yours has ended');
  });

  it('leave an event of their delivery, of a cancellation and of an address that is missing', async () => {
    const [pat, nobody] = [staff('Pat Principal'), service.names.person('Nora Nomail')];
    await service.bus.feed(roundOpened(round(), [task([pat, nobody])]));
    await eventually(eventTypes, (types) =>
      expect(types.sort()).toEqual(['alerts-delivered', 'alerts-opened', 'alerts-undeliverable']),
    );
    const { rows } = await service.database.pool.query('select status, person_id from alerts order by status');
    expect(rows).toEqual([
      { status: 'delivered', person_id: pat },
      { status: 'undeliverable', person_id: nobody },
    ]);
    const closing = round();
    await service.bus.feed(roundOpened(closing, [task([pat])]), roundClosed(closing));
    await eventually(eventTypes, (types) => expect(types).toContain('alerts-cancelled'));
  });

  it('come once a day in one mail to whoever wants that, at seven in the district', async () => {
    const pat = staff('Pat Principal');
    const wish = await http.post('/api/v1/contact-preferences', { alerts: 'daily', language: 'es' }, pat);
    expect([wish.status, wish.body.alerts]).toEqual([201, 'daily']);
    const opened = [task([pat]), task([pat]), task([pat])];
    const settled = round();
    await service.bus.feed(roundOpened(round(), [opened[0]!]), roundOpened(round(), [opened[1]!]));
    await service.bus.feed(roundOpened(settled, [opened[2]!]), roundClosed(settled));
    clock.moveTo('2026-09-15T11:59:00.000Z');
    const { rows } = await service.database.pool.query('select distinct next_attempt_at from deliveries');
    expect(rows).toEqual([{ next_attempt_at: new Date('2026-09-15T12:00:00.000Z') }]);
    expect(mail.mails()).toEqual([]);
    clock.moveTo('2026-09-15T12:00:00.000Z');
    const { subject, text } = await mail.waitFor(() => true);
    expect(subject).toBe('2 mensajes de Sightline hoy');
    expect(opened.map(({ taskId }) => text.includes(taskId))).toEqual([true, true, false]);
    await eventually(eventTypes, (types) =>
      expect(types.filter((type) => /delivered|cancelled/.test(type)).length).toBe(3),
    );
    expect(mail.mails()).toHaveLength(1);
  });
});
