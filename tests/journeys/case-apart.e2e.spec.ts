import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { outsideChannelCase } from './case.journey.js';
import { prepareDistrict, type PreparedDistrict } from './support/prepared-district.js';
import type { RunningSightline } from './support/running-sightline.js';
import { startDistributed } from './support/start-distributed.js';

describe('a case over PostgreSQL alone, each service a process of its own', () => {
  let sightline: RunningSightline;
  let district: PreparedDistrict;

  beforeAll(async () => {
    sightline = await startDistributed('postgres');
    district = await prepareDistrict(sightline);
  }, 120_000);

  afterAll(() => sightline?.stop(), 60_000);

  it('runs from the question to the last notice though a service is restarted in the middle', () =>
    outsideChannelCase(district, () => sightline.restart('exception-request')));

  it('answers for a service that is down, and goes on when it is back', async () => {
    const coach = await district.as('coach.rivera');
    await sightline.kill('exception-request');
    const down = await coach.get('/api/v1/exception-requests');
    expect(down).toMatchObject({ status: 503, body: { type: 'urn:sightline:problem:temporarily-unavailable' } });
    expect((await coach.get('/api/v1/groups')).status).toBe(200);
    const parked = '/api/v1/operations/parked-events';
    expect(await district.machine.get(parked)).toMatchObject({
      status: 200,
      body: { items: [], next: null, unavailable: ['exception-request'] },
    });
    const unknown = `${parked}/0193b2c4-0000-7000-8000-000000000001/resume`;
    expect(await district.machine.post(unknown, {})).toMatchObject({ status: 503 });
    await sightline.restart('exception-request');
    expect((await coach.get('/api/v1/exception-requests')).status).toBe(200);
  });

  it('describes at the public entrance what all services answer together', async () => {
    const { status, body } = await district.auditor.get('/api/v1/openapi.json');
    expect([status, body.openapi]).toEqual([200, '3.1.0']);
    for (const path of ['/me', '/exception-requests', '/approval-tasks', '/notices', '/access-grants', '/history'])
      expect(body.paths).toHaveProperty([`/api/v1${path}`]);
  });

  it('lets nobody in from outside by the doors that services have for each other', async () => {
    const { machine, auditor } = district;
    for (const client of [machine, auditor])
      for (const path of ['people', 'people/search', 'places', 'operators', 'request-words'])
        expect((await client.post(`/internal/v1/${path}`, { login: 'auditor' })).status).toBe(404);
  });
});
