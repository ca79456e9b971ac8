import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@sightline/service-kit';
import { testDatabase, type TestDatabase } from '@sightline/testing';
import { bundleOf, smallDistrict } from '../testing/roster-bundle.js';
import { runDirectory, type HttpAnswer, type RunningDirectory } from '../testing/running-directory.js';

/** A second school with a teacher, a student and her father; nobody of the first school has to do with them. */
const twoSchools = {
  orgs: `${smallDistrict['orgs']}b2,Roosevelt School,school\n`,
  classes: `${smallDistrict['classes']}c9,Chemistry,scheduled,b2,t1,CHE1\n`,
  users: `${smallDistrict['users']}p9,true,tom,Tom,Elsewhere,\ns9,true,eva,Eva,Elm,g9\ng9,true,fred,Fred,Elm,\no1,true,olga,Olga,Operator,\na1,true,sue,Sue,Superintendent,\n`,
  roles: `${smallDistrict['roles']}r91,p9,primary,teacher,b2\nr92,s9,primary,student,b2\nr93,g9,primary,parent,b2\nr94,o1,primary,teacher,d1\nr95,a1,primary,districtAdministrator,d1\n`,
  relations: `${smallDistrict['relations']}restriction,g1,s2,,2026-01-01,2026-12-31,records,FC-1,\nrestriction,g9,s9,,2027-01-01,,records,FC-2,\n`,
};

