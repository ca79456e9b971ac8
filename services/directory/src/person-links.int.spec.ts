import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase } from '@sightline/testing';
import { bundleOf, smallDistrict } from '../testing/roster-bundle.js';
import { emptyRoster } from '../testing/roster-state.js';
import { runDirectory, type RunningDirectory } from '../testing/running-directory.js';

const path = '/api/v1/person-links';
/** Robin teaches, and is Ann's and Ben's mother under another record. */
const users = (keyOfTeacher = '', keyOfMother = '', column = 'userMasterIdentifier') =>
  `sourcedId,enabledUser,username,givenName,familyName,email,agentSourcedIds,${column}
p1,true,robin,Robin,Alder,robin@home.example,,${keyOfTeacher}
p2,true,pat,Pat,Principal,,,
s1,true,ann,Ann,Alder,,g1,
s2,true,ben,Ben,Alder,,,
g1,true,robin.home,Robin,Alder,Robin@Home.example,s2,${keyOfMother}
g2,true,omar,Omar,Birch,omar@home.example,,
a1,true,sue,Sue,Superintendent,,,
o1,true,olga,Olga,Operator,,,
`;
const roles = `${smallDistrict['roles']}r7,a1,primary,districtAdministrator,d1\nr8,o1,primary,aide,d1\nr9,g2,primary,guardian,b1\n`;

describe('one natural person under several records (C3, C4)', () => {
  let database: TestDatabase;
  let directory: RunningDirectory;
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
    directory = await runDirectory(database.url);
  });
  afterAll(async () => {
    await directory.stop();
    await database.drop();
  });
  const take = async (...keys: Parameters<typeof users>): Promise<Record<string, number>> => {
    const { body } = await directory.postBundle(await bundleOf({ users: users(...keys), roles }));
    expect(body.status).toBe('completed');
    return body.report.changes;
  };
  beforeEach(async () => {
    await emptyRoster(directory.database.pool);
    await take();
    for (const name of ['p1', 'p2', 's1', 's2', 'g1', 'g2', 'a1', 'o1']) ids[name] = await directory.idOf(name);
    await directory.post('/internal/v1/operators', { caller: 'client:internal', payload: { login: 'olga' } });
  });
  const post = (caller: string, url: string, payload: object = {}) =>
    directory.post(url, { caller: ids[caller]!, payload });
  const link = (caller: string, person = 'p1', linked = 'g1') => post(caller, path, { person, linked });
  const sees = async (caller: string, person: string): Promise<number> =>
    (await directory.get(`/api/v1/people/${ids[person]!}`, ids[caller]!)).status;
  const linksOf = async (): Promise<unknown[]> => (await directory.get(path, ids['a1']!)).body.items;

  it('is offered where name and address agree, and linked by the principal; either record then has the same rights', async () => {
    const { body } = await directory.get(`${path}/candidates`, ids['p2']!);
    expect(body.items).toMatchObject([{ status: 'offered', alike: ['email'] }]);
    expect([body.items[0].person.sourcedId, body.items[0].linked.sourcedId].sort()).toStrictEqual(['g1', 'p1']);

    expect(await sees('g1', 'p2')).toBe(404);
    const linked = await link('p2');
    expect([linked.status, linked.body]).toMatchObject([
      201,
      {
        id: ids['g1'],
        status: 'linked',
        basis: 'confirmed-match',
        person: { id: ids['p1'] },
        linkedBy: { id: ids['p2'] },
      },
    ]);
    // As a mother she sees what the teacher sees.
    expect(await sees('g1', 'p2')).toBe(200);
    expect((await directory.get('/api/v1/me', ids['g1']!)).body.roles).toContainEqual({
      role: 'teacher',
      buildingId: await directory.idOf('b1'),
    });
    expect((await directory.get(`${path}/candidates`, ids['p2']!)).body.items).toStrictEqual([]);

    const ended = await post('a1', `${path}/${ids['g1']!}/end`);
    expect([ended.status, ended.body.status]).toStrictEqual([200, 'ended']);
    expect(await sees('g1', 'p2')).toBe(404);
    // What a person has parted is not offered again.
    expect((await directory.get(`${path}/candidates`, ids['p2']!)).body.items).toStrictEqual([]);
    expect(await directory.eventCounts()).toMatchObject({ 'persons-linked': 1, 'persons-unlinked': 1 });
  });

  it('is linked by nobody of IT, not by oneself and not by anybody without a charge', async () => {
    const refused = async (caller: string): Promise<unknown> => {
      const { status, body } = await link(caller);
      return [status, body.type.split(':').at(-1)];
    };
    expect(await refused('o1')).toStrictEqual([403, 'technology-department']);
    for (const caller of ['p1', 'g1', 'g2', 's1']) expect(await refused(caller)).toStrictEqual([404, 'not-found']);
    expect((await link('p2', 'p2', 'g1')).body.type).toContain('own-record');
    expect((await link('p2', 'p1', 'nobody')).status).toBe(404);
    expect((await post('p2', path, { person: 'p1', linked: 'g1', more: 1 })).status).toBe(422);
    expect((await link('a1')).status).toBe(201);
    expect((await directory.get(path, ids['g2']!)).body.items).toStrictEqual([]);
    expect((await directory.get(path, ids['g1']!)).body.items).toHaveLength(1);
  });

  it.each(['userMasterIdentifier', 'metadata.personKey', 'ext_person_key'])(
    'is linked by a key of the roster (%s), and parted when the key goes',
    async (column) => {
      expect(await take('K1', 'K1', column)).toMatchObject({ 'persons-linked': 1 });
      expect(await linksOf()).toMatchObject([
        { basis: 'import-key', person: { id: ids['p1'] }, linked: { id: ids['g1'] }, linkedBy: null },
      ]);
      expect(await take('K1', 'K1', column)).toStrictEqual({});
      expect(await take('K1', 'K2', column)).toStrictEqual({ 'persons-unlinked': 1 });
      expect(await take('K1', 'K1', column)).toStrictEqual({ 'persons-linked': 1 });
      await post('a1', `${path}/${ids['g1']!}/end`);
      expect(await take('K1', 'K1', column)).toStrictEqual({});
    },
  );

  it('a key links nobody who looks after the roster, or sends it: that is offered to somebody outside IT', async () => {
    await directory.post('/internal/v1/operators', { caller: 'client:internal', payload: { login: 'robin' } });
    expect(await take('K1', 'K1')).not.toHaveProperty('persons-linked');
    const { body } = await directory.get(`${path}/candidates`, ids['a1']!);
    expect(body.items).toMatchObject([{ alike: ['email', 'person-key'] }]);
    expect((await link('a1')).status).toBe(201);
    expect(await take('K1', 'K1')).toStrictEqual({});
  });

  it('a third record joins the person who is known already, whichever of the two is named', async () => {
    await link('a1');
    const third = await link('a1', 'g2', 'g1');
    expect(third.body).toMatchObject({ id: ids['g2'], person: { id: ids['p1'] } });
    expect((await link('a1', 'g1', 'g2')).body).toMatchObject({ status: 'linked', person: { id: ids['p1'] } });
    expect(await directory.eventCounts()).toMatchObject({ 'persons-linked': 2 });
    await link('a1', 'p2', 's2');
    expect((await link('a1', 'p2', 'p1')).body.type).toContain('both-linked');
  });
});
