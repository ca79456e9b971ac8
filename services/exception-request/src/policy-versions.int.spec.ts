import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PolicyVersionScheduled } from '@sightline/contracts';
import { amendedVersion, policyVersions } from '@sightline/policy';
import { newId } from '@sightline/service-kit';
import { unplacedEvent } from '@sightline/service-kit/testing';
import { eventually, testDatabase, type TestDatabase } from '@sightline/testing';
import { runExceptionRequest, type RunningExceptionRequest } from '../testing/running-exception-request.js';
import { personRegistered, roundApproved } from '../testing/sample-events.js';
import { sampleSchool } from '../testing/sample-school.js';

const { school, coach, ann, ben, roster, outsideChannel } = sampleSchool();
const [principal, technology, parent] = [newId(), newId(), newId()];
const book = 'policy-book/01890000-0000-7000-8000-000000004650';
const policyVersionId = newId();
const next = {
  ...(amendedVersion(policyVersions[0]!, {
    ...{ inForceFrom: '2026-10-01', boardDate: '2026-09-10', resolutionReference: '2026-21' },
    settings: { kinds: { 'outside-channel': { sides: ['principal', 'technology', 'supervisor'] } }, studentsMax: 1 },
  }) as PolicyVersionScheduled['data']),
  ...{ policyVersionId, preparedBy: null },
};
const scheduled = unplacedEvent('sightline.directory.policy-version-scheduled.v1', book, next);
const published = unplacedEvent('sightline.directory.policy-version-published.v1', book, {
  ...{ policyVersionId, inForceFrom: next.inForceFrom, confirmedBy: newId() },
});

describe('a new version of the policy (C11)', () => {
  let database: TestDatabase;
  let service: RunningExceptionRequest;

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
    service = await runExceptionRequest(database);
    await service.bus.feed(
      ...roster,
      personRegistered(principal, { role: 'principal', buildingId: school }),
      personRegistered(technology, { role: 'technology' }),
      personRegistered(parent, { role: 'guardian' }),
    );
  });
  afterAll(async () => {
    await service.stop();
    await database.drop();
  });

  const submitted = async (...students: string[]): Promise<string> => {
    const from = service.clock.now().toISOString().slice(0, 10);
    const request = await service.post(coach, 'exception-requests', { ...outsideChannel(...students), from });
    expect([request.status, request.body.title]).toEqual([201, undefined]);
    return request.body.id;
  };
  const approved = async (requestId: string): Promise<string> => {
    await service.bus.feed(roundApproved(requestId));
    return (await service.get(coach, `exception-requests/${requestId}`)).body.authorization;
  };
  const versionsOf = async (requestId: string): Promise<string[]> =>
    (await service.history())
      .filter(({ correlationid }) => correlationid === requestId)
      .map((event) => event.policyversion);
  const reviews = async () =>
    (await service.history()).filter(({ type }) => type.includes('authorization-review-requested'));
  const impact = (caller: string, query = '') =>
    service.get(caller, `policy-versions/${policyVersionId}/impact${query}`);

  it('is told before it is confirmed: which live authorizations it would no longer allow, and why', async () => {
    const authorizations = [await approved(await submitted(ann)), await approved(await submitted(ann, ben))].sort();
    await service.bus.feed(scheduled);
    const { status, body } = await impact(principal);
    expect([status, body.items.map(({ id }: { id: string }) => id)]).toEqual([200, authorizations]);
    const rules = body.items.map(({ reasons }: { reasons: { rule: string; clause: string }[] }) =>
      reasons.map(({ rule, clause }) => `${rule} ${clause}`),
    );
    expect(rules.sort()).toEqual([['sides C3'], ['students C3', 'sides C3']]);

    const first = await impact(technology, '?limit=1');
    const second = await impact(technology, `?limit=1&cursor=${first.body.next}`);
    expect([first.body.items[0].id, second.body.items[0].id, second.body.next]).toEqual([...authorizations, null]);
    for (const stranger of [coach, parent]) expect((await impact(stranger)).status).toBe(404);
    expect((await service.get(principal, `policy-versions/${newId()}/impact`)).status).toBe(404);
    expect((await service.get(principal, 'policy-versions/P4650-2017-03/impact')).body.items).toEqual([]);
  });

  it('changes nothing before its first day, confirmed or not', async () => {
    await service.bus.feed(published);
    expect(await versionsOf(await submitted(ann))).toEqual(['P4650-2017-03']);
    service.clock.moveTo('2026-10-01T04:59:00Z');
    expect(await versionsOf(await submitted(ann, ben))).toEqual(['P4650-2017-03']);
    expect(await reviews()).toEqual([]);
  });

  it('from its first day on rules what is asked then, and leaves what was asked before under its own version', async () => {
    const old = await submitted(ann, ben);
    service.clock.moveTo('2026-10-01T05:00:00Z');
    expect(await versionsOf(await submitted(ann))).toEqual([policyVersionId]);
    const refused = await service.post(coach, 'exception-requests', {
      ...outsideChannel(ann, ben),
      from: '2026-10-01',
    });
    expect([refused.status, refused.body.type]).toEqual([422, 'urn:sightline:problem:too-many-students']);

    await approved(old);
    const { rows } = await service.database.pool.query<{ policy_version: string }>(
      `select policy_version from events where correlation_id = $1 and type like '%authorization-activated%'`,
      [old],
    );
    // As the round says, which was opened under the old version.
    expect(rows).toEqual([{ policy_version: 'p4650-2017-03' }]);
  });

  it('opens a review of each live authorization that it no longer allows, late ones included, and once', async () => {
    const opened = await eventually(reviews, (seen) => seen.length === 3);
    for (const { policyversion, data } of opened) {
      expect(policyversion).toBe(policyVersionId);
      expect(data).toMatchObject({
        ...{ reason: 'policy-version', clause: 'C3', sides: ['principal', 'technology', 'supervisor'] },
        ...{ requesterBuildingIds: [school], studentBuildingIds: [school], objection: null },
      });
    }
    // Kept after the reviews, so a moment later.
    await eventually(
      () => service.database.pool.query('select 1 from policy_checks'),
      ({ rows }) => rows.length >= 3,
    );
    service.clock.advance({ days: 1 });
    await service.service.newPolicies.run();
    expect(await reviews()).toHaveLength(3);
  });
});
