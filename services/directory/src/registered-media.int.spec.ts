import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase } from '@sightline/testing';
import { bundleOf, smallDistrict } from '../testing/roster-bundle.js';
import { runDirectory, type RunningDirectory } from '../testing/running-directory.js';

const path = '/api/v1/registered-media';
/** Beside the small district: Cay, whose father is Finn, in the same school, a nurse at another, and an auditor-to-be. */
const district = {
  orgs: `${smallDistrict['orgs']}b2,Grant School,school\n`,
  users: `${smallDistrict['users']}s3,true,cay,Cay,Cole,g2\ng2,true,finn,Finn,Cole,\np9,true,nell,Nell,Nurse,\no1,true,olga,Olga,Operator,\n`,
  roles: `${smallDistrict['roles']}r6,s3,primary,student,b1\nr7,g2,primary,guardian,b1\nr8,p9,primary,aide,b2\nr9,o1,primary,aide,d1\n`,
  demographics: `${smallDistrict['demographics']}s3,2012-03-04\n`,
};
const robotics = {
  kind: 'group',
  name: 'Robotics on GroupChat',
  address: 'groupchat.example/robotics',
  wayIn: 'guardians-join',
  howParentsGetIn: 'Ask me for the invitation.',
  groups: ['c2'],
};

