import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { LogName } from '@sightline/contracts';
import { newId } from '@sightline/service-kit';
import { unplacedEvent } from '@sightline/service-kit/testing';
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
import { runNotification, type RunningNotification } from '../testing/running-notification.js';
import {
  authorizationActivated,
  guardiansChanged,
  rosterImportCompleted,
  sampleAuthorization,
} from '../testing/sample-events.js';

const bounced = (bounceToken: string, action: 'failed' | 'delayed' = 'failed', status = '5.1.1') =>
  unplacedEvent('sightline.messaging-archive.notice-bounced.v1', `bounce/${newId()}`, { bounceToken, action, status });

describe('mail that comes back', () => {
  let database: TestDatabase;
  let mail: ReceivingMailServer;
  let clock: TestClock;
  let service: RunningNotification;
  let maya: string;

  beforeEach(async () => {
    database = await testDatabase(import.meta.url);
    mail = await startReceivingMailServer();
    clock = testClock();
    service = await runNotification(database, { smtpUrl: mail.url, clock, bounceDomain: 'copies.example' });
  });
  afterEach(async () => {
    await service.stop();
    await mail.close();
    await database.drop();
  });

  /** Maya has been told by mail. @returns what a mail server would send back to */
  const told = async () => {
    const { names } = service;
    maya = names.person('Maya Alder', { email: 'maya@family.example' });
    const [teacher, ann] = [names.person('Robin Teacher'), names.person('Ann Alder')];
    const authorization = sampleAuthorization(teacher);
    await service.bus.feed(guardiansChanged(ann, [maya]), authorizationActivated(authorization, [ann]));
    const { from } = await mail.waitFor(({ to }) => to[0] === 'maya@family.example');
    await lineIs(authorization, ['told', 'email', null]);
    return { ...authorization, teacher, ann, token: /^bounce\+(.*)@copies\.example$/.exec(from)![1]! };
  };
  const lineIs = ({ authorizationId }: { authorizationId: string }, expected: readonly unknown[]) =>
    eventually(
      async () => {
        const [line] = await coverageLines(service.database.pool, authorizationId, 10);
        return [line!.status, line!.channel, line!.reason];
      },
      (line) => expect(line).toEqual(expected),
    );
  const failures = async () =>
    (
      await service.database.pool.query<{ type: string }>(
        `select split_part(type, '.', 3) as type from events where type ~ 'channel-failed|undeliverable' order by position`,
      )
    ).rows.map(({ type }) => type);
  const letters = async () => (await service.database.pool.query('select status from letters')).rows;

  it('did not tell anybody, although a server had taken it: the coverage opens again and a letter waits (C6)', async () => {
    const sent = await told();
    expect(sent.token.length + 'bounce+'.length).toBeLessThanOrEqual(64);
    clock.advance({ days: 3 });
    await service.bus.feed(bounced(sent.token));
    await lineIs(sent, ['not-told', null, 'undeliverable']);
    await service.bus.feed(bounced(sent.token.toUpperCase()));
    expect(await letters()).toEqual([{ status: 'waiting' }]);
    await eventually(
      async () => (await service.database.pool.query('select from mail_bounces')).rowCount,
      (count) => expect(count).toBe(0),
    );
    expect(await failures()).toEqual(['notice-channel-failed', 'notices-undeliverable']);
  });

  it('is sent to another address that the roster learns, and not again to the one that sent it back', async () => {
    const sent = await told();
    await service.bus.feed(bounced(sent.token));
    await lineIs(sent, ['not-told', null, 'undeliverable']);
    await service.bus.feed(rosterImportCompleted());
    await eventually(
      async () =>
        (await service.database.pool.query(`select from awaited_addresses where next_look_at > 'epoch'`)).rowCount,
      (count) => expect(count).toBe(1),
    );
    expect(mail.mails()).toHaveLength(1);
    service.names.person('Maya Alder', { personId: maya, email: 'new@family.example' });
    await service.bus.feed(rosterImportCompleted());
    await mail.waitFor(({ to }) => to[0] === 'new@family.example');
    await lineIs(sent, ['told', 'email', null]);
    expect(await letters()).toEqual([{ status: 'cancelled' }]);
  });

  it('late or never changes nothing, and nobody can make a token up', async () => {
    const sent = await told();
    const [id, code] = sent.token.split('.') as [string, string];
    const other = `${code[0] === '0' ? '1' : '0'}${code.slice(1)}`;
    await service.bus.feed(
      bounced(sent.token, 'delayed', '4.4.1'),
      bounced(`${id}.${other}`),
      bounced(`${newId()}.${code}`),
      bounced(id),
      bounced(''),
    );
    expect((await service.database.pool.query('select from mail_bounces')).rowCount).toBe(0);
    await lineIs(sent, ['told', 'email', null]);
    expect(await failures()).toEqual([]);
  });

  it('of several notices in one mail comes back for all of them', async () => {
    const idle = await testDatabase(`${import.meta.url}-joined`);
    const positions = new Map<LogName, number>();
    const { names } = service;
    const first = await runNotification(idle, { clock, names, positions });
    const father = names.person('Rex Alder', { email: 'rex@family.example' });
    const [ann, robin, sam] = [names.person('Ann Alder'), names.person('Robin Teacher'), names.person('Sam Assistant')];
    const [one, other] = [sampleAuthorization(robin), sampleAuthorization(sam)];
    const phone = { kind: 'personal-phone' as const };
    await first.bus.feed(
      guardiansChanged(ann, [father]),
      authorizationActivated(one, [ann], phone),
      authorizationActivated(other, [ann], { ...phone, joins: one.authorizationId }),
    );
    await first.stop();
    const second = await runNotification(idle, {
      ...{ smtpUrl: mail.url, clock, names, positions, bounceDomain: 'copies.example' },
    });
    const statuses = async () =>
      (await second.database.pool.query<{ status: string }>('select status from notices')).rows.map(
        ({ status }) => status,
      );
    const { from } = await mail.waitFor(() => true);
    await eventually(statuses, (all) => expect(all).toEqual(['delivered', 'delivered']));
    await second.bus.feed(bounced(/^bounce\+(.*)@/.exec(from)![1]!));
    await eventually(statuses, (all) => expect(all).toEqual(['undeliverable', 'undeliverable']));
    await second.stop();
    await idle.drop();
  });
});
