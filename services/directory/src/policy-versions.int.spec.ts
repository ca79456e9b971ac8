import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testClock, testDatabase, type TestDatabase } from '@sightline/testing';
import { bundleOf, smallDistrict } from '../testing/roster-bundle.js';
import { runDirectory, type RunningDirectory } from '../testing/running-directory.js';

const people = {
  users: `${smallDistrict['users']}o1,true,olga,Olga,Operator,\na1,true,sue,Sue,Superintendent,\n`,
  roles: `${smallDistrict['roles']}r94,o1,primary,aide,d1\nr95,a1,primary,districtAdministrator,d1\n`,
};

describe('publishing a version of the policy (C11)', () => {
  let database: TestDatabase;
  let directory: RunningDirectory;
  const clock = testClock('2027-05-18T13:00:00Z');
  const ids: Record<string, string> = {};
  const path = '/api/v1/policy-versions';
  const next = {
    ...{ inForceFrom: '2027-07-01', boardDate: '2027-05-11', resolutionReference: '2027-14' },
    settings: { principalsAsked: 'student-buildings', tasks: { dueAfterDays: 7 } },
  };

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
    directory = await runDirectory(database.url, clock);
    await directory.postBundle(await bundleOf(people));
    for (const sourcedId of ['p1', 'p2', 'g1', 'o1', 'a1']) ids[sourcedId] = await directory.idOf(sourcedId);
    await directory.database.pool.query(
      `insert into assigned_roles (person_id, roles) values ($1, '[{"role":"operator"}]')`,
      [ids['o1']],
    );
  });
  afterAll(async () => {
    await directory.stop();
    await database.drop();
  });

  const post = (caller: string, url: string, payload: object = {}, headers: Record<string, string> = {}) =>
    directory.post(url, { caller: ids[caller] ?? caller, payload, headers });

  it('lists the version in force to everybody, a machine of the district included', async () => {
    for (const caller of ['g1', 'p1', 'client:roster']) {
      const { status, body } = await directory.get(path, ids[caller] ?? caller);
      expect([status, body.items.map(({ id }: { id: string }) => id)]).toEqual([200, ['P4650-2017-03']]);
      expect(body.items[0]).toMatchObject({ status: 'in-force', inForceFrom: '2017-03-01', boardDate: '2011-12-20' });
    }
  });

  it('lets the technology side prepare one, a second person publish it, and nobody else do either', async () => {
    expect((await post('p1', path, next)).status).toBe(404);
    expect((await post('a1', path, next)).status).toBe(404);

    const prepared = await post('o1', path, next, { 'idempotency-key': 'next' });
    expect(prepared.status).toBe(201);
    expect(prepared.body).toMatchObject({
      ...{ status: 'awaits-confirmation', boardDate: '2027-05-11', resolutionReference: '2027-14', confirmedBy: null },
      ...{ preparedBy: { id: ids['o1'] }, inForceFrom: '2027-07-01', number: 'P 4650' },
      settings: { principalsAsked: 'student-buildings', tasks: { dueAfterDays: 7, remindAfterDays: [3, 4] } },
    });
    expect((await post('o1', path, next, { 'idempotency-key': 'next' })).body.id).toBe(prepared.body.id);
    const confirmation = `${path}/${prepared.body.id}/confirmation`;
    const refused = await post('o1', confirmation);
    expect([refused.status, refused.body.clause, refused.body.type]).toEqual([
      403,
      'C11',
      'urn:sightline:problem:same-person',
    ]);
    expect((await post('p1', confirmation)).body.type).toBe('urn:sightline:problem:not-in-charge');
    expect((await post('g1', confirmation)).status).toBe(404);
    // A machine has no scope for it: a person confirms.
    expect((await post('client:roster', confirmation)).status).toBe(403);

    const confirmed = await post('a1', confirmation);
    expect([confirmed.status, confirmed.body.status, confirmed.body.confirmedBy]).toEqual([
      200,
      'published',
      { id: ids['a1'] },
    ]);
    expect((await post('p2', confirmation)).body.confirmedBy).toEqual({ id: ids['a1'] });
    expect(await directory.eventCounts()).toMatchObject({
      'policy-version-scheduled': 1,
      'policy-version-published': 1,
    });
  });

  it.each<[string, object, number, string | undefined]>([
    ['a first day that is not ahead', { inForceFrom: '2027-05-18' }, 422, 'inForceFrom'],
    ['a board date ahead', { boardDate: '2027-05-19' }, 422, 'boardDate'],
    ['another’s first day', { inForceFrom: '2027-07-01' }, 409, 'inForceFrom'],
    ['an unknown setting', { settings: { tasks: { silence: 'approves' } } }, 422, 'settings.tasks.silence'],
    ['an unknown field', { colour: 'red' }, 422, 'colour'],
    ['no board date', { boardDate: undefined }, 422, 'boardDate'],
  ])('refuses %s and says where', async (_, change, status, field) => {
    const answer = await post('o1', path, { ...next, inForceFrom: '2027-08-01', ...change });
    expect([answer.status, answer.body.errors?.[0].field]).toEqual([status, field]);
  });

  it('comes into force by the district’s calendar, and what is recorded from then on carries it', async () => {
    const { body } = await directory.get(path, ids['o1']);
    const id: string = body.items[1].id;
    const versionOf = async (clockAt: string): Promise<string> => {
      clock.moveTo(new Date(clockAt));
      const form = { kind: 'email', name: `Form ${clockAt}` };
      const registered = await post('o1', '/api/v1/district-forms', form);
      const { rows } = await directory.database.pool.query<{ policy_version: string }>(
        'select policy_version from events where subject = $1',
        [`district-form/${registered.body.id}`],
      );
      return rows[0]!.policy_version;
    };
    // Midnight in Chicago is 05:00 in UTC.
    expect(await versionOf('2027-07-01T04:59:00Z')).toBe('P4650-2017-03');
    expect(await versionOf('2027-07-01T05:00:00Z')).toBe(id);
    const listed = await directory.get(path, ids['g1']);
    expect(listed.body.items.map(({ status }: { status: string }) => status)).toEqual(['past', 'in-force']);
  });
});