describe('the register of media that staff use with students (C9)', () => {
  let database: TestDatabase;
  let directory: RunningDirectory;
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
    directory = await runDirectory(database.url);
    const { body } = await directory.postBundle(await bundleOf(district));
    expect(body.status).toBe('completed');
    for (const name of ['p1', 'p2', 'p9', 's1', 's3', 'g1', 'g2', 'o1']) ids[name] = await directory.idOf(name);
  });
  afterAll(async () => {
    await directory.stop();
    await database.drop();
  });

  const by = (name: string) => ids[name]!;
  const register = (body: object, caller = 'p1', headers: Record<string, string> = {}) =>
    directory.post(path, { caller: by(caller), headers, payload: body });
  const entries = async (caller: string, query = '') => (await directory.get(`${path}${query}`, by(caller))).body.items;
  const namesSeen = async (caller: string, query = '') =>
    (await entries(caller, query)).map(({ name }: { name: string }) => name);

  it('is kept by the member of staff, and shows a guardian what concerns the own child, without other children', async () => {
    const { status, body } = await register(robotics);
    expect([status, body.status, body.finding, body.students]).toEqual([201, 'in-use', null, []]);

    const [seen] = await entries('g1');
    expect(seen).toMatchObject({
      name: 'Robotics on GroupChat',
      howParentsGetIn: 'Ask me for the invitation.',
      staff: { sourcedId: 'p1', displayName: 'Robin Teacher' },
      students: [by('s1')],
      clause: 'C9',
    });
    for (const hidden of ['groups', 'buildings', 'reports']) expect(seen).not.toHaveProperty(hidden);
    expect(await namesSeen('g2')).toEqual([]);
    expect(await namesSeen('p2')).toEqual(['Robotics on GroupChat']);
    const missing = '018f0000-0000-7000-8000-000000000000';
    for (const nobody of ['p9', 's1', 's3', 'o1'])
      expect((await directory.get(`${path}/${body.id}`, by(nobody))).text.replaceAll(body.id, missing)).toBe(
        (await directory.get(`${path}/${missing}`, by(nobody))).text,
      );
  });

  it('tells a guardian nothing by asking for another child', async () => {
    await register({ ...robotics, name: 'Both children', groups: [], students: ['s1', 's3'] });
    expect(await namesSeen('g1', '?student=s1')).toContain('Both children');
    expect(await namesSeen('g1', '?student=s3')).toEqual([]);
    expect(await namesSeen('g2', '?student=s3')).toEqual(['Both children']);
    expect(await namesSeen('p1', '?student=s3')).toEqual(['Both children']);
    expect((await entries('g2'))[0].students).toEqual([by('s3')]);
  });

  it('calls it a finding when no parent can reach an entry, and lists findings', async () => {
    const { body } = await register({ ...robotics, name: 'Closed account', wayIn: 'none', howParentsGetIn: '' });
    expect(body.finding).toBe('no-way-in');
    expect(await namesSeen('p2', '?finding=true')).toEqual(['Closed account']);
    await directory.post(`${path}/${body.id}/end`, { caller: by('p1') });
    expect(await namesSeen('p2', '?finding=true')).toEqual([]);
  });

  it('lets a guardian report that there is no way in, until the entry is changed', async () => {
    const { body } = await register({ ...robotics, name: 'Reported' });
    const report = await directory.post(`${path}/${body.id}/unreachable`, {
      caller: by('g1'),
      payload: { words: 'I asked twice and heard nothing.' },
    });
    expect([report.status, report.body.finding]).toEqual([200, null]);
    const seen = (await directory.get(`${path}/${body.id}`, by('p2'))).body;
    expect(seen.finding).toBe('reported-unreachable');
    expect(seen.reports).toEqual([
      { student: by('s1'), words: 'I asked twice and heard nothing.', reportedAt: expect.any(String) },
    ]);
    expect(JSON.stringify(seen)).not.toContain(by('g1'));

    const { kind: _kind, ...entry } = robotics;
    const changed = await directory.post(`${path}/${body.id}/change`, {
      caller: by('p1'),
      payload: { ...entry, name: 'Mended', wayIn: 'open-to-all', howParentsGetIn: '' },
    });
    expect([changed.body.finding, changed.body.name, changed.body.reports]).toEqual([null, 'Mended', []]);
  });

  it('is changed and ended by nobody else, and reported by guardians alone', async () => {
    const { id } = (await register(robotics)).body;
    const { kind: _kind, ...entry } = robotics;
    for (const caller of ['p2', 'g1', 'g2', 'p9']) {
      expect((await directory.post(`${path}/${id}/change`, { caller: by(caller), payload: entry })).status).toBe(404);
      expect((await directory.post(`${path}/${id}/end`, { caller: by(caller) })).status).toBe(404);
    }
    for (const caller of ['p1', 'p2', 'g2'])
      expect(
        (await directory.post(`${path}/${id}/unreachable`, { caller: by(caller), payload: { words: 'no' } })).status,
      ).toBe(404);
    for (const caller of ['g1', 's1']) expect((await register(robotics, caller)).status).toBe(404);
  });

  it('refuses what it cannot hold, and says which field', async () => {
    const none = await register({ ...robotics, groups: [] });
    expect([none.status, none.body.clause, none.body.errors[0].field]).toEqual([422, 'C9', 'students']);
    const unsaid = await register({ ...robotics, howParentsGetIn: ' ' });
    expect([unsaid.status, unsaid.body.errors[0].field]).toEqual([422, 'howParentsGetIn']);
    const unknown = await register({ ...robotics, students: ['s1', 'nobody'] });
    const elsewhere = await register({ ...robotics, students: ['s1'] }, 'p9');
    expect([unknown.status, unknown.body.errors[0].field]).toEqual([422, 'students']);
    expect([elsewhere.status, elsewhere.body.errors[0].field]).toEqual([422, 'students']);
    expect((await register({ ...robotics, password: 'secret' })).status).toBe(422);
  });

  it('closes the door while a restriction on the records holds', async () => {
    const before = await namesSeen('g1');
    expect(before).not.toEqual([]);
    const relations = `${smallDistrict['relations']}restriction,g1,s1,,2026-01-01,,records,order 17,\n`;
    expect((await directory.postBundle(await bundleOf({ ...district, relations }))).body.status).toBe('completed');
    expect(await namesSeen('g1')).toEqual([]);
  });

  it('closes it under every record of the restricted person', async () => {
    const father = async () => (await namesSeen('g2')).length;
    const open = await father();
    expect(open).toBeGreaterThan(0);
    const relations = `${smallDistrict['relations']}restriction,g1,s3,,2026-01-01,,records,order 18,\n`;
    expect((await directory.postBundle(await bundleOf({ ...district, relations }))).body.status).toBe('completed');
    expect(await father()).toBe(open);
    await directory.database.pool.query('insert into roster_linked_persons values ($1, $2)', [by('g2'), by('g1')]);
    expect(await father()).toBe(0);
    await directory.database.pool.query('delete from roster_linked_persons');
  });

  it('names nobody and carries no word in an event, and does once what came twice', async () => {
    const headers = { 'idempotency-key': 'medium-1' };
    const [first, second] = [await register(robotics, 'p1', headers), await register(robotics, 'p1', headers)];
    expect(second.body.id).toBe(first.body.id);
    const { rows } = await directory.database.pool.query<{ text: string }>(
      `select string_agg(data::text, ' ') as text from events where type like '%.medium-%'`,
    );
    for (const word of ['Robotics', 'groupchat', 'invitation', 'Robin', 'twice'])
      expect(rows[0]!.text).not.toContain(word);
  });
});