describe('who sees what of the roster', () => {
  let database: TestDatabase;
  let directory: RunningDirectory;
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
    directory = await runDirectory(database.url);
    await directory.postBundle(await bundleOf(twoSchools));
    for (const sourcedId of ['p1', 'p2', 'p9', 's1', 's2', 's9', 'g1', 'g9', 'o1', 'a1', 'b1', 'b2'])
      ids[sourcedId] = await directory.idOf(sourcedId);
    // The first operator comes from the set-up, not from another operator.
    const payload = { login: 'olga' };
    expect((await directory.post('/internal/v1/operators', { caller: 'client:internal', payload })).status).toBe(200);
  });
  afterAll(async () => {
    await directory.stop();
    await database.drop();
  });

  const caller = (name: string): string => ids[name] ?? name;
  const seen = async (path: string, name: string): Promise<string[]> =>
    (await directory.get(path, caller(name))).body.items
      .map(({ sourcedId }: { sourcedId: string }) => sourcedId)
      .sort();
  const everybody = ['a1', 'g1', 'g9', 'o1', 'p1', 'p2', 'p9', 's1', 's2', 's9'];

  it.each([
    ['staff of a building: its people', 'p1', ['p1', 'p2', 's1', 's2']],
    ['the principal: the same', 'p2', ['p1', 'p2', 's1', 's2']],
    ['staff of another building: others', 'p9', ['p9', 's9']],
    ['a guardian: oneself and one’s own children, but none whose records a restriction closes', 'g1', ['g1', 's1']],
    ['another guardian: another child', 'g9', ['g9', 's9']],
    [
      'the superintendent: everybody with a place in a building',
      'a1',
      ['a1', 'o1', 'p1', 'p2', 'p9', 's1', 's2', 's9'],
    ],
    ['a student: oneself', 's1', ['s1']],
    ['an operator: everybody', 'o1', everybody],
    ['a machine for the roster: everybody', 'client:roster', everybody],
  ])('%s', async (_case, name, expected) => {
    expect(await seen('/api/v1/people', name)).toStrictEqual(expected);
    for (const sourcedId of everybody) {
      const answer = await directory.get(`/api/v1/people/${ids[sourcedId]!}`, caller(name));
      expect([sourcedId, answer.status]).toStrictEqual([sourcedId, expected.includes(sourcedId) ? 200 : 404]);
    }
  });

  it('shows classes to the staff of their building, to operators and machines, and buildings to everybody', async () => {
    expect(await seen('/api/v1/groups', 'p1')).toStrictEqual(['c1', 'c2']);
    expect(await seen('/api/v1/groups', 'p9')).toStrictEqual(['c9']);
    expect(await seen('/api/v1/groups?building=b1', 'p9')).toStrictEqual([]);
    expect(await seen('/api/v1/groups', 'g1')).toStrictEqual([]);
    expect(await seen('/api/v1/groups', 's1')).toStrictEqual([]);
    expect(await seen('/api/v1/groups?building=b2', 'o1')).toStrictEqual(['c9']);
    for (const name of ['a1', 'client:roster'])
      expect(await seen('/api/v1/groups', name)).toStrictEqual(['c1', 'c2', 'c9']);
    for (const name of ['p1', 'g1', 's1', 'client:roster'])
      expect(await seen('/api/v1/buildings', name)).toStrictEqual(['b1', 'b2', 'd1']);
  });

  it('shows addresses to operators and machines alone, and finds by role, building and part of a name', async () => {
    expect(await seen('/api/v1/people?role=student&building=b1', 'o1')).toStrictEqual(['s1', 's2']);
    expect(await seen(`/api/v1/people?building=${ids['b2']!}`, 'o1')).toStrictEqual(['p9', 's9']);
    expect(await seen('/api/v1/people?q=ALDER', 'p1')).toStrictEqual(['s1', 's2']);
    expect(await seen('/api/v1/people?q=%25', 'o1')).toStrictEqual([]);
    expect(await seen('/api/v1/people?q=Elm', 'p1')).toStrictEqual([]);
    const pages: string[] = [];
    for (let next = ''; ;) {
      const page = await directory.get(`/api/v1/people?limit=2${next}`, 'client:roster');
      pages.push(...page.body.items.map(({ sourcedId }: { sourcedId: string }) => sourcedId));
      if (page.body.next === null) break;
      next = `&cursor=${String(page.body.next)}`;
    }
    expect([...pages].sort()).toStrictEqual(everybody);
  });

  it('gives what is forbidden and what is missing one answer, byte for byte', async () => {
    const bytes = ({ status, mediaType, text }: HttpAnswer, id: string) => [
      status,
      mediaType,
      text.replaceAll(id, '<id>'),
    ];
    for (const name of ['p1', 'g1', 's1']) {
      const nobody = newId();
      const missing = bytes(await directory.get(`/api/v1/people/${nobody}`, caller(name)), nobody);
      expect(bytes(await directory.get(`/api/v1/people/${ids['s9']!}`, caller(name)), ids['s9']!)).toStrictEqual(
        missing,
      );
      expect(bytes(await directory.get('/api/v1/people/s9', caller(name)), 's9')).toStrictEqual(missing);
    }
    const [first] = (await directory.get('/api/v1/roster/imports', 'client:roster')).body.items as { id: string }[];
    const nothing = newId();
    for (const name of ['p1', 'g1', 's1'])
      expect(bytes(await directory.get(`/api/v1/roster/imports/${first!.id}`, caller(name)), first!.id)).toStrictEqual(
        bytes(await directory.get(`/api/v1/roster/imports/${nothing}`, caller('o1')), nothing),
      );
  });

  it('shows a stranger nothing: nobody, who is on no roster, a machine of another scope', async () => {
    for (const path of [
      '/api/v1/people',
      '/api/v1/people/s1',
      '/api/v1/groups',
      '/api/v1/buildings',
      '/api/v1/district-forms',
      '/api/v1/roster/imports',
      '/api/v1/role-assignments',
    ]) {
      expect([path, (await directory.get(path)).status]).toStrictEqual([path, 401]);
      expect([path, (await directory.get(path, newId())).status]).toStrictEqual([path, 404]);
      expect([403, 404]).toContain((await directory.get(path, 'client:webhooks')).status);
    }
    expect((await directory.get('/api/v1/me', newId())).status).toBe(404);
  });

  it('says who one is', async () => {
    expect((await directory.get('/api/v1/me', ids['p2'])).body).toMatchObject({
      kind: 'person',
      sourcedId: 'p2',
      displayName: 'Pat Principal',
      roles: [{ role: 'principal', buildingId: ids['b1'] }],
    });
    expect((await directory.get('/api/v1/me', 'client:roster')).body).toMatchObject({
      kind: 'client',
      scopes: ['roster'],
    });
  });

  it('keeps the addresses for other services from people and from other machines', async () => {
    const payload = { ids: [ids['s1']!] };
    const answer = await directory.post('/internal/v1/people', { caller: 'client:internal', payload });
    expect(answer.body.items).toMatchObject([{ personId: ids['s1'], displayName: 'Ann Alder' }]);
    for (const path of ['people', 'people/search', 'places'])
      for (const name of ['o1', 'p2', 'client:roster', 'client:operations']) {
        const refused = await directory.post(`/internal/v1/${path}`, { caller: caller(name), payload });
        expect([403, 404]).toContain(refused.status);
        expect(refused.text).not.toContain('Alder');
      }
    expect((await directory.post('/internal/v1/people', { payload })).status).toBe(401);
    const malformed = await directory.post('/internal/v1/people', {
      caller: 'client:internal',
      payload: { ids: ['s1'] },
    });
    expect(malformed.status).toBe(422);
  });

  it('answers damage with a problem, never with a fault of its own', async () => {
    const cursor = (position: unknown) => Buffer.from(JSON.stringify(position)).toString('base64url');
    const paths = [
      '/api/v1/people?q=%00',
      '/api/v1/people?building=%00',
      '/api/v1/people/%00',
      '/api/v1/people?limit=1000',
      '/api/v1/people?limit=x',
      '/api/v1/people?unknown=1',
      '/api/v1/people?role=wizard',
      '/api/v1/people?cursor=%25%25',
      `/api/v1/people?cursor=${cursor(['a', 'b'])}`,
      `/api/v1/people?cursor=${cursor([1, 2])}`,
      `/api/v1/people?cursor=${cursor(['\0', newId()])}`,
      `/api/v1/groups?cursor=${cursor(['a', 'b'])}`,
      '/api/v1/groups?building=%00',
      '/api/v1/district-forms/%00',
      '/api/v1/district-forms/x',
      '/api/v1/roster/imports/x',
      '/api/v1/roster/imports?cursor=x',
    ];
    for (const path of paths) {
      const { status, mediaType } = await directory.get(path, 'client:roster');
      expect([path, status >= 400 && status < 500, mediaType]).toStrictEqual([
        path,
        true,
        'application/problem+json; charset=utf-8',
      ]);
    }
  });

  describe('roles that an operator gives', () => {
    const give = (payload: object, name = 'o1', path = '') =>
      directory.post(`/api/v1/role-assignments${path}`, { caller: caller(name), payload });

    it('are an operator’s to give, reach every service in person-changed and outlive the next import', async () => {
      for (const name of ['p1', 'p2', 'g1', 's1', 'client:roster'])
        expect([403, 404]).toContain((await give({ person: 's1', role: 'auditor' }, name)).status);
      const before = await directory.eventCounts();
      expect((await give({ person: 'p1', role: 'auditor' })).body).toMatchObject({
        role: 'auditor',
        status: 'assigned',
      });
      const { rows } = await directory.database.pool.query<{ data: object }>(
        `select data from events where type like '%person-changed%' order by position desc limit 1`,
      );
      expect(rows[0]!.data).toStrictEqual({
        personId: ids['p1'],
        sourcedId: 'p1',
        roles: [{ role: 'auditor' }, { role: 'teacher', buildingId: ids['b1'] }],
      });
      await give({ person: 'p1', role: 'auditor' });
      const once = await directory.eventCounts();
      expect(once).toStrictEqual({ ...before, 'person-changed': 2, 'role-assigned': 2 });
      await directory.postBundle(await bundleOf({ ...twoSchools, users: twoSchools.users.replace('Robin', 'Robyn') }));
      expect(await directory.eventCounts()).toMatchObject({ 'person-changed': 2 });
      expect((await directory.get('/api/v1/role-assignments', ids['o1'])).body.items).toContainEqual(
        expect.objectContaining({ role: 'auditor', person: { id: ids['p1'], sourcedId: 'p1' } }),
      );
      expect((await give({ person: 'p1', role: 'auditor' }, 'o1', '/end')).body.status).toBe('ended');
      expect(await directory.eventCounts()).toMatchObject({ 'person-changed': 3, 'role-unassigned': 1 });
    });

    it('are never the roster’s own, nor one’s own, nor of nobody', async () => {
      expect((await give({ person: 'p1', role: 'principal' })).body.type).toContain('role-comes-from-roster');
      expect((await give({ person: 'o1', role: 'auditor' })).body.type).toContain('own-role');
      expect((await give({ person: 'p77', role: 'auditor' })).status).toBe(404);
      expect((await give({ person: 'p1', role: 'technology', building: 'b77' })).status).toBe(404);
      expect((await give({ person: '\0', role: 'auditor' })).status).toBeLessThan(500);
      expect((await give({ person: 'p1', role: 'wizard' })).status).toBe(422);
    });
  });

  describe('district forms (C2)', () => {
    const post = (path: string, payload: object, name = 'client:roster', headers: Record<string, string> = {}) =>
      directory.post(`/api/v1/district-forms${path}`, { caller: caller(name), payload, headers });

    it('are registered and become unavailable, once under a key, and are seen by everybody', async () => {
      const form = { kind: 'email', name: 'student e-mail', buildings: ['b1', ids['b2']!] };
      const key = { 'idempotency-key': 'form-1' };
      const registered = await post('', form, 'client:roster', key);
      expect(registered).toMatchObject({ status: 201, body: { status: 'available', name: 'student e-mail' } });
      expect([...registered.body.buildings].sort()).toStrictEqual([ids['b1'], ids['b2']].sort());
      expect((await post('', form, 'client:roster', key)).body.id).toBe(registered.body.id);
      expect((await post('', { ...form, name: 'other' }, 'client:roster', key)).status).toBe(422);
      const gone = await post(
        `/${registered.body.id}/availability`,
        { available: false, from: '2026-09-01T00:00:00Z' },
        'o1',
      );
      expect(gone.body).toMatchObject({ status: 'unavailable', availableSince: '2026-09-01T00:00:00.000Z' });
      for (const name of ['s1', 'g1', 'p1', 'client:roster'])
        expect((await directory.get('/api/v1/district-forms', caller(name))).body.items).toStrictEqual([gone.body]);
      expect(await directory.eventCounts()).toMatchObject({
        'district-form-registered': 1,
        'district-form-availability-changed': 1,
      });
      const { rows } = await directory.database.pool.query<{ count: number }>(
        'select count(*)::integer as count from district_form_names',
      );
      expect(rows[0]!.count).toBe(1);
    });

    it('are nobody else’s to change, and at no building that is not there', async () => {
      const form = { kind: 'email', name: 'mine', buildings: [] };
      for (const name of ['p1', 'p2', 's1', 'g1']) expect((await post('', form, name)).status).toBe(404);
      expect((await post('', { ...form, buildings: ['b77'] })).status).toBe(404);
      expect((await post('', { ...form, name: '\0' })).status).toBeLessThan(500);
      expect((await post('', { ...form, kind: 'pigeon' })).status).toBe(422);
      expect((await post(`/${newId()}/availability`, { available: false })).status).toBe(404);
      expect((await post('/x/availability', { available: false })).status).toBe(404);
    });
  });
});
