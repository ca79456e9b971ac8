import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { movedClock, type MovedClock } from '../support/moved-clock.js';
import { prepareDistrict, type PreparedDistrict } from '../support/prepared-district.js';
import type { RunningSightline } from '../support/running-sightline.js';
import { schoolYearJourney } from './school-year.journey.js';

const weeks = 40;
const seed = 4650;
const yearTimeoutMs = 3_600_000;

/**
 * The same school year in each way to run: from the middle of August, with a clock of its own.
 * @param requestsByDefault with every `npm test`; the whole of it is `SCHOOL_YEAR_REQUESTS=600`
 */
export function describeSchoolYear(
  name: string,
  start: (environment: Readonly<Record<string, string>>) => Promise<RunningSightline>,
  requestsByDefault: number,
): void {
  const requests = Number(process.env['SCHOOL_YEAR_REQUESTS'] ?? requestsByDefault);
  describe(`a school year ${name}`, () => {
    let clock: MovedClock;
    let sightline: RunningSightline;
    let district: PreparedDistrict;

    beforeAll(async () => {
      const august = new Date(Date.UTC(new Date().getUTCFullYear(), 7, 17, 15));
      clock = await movedClock(august);
      sightline = await start(clock.environment);
      district = await prepareDistrict(sightline, august);
    }, 240_000);
    afterAll(async () => {
      await sightline?.stop();
      await clock?.remove();
    }, 60_000);

    it(
      'keeps every promise, and its logs give back every table row by row',
      () => schoolYearJourney(district, clock, { requests, weeks, seed }),
      yearTimeoutMs,
    );
  });
}
