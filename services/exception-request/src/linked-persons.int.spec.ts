import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@sightline/service-kit';
import { unplacedEvent } from '@sightline/service-kit/testing';
import { testDatabase, type TestDatabase } from '@sightline/testing';
import { runExceptionRequest, type RunningExceptionRequest } from '../testing/running-exception-request.js';
import {
  districtFormRegistered,
  guardiansChanged,
  personRegistered,
  roundApproved,
  roundOpened,
} from '../testing/sample-events.js';

describe('a teacher who is a parent under another record (C4)', () => {
  let database: TestDatabase;
  let service: RunningExceptionRequest;

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
    service = await runExceptionRequest(database);
  });
  afterAll(async () => {
    await service.stop();
    await database.drop();
  });

  const family = async () => {
    const [school, teacher, mother, child, form] = Array.from({ length: 5 }, () => newId()) as [
      ...[string, string, string, string, string],
    ];
    await service.bus.feed(
      personRegistered(teacher, { role: 'teacher', buildingId: school }),
      personRegistered(mother, { role: 'guardian' }),
      personRegistered(child, { role: 'student', buildingId: school }),
      districtFormRegistered(form, false),
      guardiansChanged(child, [mother]),
    );
    const link = (what: 'linked' | 'unlinked') =>
      service.bus.feed(
        unplacedEvent(`sightline.directory.persons-${what}.v1`, `person-link/${mother}`, {
          ...{ personId: teacher, linkedId: mother, by: null, basis: 'import-key' },
        }),
      );
    const ask = async () =>
      service.post(teacher, 'exception-requests', {
        ...{ kind: 'outside-channel', purpose: 'district', students: [child], reason: 'Practice moves.' },
        ...{ from: '2026-09-15', until: '2026-11-30', channel: { medium: 'text-message' } },
        districtFormShortfall: { districtFormId: form, why: 'Too slow.' },
      });
    return { teacher, mother, child, link, ask };
  };

  it('needs no request for the own child while the records are linked, and one again when they are parted', async () => {
    const { link, ask } = await family();
    await link('linked');
    expect((await ask()).body).toMatchObject({ status: 'not-required' });
    await link('unlinked');
    expect((await ask()).body).toMatchObject({ status: 'submitted' });
  });

  it('a link ends the child’s part in a live authorization, as any new relation would', async () => {
    const { teacher, mother, link, ask } = await family();
    const { body } = await ask();
    const principal = newId();
    await service.bus.feed(roundOpened(body.id, teacher, [principal]));
    await service.bus.feed(roundApproved(body.id));
    expect((await service.get(teacher, 'authorizations')).body.items).toMatchObject([{ status: 'active' }]);
    await link('linked');
    // Under either record the same person finds it, and that it is over.
    for (const caller of [teacher, mother])
      expect((await service.get(caller, 'authorizations')).body.items).toMatchObject([{ status: 'revoked' }]);
    expect((await service.get(mother, `exception-requests/${body.id as string}`)).status).toBe(200);
  });
});
