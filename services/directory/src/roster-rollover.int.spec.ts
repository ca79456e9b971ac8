import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { testClock, testDatabase, type TestDatabase } from '@sightline/testing';
import { bundleOf, type Files } from '../testing/roster-bundle.js';
import { emptyRoster, rosterState } from '../testing/roster-state.js';
import { runDirectory, type RunningDirectory } from '../testing/running-directory.js';
import { CarryActivities1764500000000 } from './adapters/persistence/migrations/1764500000000-carry-activities.js';

const sessions = (rows: string): string => `sourcedId,title,type,startDate,endDate,schoolYear\n${rows}`;
const classes = (rows: string): string => `sourcedId,title,classType,schoolSourcedId,termSourcedIds,classCode\n${rows}`;
const people = (students: readonly string[]): Files => ({
  users: `sourcedId,enabledUser,username,givenName,familyName,agentSourcedIds\np1,true,robin,Robin,Teacher,\np2,true,pat,Pat,Principal,\n${students
    .map((id) => `${id},true,${id},${id},Alder,g1\n`)
    .join('')}g1,true,maya,Maya,Alder,\n`,
  roles: `sourcedId,userSourcedId,roleType,role,orgSourcedId\nr1,p1,primary,teacher,b1\nr2,p2,primary,principal,b1\nrg,g1,primary,guardian,b1\n${students
    .map((id) => `r-${id},${id},primary,student,b1\n`)
    .join('')}`,
  demographics: null,
  relations: 'type,sourcedId,relatedSourcedId\nsupervisor,p1,p2\n',
});
const enrollments = (rows: readonly string[]): string =>
  `sourcedId,classSourcedId,schoolSourcedId,userSourcedId,role\n${rows
    .map((row) => {
      const [group, person] = row.split(' ') as [string, string];
      return `${group}-${person},${group},b1,${person},${person === 'p1' ? 'teacher' : 'student'}\n`;
    })
    .join('')}`;

/** The old year: a class, and five activities that differ in when they end. Four students, of whom one graduates. */
const oldYear: Files = {
  ...people(['s1', 's2', 's3', 's4']),
  academicSessions: sessions(
    't1,Year,schoolYear,2025-08-20,2026-06-12,2026\nt2,Summer,term,2026-06-15,2026-07-31,2026\n',
  ),
  classes: classes(
    [
      'c1,Biology,scheduled,b1,t1,BIO1',
      'a1,Marching Band,scheduled,b1,t2,ACT-1',
      'a2,Summer Strength,scheduled,b1,t1,ACT-2',
      'a3,Chess,scheduled,b1,t1,ACT-3',
      'a4,Robotics,scheduled,b1,,ACT-4',
      'a5,Summer School Maths,scheduled,b1,t2,MATH',
    ].join('\n') + '\n',
  ),
  enrollments: enrollments(
    ['c1', 'a1', 'a2', 'a3', 'a4', 'a5'].flatMap((group) => [`${group} p1`, `${group} s1`, `${group} s4`]),
  ),
};
const newYear: Files = {
  ...people(['s1', 's2', 's3']),
  academicSessions: sessions('t3,Year,schoolYear,2026-08-20,2027-06-11,2027\n'),
  classes: classes('c9,Chemistry,scheduled,b1,t3,CHE1\n'),
  enrollments: enrollments(['c9 p1', 'c9 s1']),
};

