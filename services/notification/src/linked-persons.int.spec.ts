import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@sightline/service-kit';
import { unplacedEvent } from '@sightline/service-kit/testing';
import {
  eventually,
  startReceivingMailServer,
  testDatabase,
  type ReceivingMailServer,
  type TestDatabase,
} from '@sightline/testing';
import { coverageLines } from './read-models/coverage/coverage-lines.query.js';
import { overHttp, type NotificationOverHttp } from '../testing/notification-over-http.js';
import { runNotification, type RunningNotification } from '../testing/running-notification.js';
import {
  authorizationActivated,
  authorizationEnded,
  guardiansChanged,
  sampleAuthorization,
} from '../testing/sample-events.js';

describe('a guardian under two records (C6)', () => {
  let database: TestDatabase;
  let mail: ReceivingMailServer;
  let service: RunningNotification;
  let http: NotificationOverHttp;

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
    mail = await startReceivingMailServer();
    service = await runNotification(database, { smtpUrl: mail.url });
    http = await overHttp(service);
  });
  afterAll(async () => {
    await http.close();
    await service.stop();
    await mail.close();
    await database.drop();
  });

  const family = () => {
    const name = newId();
    const [here, there] = ['here', 'there'].map((place) =>
      service.names.person(`Maya ${place}`, { email: `${place}-${name}@family.example` }),
    ) as [string, string];
    const [ann, ben, coach] = ['Ann', 'Ben', 'Coach'].map((each) => service.names.person(each, {})) as [
      string,
      string,
      string,
    ];
    const link = (what: 'linked' | 'unlinked') =>
      service.bus.feed(
        unplacedEvent(`sightline.directory.persons-${what}.v1`, `person-link/${there}`, {
          ...{ personId: here, linkedId: there, by: null, basis: 'import-key' },
        }),
      );
    const mails = () => mail.mails().filter(({ to }) => to[0]!.includes(name));
    return {
      here,
      there,
      ann,
      ben,
      coach,
      link,
      mails,
      guardians: [guardiansChanged(ann, [here]), guardiansChanged(ben, [there])],
    };
  };

  it('has one notice of both children, and reads it under either record', async () => {
    const { here, there, ann, ben, coach, link, mails, guardians } = family();
    const authorization = sampleAuthorization(coach);
    await service.bus.feed(...guardians);
    await link('linked');
    await service.bus.feed(authorizationActivated(authorization, [ann, ben]));
    await eventually(mails, (seen) => seen.length === 1);
    const { authorizationId } = authorization;
    await eventually(
      () => coverageLines(service.database.pool, authorizationId, 10),
      (lines) =>
        lines.every(({ status, guardian }) => status === 'told' && guardian?.id === here) && lines.length === 2,
    );
    for (const reader of [here, there]) {
      const { items } = (await http.get('/api/v1/notices', reader)).body as { items: { students: object[] }[] };
      expect(items.map(({ students }) => students.length)).toEqual([2]);
    }
    await service.bus.feed(authorizationEnded(authorization));
    await eventually(mails, (seen) => seen.length === 2);
    expect(mails().map(({ to }) => to[0]!.split('-')[0])).toEqual(['here', 'here']);
  });

  it('told under both before the link, hears of the end once; parted, each is told again', async () => {
    const { ann, ben, coach, link, mails, guardians } = family();
    const first = sampleAuthorization(coach);
    await service.bus.feed(...guardians, authorizationActivated(first, [ann, ben]));
    await eventually(mails, (seen) => seen.length === 2);
    await link('linked');
    await service.bus.feed(authorizationEnded(first));
    await eventually(mails, (seen) => seen.length === 3);
    const { rows } = await service.database.pool.query(
      'select 1 from coverage_exclusions where authorization_id = $1',
      [first.authorizationId],
    );
    expect(rows).toEqual([]);

    const second = sampleAuthorization(coach);
    await service.bus.feed(authorizationActivated(second, [ann, ben]));
    await eventually(mails, (seen) => seen.length === 4);
    await link('unlinked');
    await eventually(mails, (seen) => seen.length === 5);
    expect(mails().at(-1)!.to[0]).toMatch(/^there/);
  });

  it('a restriction on one record keeps the person (C9)', async () => {
    const { here, there, ann, coach, link, mails } = family();
    await link('linked');
    const restrictionId = newId();
    await service.bus.feed(
      guardiansChanged(ann, [here]),
      unplacedEvent('sightline.directory.restriction-recorded.v1', `restriction/${restrictionId}`, {
        ...{ restrictionId, studentId: ann, guardianId: there, kinds: ['contact'], from: '2026-01-01', until: null },
      }),
      authorizationActivated(sampleAuthorization(coach), [ann]),
    );
    const { rows } = await service.database.pool.query('select reason from coverage_gaps where student_id = $1', [ann]);
    expect(rows).toEqual([{ reason: 'restricted' }]);
    expect(mails()).toEqual([]);
  });
});
