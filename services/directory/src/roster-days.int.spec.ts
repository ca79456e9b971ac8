import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually, testClock, testDatabase, type TestDatabase } from '@sightline/testing';
import { bundleOf, smallDistrict } from '../testing/roster-bundle.js';
import { emptyRoster, rosterState, toldState } from '../testing/roster-state.js';
import { runDirectory, type RunningDirectory } from '../testing/running-directory.js';

const dated = (name: 'roles' | 'enrollments', dates: Readonly<Record<string, string>>): string =>
  smallDistrict[name]!.trimEnd()
    .split('\n')
    .map((line, index) => `${line},${index === 0 ? 'beginDate,endDate' : (dates[line.split(',')[0]!] ?? ',')}`)
    .join('\n');

describe('what begins and ends on a date', () => {
  const clock = testClock('2026-09-14T13:00:00Z');
  let database: TestDatabase;
  let directory: RunningDirectory;

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
    directory = await runDirectory(database.url, clock);
  });
  afterAll(async () => {
    await directory.stop();
    await database.drop();
  });
  beforeEach(async () => {
    clock.moveTo('2026-09-14T13:00:00Z');
    await emptyRoster(directory.database.pool);
  });

  const take = async (files: Parameters<typeof bundleOf>[0]) => {
    const { body } = await directory.postBundle(await bundleOf(files));
    expect(body).toMatchObject({ status: 'completed', report: { counts: { refused: 0 } } });
  };
  const stands = async () => {
    const { roles, members, guardians, supervisors, siblings } = await rosterState(directory.database.pool);
    expect(await toldState(directory.database.pool)).toStrictEqual({
      roles,
      members,
      guardians,
      supervisors,
      siblings,
    });
    return { roles, members, guardians };
  };
  const dayIs = async (day: string) => {
    clock.moveTo(`${day}T13:00:00Z`);
    await eventually(
      async () =>
        (await directory.database.pool.query<{ day: string }>('select day::text as day from roster_days')).rows[0]!.day,
      (told) => told === day,
    );
  };

  it('a principal whose role has ended is none, one whose role comes is none yet', async () => {
    await take({
      users: `${smallDistrict['users']}p3,true,nia,Nia,Next,\n`,
      roles: `${dated('roles', { r2: '2025-08-01,2026-09-01' })}\nr9,p3,primary,principal,b1,2026-10-01,\n`,
    });
    expect((await stands()).roles).toMatchObject({ p2: [], p3: [], p1: ['teacher@b1'] });
  });

  it('the day itself changes them, is told once, and an import of the same bundle says nothing', async () => {
    const files = {
      users: `${smallDistrict['users']}p3,true,nia,Nia,Next,\n`,
      roles: `${dated('roles', { r2: ',2026-10-01', r5: ',2026-10-03' })}\nr9,p3,primary,principal,b1,2026-10-01,\n`,
      enrollments: dated('enrollments', { e3: ',2026-10-02', e5: '2026-10-02,' }),
    };
    await take(files);
    expect(await stands()).toMatchObject({
      roles: { p2: ['principal@b1'], p3: [] },
      members: { c1: ['p1 staff', 's1 student', 's2 student'], c2: ['p1 staff'] },
      guardians: { s1: ['g1'], s2: ['g1'] },
    });
    const before = await directory.eventCounts();
    await dayIs('2026-09-30');
    expect(await directory.eventCounts()).toStrictEqual(before);

    await dayIs('2026-10-01');
    expect((await stands()).roles).toMatchObject({ p2: [], p3: ['principal@b1'] });
    expect(await directory.eventCounts()).toStrictEqual({ ...before, 'person-changed': 2 });
    await take(files);
    expect(await directory.eventCounts()).toStrictEqual({ ...before, 'person-changed': 2 });

    await dayIs('2026-10-02');
    expect((await stands()).members).toStrictEqual({ c1: ['p1 staff', 's1 student'], c2: ['p1 staff', 's1 student'] });
    await dayIs('2026-10-03');
    expect(await stands()).toMatchObject({ guardians: {}, roles: { g1: [] } });
    const { rows } = await directory.database.pool.query<{ actor: string }>(
      `select actor from events where type like '%guardians-changed%' order by position desc limit 1`,
    );
    expect(rows[0]!.actor).toBe('system:roster-day');
  });

  it('a day that nobody saw is made up for, and the day is that of the district', async () => {
    await take({ roles: dated('roles', { r2: ',2026-10-01' }) });
    clock.moveTo('2026-10-01T03:00:00Z');
    expect(await directory.service.rosterDay.execute()).toBe(true);
    expect((await stands()).roles).toMatchObject({ p2: ['principal@b1'] });
    await dayIs('2026-12-24');
    expect((await stands()).roles).toMatchObject({ p2: [] });
    expect(await directory.service.rosterDay.execute()).toBe(false);
  });

  it('an empty district has no days', async () => {
    expect(await directory.service.rosterDay.execute()).toBe(false);
    expect(await directory.eventCounts()).toStrictEqual({});
  });
});
