import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@sightline/testing';
import { decide, openTask, reaches } from './case.journey.js';
import { dayMs, movedClock, type MovedClock } from './support/moved-clock.js';
import { outsideChannel, prepareDistrict, type PreparedDistrict } from './support/prepared-district.js';
import type { RunningSightline } from './support/running-sightline.js';
import { startDistributed } from './support/start-distributed.js';

/* eslint-disable @typescript-eslint/no-explicit-any */

describe('a new version of the policy, each service a process of its own (C11)', () => {
  let clock: MovedClock;
  let sightline: RunningSightline;
  let district: PreparedDistrict;

  beforeAll(async () => {
    const start = new Date(Date.UTC(new Date().getUTCFullYear(), 8, 14, 15));
    clock = await movedClock(start);
    sightline = await startDistributed('postgres', clock.environment);
    district = await prepareDistrict(sightline, start);
  }, 180_000);
  afterAll(async () => {
    await sightline?.stop();
    await clock?.remove();
  }, 60_000);

  const ask = async (): Promise<string> => {
    const coach = await district.as('coach.rivera');
    const period = { from: clock.day(1), until: clock.day(40) };
    const asked = await coach.post('/api/v1/exception-requests', outsideChannel(district.districtFormId, period));
    expect(asked).toMatchObject({ status: 201, body: { status: 'submitted' } });
    return asked.body.id;
  };
  const approve = async (username: string, requestId: string): Promise<void> =>
    expect(await decide(await district.as(username), requestId, { outcome: 'approve' })).toMatchObject({ status: 200 });
  const versionsIn = async (requestId: string): Promise<string[]> => {
    const events = await district.auditor.all(`/api/v1/history/cases/${requestId}`);
    return [...new Set(events.map(({ policyVersion }: any) => policyVersion))];
  };

  it('rules what is asked from its first day on, leaves the rest as it was, and has the rest looked at again', async () => {
    const { as } = district;
    const [operator, superintendent, coach] = await Promise.all(
      ['district-it', 'superintendent', 'coach.rivera'].map(as),
    );
    const live = await ask();
    await approve('principal.lincoln', live);
    await approve('tech.okafor', live);
    const { authorization } = await reaches(coach!, live, 'approved');
    const pending = await ask();
    await openTask(await as('principal.lincoln'), pending);

    const prepared = await operator!.post('/api/v1/policy-versions', {
      ...{ inForceFrom: clock.day(3), boardDate: clock.day(-5), resolutionReference: '2026-31' },
      settings: { kinds: { 'outside-channel': { sides: ['supervisor'] } } },
    });
    expect(prepared).toMatchObject({ status: 201, body: { status: 'awaits-confirmation' } });
    const versionId: string = prepared.body.id;
    const path = `/api/v1/policy-versions/${versionId}`;
    expect(await operator!.post(`${path}/confirmation`, {})).toMatchObject({ status: 403, body: { clause: 'C11' } });
    expect(await superintendent!.post(`${path}/confirmation`, {})).toMatchObject({ body: { status: 'published' } });
    const impact = await eventually(
      () => superintendent!.get(`${path}/impact`),
      ({ status }) => status === 200,
    );
    expect(impact.body.items).toMatchObject([{ id: authorization, reasons: [{ rule: 'sides', clause: 'C3' }] }]);

    await clock.moveTo(new Date(clock.now().getTime() + 3 * dayMs));
    const next = await ask();
    const director = await as('athletics.director');
    expect(await openTask(director, next)).toMatchObject({ side: 'supervisor' });
    expect(await district.auditor.all(`/api/v1/approval-tasks?request=${next}`)).toHaveLength(1);
    await approve('athletics.director', next);
    await reaches(coach!, next, 'approved');

    await approve('principal.lincoln', pending);
    await approve('tech.okafor', pending);
    await reaches(coach!, pending, 'approved');

    expect(await openTask(director, live)).toMatchObject({ side: 'supervisor' });
    expect((await coach!.get(`/api/v1/authorizations/${authorization}`)).body.status).toBe('active');
    // The history itself says under which version each step was taken.
    expect(
      await eventually(
        () => versionsIn(next),
        (seen) => seen.length > 0,
      ),
    ).toEqual([versionId]);
    expect((await versionsIn(live)).sort()).toEqual([versionId, 'P4650-2017-03'].sort());
    expect((await versionsIn(pending))[0]).toBe('P4650-2017-03');
  }, 120_000);
});
