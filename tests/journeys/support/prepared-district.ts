import { expect } from '@jest/globals';
import { sampleDistrictBundle } from '@sightline/directory';
import { eventually } from '@sightline/testing';
import { ApiClient } from './api-client.js';
import type { RunningSightline } from './running-sightline.js';
import { readSampleRoster, type SampleRoster } from './sample-roster.js';

export interface PreparedDistrict {
  readonly sightline: RunningSightline;
  readonly roster: SampleRoster;
  readonly bundle: Buffer;
  readonly districtFormId: string;
  readonly machine: ApiClient;
  readonly auditor: ApiClient;
  /** Signed in once, by username. */
  as(username: string): Promise<ApiClient>;
}

export const day = (offset: number, from = new Date()): string =>
  new Date(from.getTime() + offset * 86_400_000).toISOString().slice(0, 10);

export const soccer = 'activity-1001-soccer-g';

export const outsideChannel = (districtFormId: string, more: object = {}): object => ({
  kind: 'outside-channel',
  purpose: 'district',
  group: soccer,
  channel: { medium: 'messaging-app', address: '@coach-of-lincoln' },
  reason: 'Changes of the bus on match days reach the players too late.',
  districtFormShortfall: { districtFormId, why: 'Players do not read mail on match days, and are on the way.' },
  from: day(2),
  until: day(40),
  ...more,
});

/**
 * Imports the sample district as district IT would, and names its first operator and its auditor.
 * @param now the installation's time, where its clock is moved
 */
export async function prepareDistrict(sightline: RunningSightline, now = new Date()): Promise<PreparedDistrict> {
  const { url } = sightline;
  const bundle = await sampleDistrictBundle(now);
  const machine = await ApiClient.machine(url, sightline.machineClient);
  const imported = await machine.post('/api/v1/roster/imports', bundle);
  expect(imported).toMatchObject({ status: 201, body: { status: 'completed' } });

  const named = await fetch(sightline.setUpLink, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login: 'district-it' }),
  });
  expect(named.status).toBe(200);
  const signedIn = new Map<string, Promise<ApiClient>>();
  const as = (username: string): Promise<ApiClient> => {
    if (!signedIn.has(username)) signedIn.set(username, ApiClient.person(url, username));
    return signedIn.get(username)!;
  };
  const operator = await as('district-it');
  const assigned = await operator.post('/api/v1/role-assignments', { person: 'staff-auditor', role: 'auditor' });
  expect(assigned).toMatchObject({ status: 201 });
  const form = await operator.post('/api/v1/district-forms', {
    kind: 'messaging',
    name: 'District messaging app',
    available: false,
  });
  expect(form).toMatchObject({ status: 201 });

  const district: PreparedDistrict = {
    ...{ sightline, bundle, machine, as, districtFormId: form.body.id },
    roster: await readSampleRoster(bundle),
    auditor: await as('auditor'),
  };
  await everyServiceKnowsTheRoster(district, now);
  return district;
}

/** Services follow the roster in their own time: asks and withdraws until those who open tasks know the auditor, named last. */
async function everyServiceKnowsTheRoster(
  { as, auditor, districtFormId, sightline }: PreparedDistrict,
  now: Date,
): Promise<void> {
  const coach = await as('coach.rivera');
  const request = outsideChannel(districtFormId, { from: day(2, now), until: day(40, now) });
  await eventually(
    async () => {
      const asked = await coach.post('/api/v1/exception-requests', request);
      if (asked.status !== 201) return asked.body;
      const { id } = asked.body;
      try {
        return await eventually(
          () => auditor.all(`/api/v1/approval-tasks?request=${id}`),
          (tasks) => tasks.length === 2,
          { timeoutMs: 2_000 },
        );
      } finally {
        await coach.post(`/api/v1/exception-requests/${id}/withdraw`, {});
      }
    },
    (seen) => Array.isArray(seen),
    { timeoutMs: 60_000, everyMs: 200 },
  );
  sightline.mail.clear();
}
