import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { schoolYearJourney } from './school-year/school-year.journey.js';
import { movedClock, type MovedClock } from './support/moved-clock.js';
import { prepareDistrict, type PreparedDistrict } from './support/prepared-district.js';
import type { RunningSightline } from './support/running-sightline.js';
import { startDistributed } from './support/start-distributed.js';

/** The whole of it: `SCHOOL_YEAR_REQUESTS=600`; a tenth of it runs with every `npm test`. */
const requests = Number(process.env['SCHOOL_YEAR_REQUESTS'] ?? 60);

describe('a school year over Kafka, each service a process of its own', () => {
  let clock: MovedClock;
  let sightline: RunningSightline;
  let district: PreparedDistrict;

  beforeAll(async () => {
    const start = new Date(Date.UTC(new Date().getUTCFullYear(), 7, 17, 15));
    clock = await movedClock(start);
    sightline = await startDistributed('kafka', clock.environment);
    district = await prepareDistrict(sightline, start);
  }, 180_000);
  afterAll(async () => {
    await sightline?.stop();
    await clock?.remove();
  }, 60_000);

  it(
    'keeps every promise, and its logs give back every table row by row',
    () => schoolYearJourney(district, clock, { requests, weeks: 40, seed: 4650 }),
    1_200_000,
  );
});
