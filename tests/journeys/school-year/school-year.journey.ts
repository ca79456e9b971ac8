import { expect } from '@jest/globals';
import { eventually } from '@sightline/testing';
import { checkProjections } from '../support/check-projections.js';
import type { MovedClock } from '../support/moved-clock.js';
import type { PreparedDistrict } from '../support/prepared-district.js';
import { everyCaseIsConformant } from '../support/every-case-is-conformant.js';
import { everythingIsSettled } from '../support/everything-is-settled.js';
import { brokenPromises } from './broken-promises.js';
import { playSchoolYear, type SchoolYear } from './school-year.js';

/* eslint-disable @typescript-eslint/no-explicit-any */

const timeoutMs = 60_000;

/** From August to the summer: everything asked has come to its end, every promise is kept, and the logs give back every table. */
export async function schoolYearJourney(
  district: PreparedDistrict,
  clock: MovedClock,
  year: SchoolYear,
): Promise<void> {
  const { auditor, machine, sightline } = district;
  const played = await playSchoolYear(district, clock, year);
  expect(played.length).toBeGreaterThan(year.requests * 0.9);

  const history = await eventually(
    () => auditor.all('/api/v1/history'),
    (events) => brokenPromises(events).length === 0,
    { timeoutMs, everyMs: 3_000 },
  ).catch(async (error: unknown) => {
    expect(brokenPromises(await auditor.all('/api/v1/history')).slice(0, 20)).toEqual([]);
    throw error;
  });
  await everythingIsSettled(sightline);
  const asked = new Set(played.map(({ requestId }) => requestId));
  for (const requestId of asked) expect(history.some((event: any) => event.data.requestId === requestId)).toBe(true);
  await everyCaseIsConformant(district);
  const parked = await machine.get('/api/v1/operations/parked-events');
  expect(parked.body).toMatchObject({ items: [] });
  expect(await checkProjections(sightline)).toMatch(/^Every projection is what the logs say$/m);
}
