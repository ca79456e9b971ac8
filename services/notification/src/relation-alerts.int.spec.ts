import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RelationProposed } from '@sightline/contracts';
import { newId } from '@sightline/service-kit';
import { unplacedEvent } from '@sightline/service-kit/testing';
import {
  eventually,
  startReceivingMailServer,
  testDatabase,
  type ReceivingMailServer,
  type TestDatabase,
} from '@sightline/testing';
import { runNotification, type RunningNotification } from '../testing/running-notification.js';

describe('a relation that waits for somebody outside IT (C7, C9)', () => {
  let database: TestDatabase;
  let mail: ReceivingMailServer;
  let service: RunningNotification;

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
    mail = await startReceivingMailServer();
    service = await runNotification(database, { smtpUrl: mail.url });
  });
  afterAll(async () => {
    await service.stop();
    await mail.close();
    await database.drop();
  });

  const staff = (name: string): string =>
    service.names.person(name, { email: `${name.split(' ')[0]!.toLowerCase()}@district.example` });
  const proposed = (data: Pick<RelationProposed['data'], 'relation' | 'subjectId' | 'gainerId'>, more: object) => {
    const proposalId = newId();
    return unplacedEvent('sightline.directory.relation-proposed.v1', `relation-proposal/${proposalId}`, {
      ...{ proposalId, previousSupervisorId: null, senderIds: [], askedIds: [], ...data, ...more },
    });
  };
  const told = (): string[] =>
    mail
      .mails()
      .map(({ to, subject }) => `${to[0]!.split('@')[0]!}: ${subject}`)
      .sort();

  it('is told to the staff member, the supervisor before and whoever can confirm it, and never to who would gain', async () => {
    const [robin, dana, nora, pat] = [staff('Robin Coach'), staff('Dana Before'), staff('Nora New'), staff('Pat Lead')];
    await service.bus.feed(
      proposed(
        { relation: 'supervisor', subjectId: robin, gainerId: nora },
        { previousSupervisorId: dana, askedIds: [pat, robin] },
      ),
    );
    await eventually(told, (seen) => seen.length === 3);
    expect(told()).toEqual(['dana', 'pat', 'robin'].map((name) => `${name}: The roster names a new supervisor`));
    expect(mail.mails()[0]!.text).toContain('Nora New');
  });

  it('a guardian is told to whoever can confirm it alone: the student is not written to', async () => {
    const [ann, gina, paul] = [staff('Ann Student'), staff('Gina Guardian'), staff('Paul Lead')];
    const before = mail.mails().length;
    await service.bus.feed(
      proposed({ relation: 'guardian', subjectId: ann, gainerId: gina }, { askedIds: [paul, gina] }),
    );
    await eventually(told, (seen) => seen.length === before + 1);
    expect(told()).toContain('paul: The roster names a new guardian');
  });
});
