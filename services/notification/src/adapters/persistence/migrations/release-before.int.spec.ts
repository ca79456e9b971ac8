import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTransaction } from '@sightline/event-store';
import { newId, openServiceDatabase } from '@sightline/service-kit';
import {
  eventually,
  startReceivingMailServer,
  testClock,
  testDatabase,
  type ReceivingMailServer,
  type TestDatabase,
} from '@sightline/testing';
import { RosterOfNames } from '../../../../testing/roster-of-names.js';
import { runNotification, type RunningNotification } from '../../../../testing/running-notification.js';
import { NoticesAndDeliveries1764000000000 } from './1764000000000-notices-and-deliveries.js';

const time = '2026-09-14T12:00:00.000Z';
const [authorizationId, requestId, roundId, taskId, noticeId, alertId, restrictionId, caseId] = Array.from(
  { length: 8 },
  () => newId(),
) as [string, string, string, string, string, string, string, string];

describe('a database of the release before', () => {
  let database: TestDatabase;
  let mail: ReceivingMailServer;
  let service: RunningNotification;
  const names = new RosterOfNames();
  const clock = testClock();
  const [teacher, ann, mother, father, pat] = [
    names.person('Robin Teacher'),
    names.person('Ann Alder'),
    names.person('Maya Alder', { email: 'maya@family.example' }),
    names.person('Rex Alder', { email: 'rex@family.example' }),
    names.person('Pat Principal', { email: 'pat@district.example' }),
  ];

  /** One authorization whose notice waits, a restriction with a last day, and one alert that waits: events and rows. */
  const asTheFirstReleaseLeftIt = async (): Promise<void> => {
    const before = await openServiceDatabase({
      ...{ url: database.url, applicationName: 'the release before', poolSizeMax: 2 },
      ...{ entities: [], migrations: [NoticesAndDeliveries1764000000000] },
    });
    const [noticesOpened, alertsOpened] = [newId(), newId()];
    await inTransaction(before.pool, async (transaction) => {
      const event = (position: number, id: string, subject: string, type: string, data: object) =>
        transaction.query(
          `insert into events (position, epoch, id, subject, subject_version, type, time, correlation_id, causation_id, actor,
             policy_version, partition_key, data)
           select $1, epoch, $2, $3, 1, $4, $5, $6::uuid, 'before', 'system:notification', 'p4650-2017-03', $6::uuid::text, $7
           from log_head`,
          [position, id, subject, type, time, caseId, JSON.stringify(data)],
        );
      await transaction.query('update log_head set position = 2');
      await transaction.query('insert into streams (subject, version) values ($1, 1), ($2, 1)', [
        `coverage/${authorizationId}`,
        `alert-set/${roundId}`,
      ]);
      await event(1, noticesOpened, `coverage/${authorizationId}`, 'sightline.notification.notices-opened.v1', {
        ...{ authorizationId, occasion: 'approval' },
        notices: [{ noticeId, guardianId: mother, studentIds: [ann] }],
      });
      await event(2, alertsOpened, `alert-set/${roundId}`, 'sightline.notification.alerts-opened.v1', {
        ...{ requestId, roundId },
        alerts: [{ alertId, personId: pat, taskId }],
      });
      await transaction.query(
        `insert into authorizations values ($1, $2, $3, 'p4650-2017-03', 'outside-channel', $4, null, 'text-message',
           '2026-09-15', '2027-06-30', $5)`,
        [authorizationId, requestId, caseId, teacher, time],
      );
      await transaction.query(`insert into authorization_students values ($1, $2, 'approval')`, [authorizationId, ann]);
      await transaction.query('insert into roster_guardianships values ($1, $2, 0), ($1, $3, 1)', [
        ann,
        mother,
        father,
      ]);
      await transaction.query(
        `insert into roster_restrictions values ($1, $2, $3, '{contact}', '2026-01-01', '2026-09-20')`,
        [restrictionId, ann, father],
      );
      await transaction.query(
        `insert into notices (notice_id, authorization_id, case_id, opened_by, guardian_id, student_ids, occasion, status, created_at)
         values ($1, $2, $3, $4, $5, array[$6::uuid], 'approval', 'pending', $7)`,
        [noticeId, authorizationId, caseId, noticesOpened, mother, ann, time],
      );
      await transaction.query('insert into alerts values ($1, $2, $3, $4, $5, $6)', [
        ...[alertId, requestId, roundId, taskId, pat, time],
      ]);
      await transaction.query(
        `insert into approval_tasks values ($1, $2, $3, 'outside-channel', 'principal', '2026-09-19T13:00:00Z')`,
        [taskId, roundId, requestId],
      );
      await transaction.query(
        `insert into deliveries (delivery_id, kind, next_attempt_at) values ($1, 'notice', $3), ($2, 'alert', $3)`,
        [noticeId, alertId, time],
      );
    });
    await before.close();
  };

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
    mail = await startReceivingMailServer();
    await asTheFirstReleaseLeftIt();
    service = await runNotification(database, { smtpUrl: mail.url, clock, names });
  });
  afterAll(async () => {
    await service.stop();
    await mail.close();
    await database.drop();
  });

  it('sends what it had opened, once, and has an event of each', async () => {
    const toMaya = await mail.waitFor(({ to }) => to[0] === 'maya@family.example');
    expect(toMaya.messageId).toBe(`<${noticeId}@district.example>`);
    const toPat = await mail.waitFor(({ to }) => to[0] === 'pat@district.example');
    expect(toPat.text).toContain(`/tasks/${taskId}`);
    const types = async () =>
      (await service.database.pool.query<{ type: string }>('select type from events where position > 2')).rows
        .map(({ type }) => type.split('.')[2])
        .sort();
    await eventually(types, (seen) => expect(seen).toEqual(['alerts-delivered', 'notices-delivered']));
    const { rows } = await service.database.pool.query('select status, case_id from alerts');
    expect(rows).toEqual([{ status: 'delivered', case_id: caseId }]);
  });

  it('tells a guardian whose restriction it knew when its last day is over', async () => {
    clock.moveTo('2026-09-21T05:30:00.000Z');
    await mail.waitFor(({ to }) => to[0] === 'rex@family.example');
    expect(mail.mails()).toHaveLength(3);
  });
});