describe('the roster of a new school year', () => {
  const clock = testClock();
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
    clock.moveTo('2026-05-04T12:00:00Z');
    await emptyRoster(directory.database.pool);
    expect((await directory.postBundle(await bundleOf(oldYear))).body).toMatchObject({ status: 'completed' });
    clock.moveTo('2026-07-01T12:00:00Z');
  });

  const groups = async () => (await rosterState(directory.database.pool)).groups;
  const send = async (files: Files, query = '') => (await directory.postBundle(await bundleOf(files), query)).body;

  it('lets the classes of the old year go, carries what goes on over the summer, and says so line by line', async () => {
    const { status, report } = await send(newYear, '?rollover=true');
    expect([status, report.rollover]).toStrictEqual(['completed', true]);
    expect(Object.keys(await groups()).sort()).toStrictEqual(['a1', 'a2', 'a4', 'c9']);
    const { members } = await rosterState(directory.database.pool);
    expect(members['a1']).toStrictEqual(['p1 staff', 's1 student']);
    expect(
      report.entries.flatMap(({ code, message }: { code: string; message: string }) =>
        code === 'activity-carried' ? [message] : [],
      ),
    ).toStrictEqual([
      'Marching Band (a1) is not in the list; it goes on with its members until 2026-07-31.',
      'Summer Strength (a2) is not in the list; it goes on with its members until 2026-08-31.',
      'Robotics (a4) is not in the list; it goes on with its members until 2026-08-31.',
    ]);
  });

  it('lets those who graduated leave without a hold, and shows how many; without it, it is held', async () => {
    expect(await send(newYear, '?dryRun=true')).toMatchObject({
      report: { wouldAwaitConfirmation: true, heldBecause: [{ reason: 'students-removed', found: 1 }] },
    });
    expect(await send(newYear, '?rollover=true')).toMatchObject({
      status: 'completed',
      report: { studentsKnown: 4, studentsToRemove: 1, changes: { 'person-removed': 1 } },
    });
  });

  it('is held all the same when more than half of the students would go; confirmed, it still carries', async () => {
    await directory.post('/internal/v1/operators', { caller: 'client:internal', payload: { login: 'pat' } });
    const held = await send({ ...newYear, ...people(['s1']) }, '?rollover=true');
    expect(held).toMatchObject({ status: 'awaits-confirmation', report: { studentsToRemove: 3 } });
    const operator = await directory.idOf('p2');
    const path = `/api/v1/roster/imports/${held.id}/confirmation`;
    const { body } = await directory.post(path, { caller: operator, payload: {} });
    expect(body).toMatchObject({ status: 'completed', report: { rollover: true } });
    expect(Object.keys(await groups()).sort()).toStrictEqual(['a1', 'a2', 'a4', 'c9']);
  });

  it('goes on carrying through the imports of every night, until the last day, and then no longer', async () => {
    await send(newYear, '?rollover=true');
    const before = await directory.eventCounts();
    expect(await send(newYear)).toMatchObject({ status: 'completed', report: { changes: {} } });
    expect(await directory.eventCounts()).toStrictEqual(before);
    for (const [day, left] of [
      ['2026-07-31', ['a1', 'a2', 'a4', 'c9']],
      ['2026-08-01', ['a2', 'a4', 'c9']],
      ['2026-08-31', ['a2', 'a4', 'c9']],
      ['2026-09-01', ['c9']],
    ] as const) {
      clock.moveTo(`${day}T12:00:00Z`);
      await send(newYear);
      expect([day, Object.keys(await groups()).sort()]).toStrictEqual([day, left]);
    }
  });

  it('carries no longer what a list names again, and drops what a list takes back by name', async () => {
    await send(newYear, '?rollover=true');
    const again = `${String(newYear['classes'])}a2,Summer Strength,scheduled,b1,t3,ACT-2\n`;
    await send({ ...newYear, classes: again });
    expect(Object.keys(await groups()).sort()).toStrictEqual(['a1', 'a2', 'a4', 'c9']);
    await send(newYear);
    expect(Object.keys(await groups()).sort()).toStrictEqual(['a1', 'a4', 'c9']);
    const manifest = 'propertyName,value\noneroster.version,1.2\nfile.classes,delta\n';
    const takenBack = 'sourcedId,status,title,schoolSourcedId,termSourcedIds\na4,toBeDeleted,Robotics,b1,\n';
    await send({ ...newYear, manifest, classes: takenBack, enrollments: null });
    expect(Object.keys(await groups()).sort()).toStrictEqual(['a1', 'c9']);
  });

  it('without rollover drops the summer activities too, and a list that is not whole is told to change nothing', async () => {
    const manifest = 'propertyName,value\noneroster.version,1.2\nfile.classes,delta\n';
    const { report } = await send({ ...newYear, manifest, enrollments: null }, '?rollover=true');
    expect(report.entries).toEqual(
      expect.arrayContaining([expect.objectContaining({ code: 'rollover-without-whole-list', severity: 'note' })]),
    );
    expect(Object.keys(await groups())).toHaveLength(7);
    await send({ ...newYear, ...people(['s1', 's2', 's3']) });
    expect(Object.keys(await groups())).toStrictEqual(['c9']);
  });

  it('has its column in a database of the release before', async () => {
    const runner = directory.database.dataSource.createQueryRunner();
    const migration = new CarryActivities1764500000000();
    await migration.down(runner);
    await migration.up(runner);
    await runner.release();
    await send(newYear, '?rollover=true');
    expect(Object.keys(await groups()).sort()).toStrictEqual(['a1', 'a2', 'a4', 'c9']);
  });
});
