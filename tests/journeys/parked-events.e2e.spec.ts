import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@sightline/testing';
import pg from 'pg';
import { decide, reaches } from './case.journey.js';
import type { ApiClient } from './support/api-client.js';
import { outsideChannel, prepareDistrict, type PreparedDistrict } from './support/prepared-district.js';
import type { RunningSightline } from './support/running-sightline.js';
import { startDistributed } from './support/start-distributed.js';
import { startStandalone } from './support/start-standalone.js';

const parked = '/api/v1/operations/parked-events';
const missing = { status: 404, body: { type: 'urn:sightline:problem:not-found' } };

describe.each([
  ['in one process', () => startStandalone({ LOG_LEVEL: 'info' })],
  ['in many', () => startDistributed('postgres')],
])('an event that a service cannot handle, %s', (_mode, start) => {
  let sightline: RunningSightline;
  let district: PreparedDistrict;
  let operator: ApiClient;
  let archive: pg.Client;

  beforeAll(async () => {
    sightline = await start();
    district = await prepareDistrict(sightline);
    operator = await district.as('district-it');
    archive = new pg.Client({ connectionString: await sightline.databaseUrl('messaging-archive') });
    await archive.connect();
  }, 120_000);
  afterAll(async () => {
    await archive?.end();
    await sightline?.stop();
  }, 60_000);

  /** From now on the archive can open no grant: its database refuses the row. */
  const breakTheArchive = (): Promise<unknown> =>
    archive.query('alter table access_grants add constraint broken_for_a_spec check (false) not valid');
  const mendTheArchive = (): Promise<unknown> =>
    archive.query('alter table access_grants drop constraint broken_for_a_spec');

  const approve = async (): Promise<string> => {
    const asked = await (
      await district.as('coach.rivera')
    ).post('/api/v1/exception-requests', outsideChannel(district.districtFormId));
    const { id } = asked.body;
    const withCopies = { outcome: 'approve', copyCondition: 'Copies go to the athletic director.' };
    await decide(await district.as('principal.lincoln'), id, withCopies);
    await decide(await district.as('tech.okafor'), id, { outcome: 'approve' });
    await reaches(await district.as('coach.rivera'), id, 'approved');
    return id;
  };
  const grantsOf = async (requestId: string): Promise<unknown[]> =>
    district.auditor.all(`/api/v1/access-grants?request=${requestId}`);

  it('is shown to operators, stays parked while its cause stands, and has its effect once it is resumed', async () => {
    expect(await operator.get(parked)).toMatchObject({ status: 200, body: { items: [], next: null, unavailable: [] } });
    await breakTheArchive();
    const requestId = await approve();
    const items = await eventually(
      () => operator.all(parked),
      (found) => found.length > 0,
      { timeoutMs: 20_000 },
    );
    expect(items).toEqual([
      expect.objectContaining({
        ...{ status: 'parked', service: 'messaging-archive', log: 'exception-request', partitionKey: requestId },
        ...{ type: 'sightline.exception-request.authorization-activated.v1', attempts: 3, resumedAt: null },
        links: { resume: `${parked}/${items[0].id}/resume` },
      }),
    ]);
    expect(await district.machine.all(parked)).toEqual(items);
    const { resume } = items[0].links;

    expect(await operator.post(resume, {})).toMatchObject({
      status: 409,
      body: { type: 'urn:sightline:problem:still-failing', remedy: expect.any(String) },
    });
    expect(await operator.all(parked)).toHaveLength(1);
    expect(await grantsOf(requestId)).toEqual([]);

    await mendTheArchive();
    const resumed = await district.machine.post(resume, {});
    expect(resumed).toMatchObject({ status: 200, body: { id: items[0].id, status: 'resumed' } });
    expect(await operator.all(parked)).toEqual([]);
    expect(await grantsOf(requestId)).toHaveLength(1);

    const again = await operator.post(resume, {});
    expect([again.status, again.body]).toEqual([200, resumed.body]);
    expect(await grantsOf(requestId)).toHaveLength(1);

    const trail = sightline
      .output('messaging-archive')
      .split('\n')
      .filter((line) => line.includes(items[0].id))
      .map((line) => JSON.parse(line));
    expect(trail).toEqual([
      expect.objectContaining({ msg: 'parked events could not be resumed', actor: expect.stringMatching(/^person:/) }),
      expect.objectContaining({ msg: 'parked events resumed', actor: 'client:district-it', events: 1 }),
    ]);
  });

  it('is nothing to anybody who does not run the district', async () => {
    await breakTheArchive();
    await approve();
    const [item] = await eventually(
      () => operator.all(parked),
      (found) => found.length > 0,
      { timeoutMs: 20_000 },
    );
    for (const username of ['coach.rivera', 'principal.lincoln', 'tech.okafor', 'auditor']) {
      const person = await district.as(username);
      expect(await person.get(parked)).toMatchObject(missing);
      expect(await person.post(item.links.resume, {})).toMatchObject(missing);
    }
    expect(await operator.post(`${parked}/not-an-id/resume`, {})).toMatchObject(missing);
    expect(await operator.post(`${parked}/0193b2c4-0000-7000-8000-000000000001/resume`, {})).toMatchObject(missing);
    expect(await operator.get(`${parked}?cursor=no-id`)).toMatchObject({ status: 422 });
    await mendTheArchive();
    expect(await operator.post(item.links.resume, {})).toMatchObject({ status: 200 });
  });
});
