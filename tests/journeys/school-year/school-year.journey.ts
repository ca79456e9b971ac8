import { expect } from '@jest/globals';
import { eventually } from '@sightline/testing';
import pg from 'pg';
import { checkProjections } from '../support/check-projections.js';
import type { MovedClock } from '../support/moved-clock.js';
import type { PreparedDistrict } from '../support/prepared-district.js';
import { processNames } from '../support/running-sightline.js';
import { brokenPromises } from './broken-promises.js';
import { playSchoolYear, type SchoolYear } from './school-year.js';

/* eslint-disable @typescript-eslint/no-explicit-any */

const timeoutMs = 60_000;

const askDatabase = async <Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows[0]!;
  } finally {
    await client.end();
  }
};

/** Mail is still on its way when the last promise is kept: waits until no log grows and no notice is pending. */
const everythingIsSettled = async ({ sightline }: PreparedDistrict): Promise<void> => {
  const publishing = processNames.filter((name) => name !== 'audit');
  let before = '';
  await eventually(
    async () => {
      const heads = await Promise.all(
        publishing.map(async (name) =>
          askDatabase<{ position: string }>(await sightline.databaseUrl(name), 'select position from log_head'),
        ),
      );
      const { pending } = await askDatabase<{ pending: number }>(
        await sightline.databaseUrl('notification'),
        `select count(*)::integer as pending from notices where status = 'pending'`,
      );
      const now = heads.map(({ position }) => position).join();
      const grew = now !== before;
      before = now;
      return { grew, pending };
    },
    ({ grew, pending }) => !grew && pending === 0,
    { timeoutMs: 120_000, everyMs: 2_000 },
  );
};

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
  await everythingIsSettled(district);
  const asked = new Set(played.map(({ requestId }) => requestId));
  for (const requestId of asked) expect(history.some((event: any) => event.data.requestId === requestId)).toBe(true);
  const parked = await machine.get('/api/v1/operations/parked-events');
  expect(parked.body).toMatchObject({ items: [] });
  expect(await checkProjections(sightline)).toMatch(/^Every projection is what the logs say$/m);
}
