import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { outsideChannelCase } from './case.journey.js';
import { prepareDistrict, type PreparedDistrict } from './support/prepared-district.js';
import type { RunningSightline } from './support/running-sightline.js';
import { startDistributed } from './support/start-distributed.js';

describe('a case over Kafka, each service a process of its own', () => {
  let sightline: RunningSightline;
  let district: PreparedDistrict;

  beforeAll(async () => {
    sightline = await startDistributed('kafka');
    district = await prepareDistrict(sightline);
  }, 120_000);

  afterAll(() => sightline?.stop(), 60_000);

  it('runs from the question to the last notice though a service is killed in the middle', () =>
    outsideChannelCase(district, async () => {
      await sightline.kill('approval');
      await sightline.restart('approval');
    }));
});
