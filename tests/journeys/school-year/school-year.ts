import type { MovedClock } from '../support/moved-clock.js';
import { dayMs } from '../support/moved-clock.js';
import { inParallel } from '../support/in-parallel.js';
import type { PreparedDistrict } from '../support/prepared-district.js';
import { ChangedRoster } from './changed-roster.js';
import { Office } from './office.js';
import { planRequest } from './planned-request.js';
import { playOn, playRequest, type PlayedRequest } from './play-request.js';
import { seeded } from './seeded.js';
import { guardianObjects, principalIsAway, studentLeaves } from './week-events.js';

export interface SchoolYear {
  readonly requests: number;
  readonly weeks: number;
  readonly seed: number;
}

/**
 * Plays a school year week by week with a moved clock: requests, returns, withdrawals, decisions that come late,
 * revocations, principals who are away, students who leave a class, parents who object; and in the end the summer, when everything has run out. @returns every request that was asked
 */
export async function playSchoolYear(
  district: PreparedDistrict,
  clock: MovedClock,
  { requests, weeks, seed }: SchoolYear,
): Promise<PlayedRequest[]> {
  const random = seeded(seed);
  const office = new Office(district);
  const roster = await ChangedRoster.of(district.bundle);
  const played: PlayedRequest[] = [];
  let fromLastWeek: PlayedRequest[] = [];
  const start = clock.now().getTime();
  for (let week = 0; week < weeks; week += 1) {
    await clock.moveTo(new Date(start + week * 7 * dayMs));
    await inParallel(fromLastWeek, (request) => playOn(district, office, request));
    const ofThisWeek = Math.floor((requests * (week + 1)) / weeks) - Math.floor((requests * week) / weeks);
    const plans = Array.from({ length: ofThisWeek }, () => planRequest(district, clock, random));
    const thisWeek: PlayedRequest[] = [];
    if (week % 6 === 2) await principalIsAway(district, clock, random);
    if (week % 8 === 3) await studentLeaves(district, roster, random);
    await inParallel(plans, async (planned) => {
      const request = await playRequest(district, office, planned);
      if (request) thisWeek.push(request);
    });
    played.push(...thisWeek);
    const told = thisWeek.find(({ authorizationId, waits }) => authorizationId !== null && waits === null);
    if (week % 4 === 1 && told) await guardianObjects(district, office, told, random);
    fromLastWeek = thisWeek.filter(({ waits }) => waits !== null);
  }
  await clock.moveTo(new Date(start + weeks * 7 * dayMs));
  await inParallel(fromLastWeek, (request) => playOn(district, office, request));
  await clock.moveTo(new Date(start + (weeks * 7 + 60) * dayMs));
  return played;
}
