import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase } from '@sightline/testing';
import { bundleOf, smallDistrict } from '../testing/roster-bundle.js';
import { emptyRoster, rosterState } from '../testing/roster-state.js';
import { runDirectory, type RunningDirectory } from '../testing/running-directory.js';

describe('an import that would remove many students', () => {
  let database: TestDatabase;
  let directory: RunningDirectory;
  let operator: string;

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
    directory = await runDirectory(database.url);
  });
  afterAll(async () => {
    await directory.stop();
    await database.drop();
  });
  beforeEach(async () => {
    await emptyRoster(directory.database.pool);
    await directory.postBundle(await bundleOf());
    await directory.post('/internal/v1/operators', { caller: 'client:internal', payload: { login: 'pat' } });
    operator = await directory.idOf('p2');
  });

  const withoutBen = () =>
    bundleOf({
      users: smallDistrict['users']!.replace('s2,true,ben,Ben,Alder,\n', ''),
      roles: smallDistrict['roles']!.replace('r4,s2,primary,student,b1\n', ''),
      demographics: null,
      enrollments: smallDistrict['enrollments']!.replace('e3,c1,b1,s2,student\n', ''),
      relations: smallDistrict['relations']!.replace('sibling,s1,s2,,,,,,\n', ''),
    });
  const hold = async () => {
    const { body } = await directory.postBundle(await withoutBen());
    expect(body).toMatchObject({
      status: 'awaits-confirmation',
      report: { studentsKnown: 2, studentsToRemove: 1, changes: { 'person-removed': 1 } },
    });
    return `/api/v1/roster/imports/${String(body.id)}`;
  };
  const keptRows = async (): Promise<number> =>
    (await directory.database.pool.query('select 1 from kept_import_rows')).rowCount!;
  const decide = (path: string, caller: string) => directory.post(path, { caller, payload: {} });

  it('changes nothing until an operator confirms it, and is then taken as it was sent', async () => {
    const before = await directory.eventCounts();
    const path = await hold();
    expect(await directory.eventCounts()).toStrictEqual(before);
    expect(await keptRows()).toBeGreaterThan(0);
    for (const caller of ['client:roster', await directory.idOf('p1'), await directory.idOf('g1')])
      expect([403, 404]).toContain((await decide(`${path}/confirmation`, caller)).status);
    const confirmed = await decide(`${path}/confirmation`, operator);
    expect(confirmed).toMatchObject({
      status: 200,
      body: { status: 'completed', decidedBy: `person:${operator}`, submittedBy: 'client:sis' },
    });
    expect(await directory.eventCounts()).toMatchObject({ 'person-removed': 1, 'siblings-changed': 4 });
    expect((await rosterState(directory.database.pool)).members['c1']).toStrictEqual(['p1 staff', 's1 student']);
    expect(await keptRows()).toBe(0);
    expect((await decide(`${path}/confirmation`, operator)).status).toBe(409);
  });

  it('is confirmed once when two operators do so at once', async () => {
    const path = await hold();
    const answers = await Promise.all([1, 2].map(() => decide(`${path}/confirmation`, operator)));
    expect(answers.map(({ status }) => status).sort()).toStrictEqual([200, 409]);
    expect(await directory.eventCounts()).toMatchObject({ 'person-removed': 1 });
  });

  it('ends unused when an operator rejects it', async () => {
    const before = await directory.eventCounts();
    const path = await hold();
    expect((await decide(`${path}/rejection`, operator)).body).toMatchObject({ status: 'rejected' });
    expect((await decide(`${path}/confirmation`, operator)).status).toBe(409);
    expect(await directory.eventCounts()).toStrictEqual(before);
    expect(await keptRows()).toBe(0);
  });

  it('is foretold by a dry run, and confirmed beforehand by nobody but a person', async () => {
    const before = await directory.eventCounts();
    expect((await directory.postBundle(await withoutBen(), '?dryRun=true')).body).toMatchObject({
      status: 'completed',
      dryRun: true,
      report: { wouldAwaitConfirmation: true, studentsToRemove: 1, changes: { 'person-removed': 1 } },
    });
    const machine = await directory.postBundle(await withoutBen(), '?confirmed=true');
    expect(machine).toMatchObject({ status: 403, body: { type: 'urn:sightline:problem:person-required' } });
    expect(await directory.eventCounts()).toStrictEqual(before);
    const person = await directory.post('/api/v1/roster/imports?confirmed=true', {
      caller: operator,
      headers: { 'content-type': 'application/zip' },
      payload: await withoutBen(),
    });
    expect(person.body).toMatchObject({ status: 'completed' });
    expect(await directory.eventCounts()).toMatchObject({ 'person-removed': 1 });
  });

  it('counts students whose role has ended as removed', async () => {
    const ended = smallDistrict['roles']!.replace('orgSourcedId\n', 'orgSourcedId,endDate\n')
      .replaceAll(',b1\n', ',b1,\n')
      .replace('r4,s2,primary,student,b1,', 'r4,s2,primary,student,b1,2026-09-01');
    expect((await directory.postBundle(await bundleOf({ roles: ended }))).body).toMatchObject({
      status: 'awaits-confirmation',
      report: { studentsToRemove: 1 },
    });
  });
});
