import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@sightline/service-kit';
import { unplacedEvent } from '@sightline/service-kit/testing';
import { testDatabase, type TestDatabase } from '@sightline/testing';
import { bundleOf, smallDistrict } from '../testing/roster-bundle.js';
import { emptyRoster, toldState } from '../testing/roster-state.js';
import { runDirectory, type RunningDirectory } from '../testing/running-directory.js';

const people = {
  users: `${smallDistrict['users']!.replace('ann,Ann,Alder,g1', 'ann,Ann,Alder,"g1,g2"')}g2,true,omar,Omar,Alder,\na1,true,sue,Sue,Superintendent,\no1,true,olga,Olga,Operator,\n`,
  roles: `${smallDistrict['roles']}r6,g2,primary,guardian,b1\nr7,a1,primary,districtAdministrator,d1\nr8,o1,primary,aide,d1\n`,
};

describe('what people enter by hand', () => {
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
  const take = async (): Promise<Record<string, number>> =>
    (await directory.postBundle(await bundleOf(people))).body.report.changes;
  beforeEach(async () => {
    await emptyRoster(directory.database.pool);
    await take();
    for (const name of ['p1', 'p2', 's1', 's2', 'g1', 'g2', 'a1', 'o1']) ids[name] = await directory.idOf(name);
    await directory.post('/internal/v1/operators', { caller: 'client:internal', payload: { login: 'olga' } });
  });
  const post = (caller: string, url: string, payload: object = {}, headers: Record<string, string> = {}) =>
    directory.post(`/api/v1/${url}`, { caller: ids[caller] ?? caller, payload, headers });
  const get = (caller: string, url: string) => directory.get(`/api/v1/${url}`, ids[caller] ?? caller);
  const told = () => toldState(directory.database.pool);

  describe('relations (C5, C6)', () => {
    it('survive imports, show who entered them and when, and end in what the roster says', async () => {
      const entered = await post('o1', 'relations', { type: 'supervisor', person: 'p1', related: 'a1' });
      expect([entered.status, entered.body]).toMatchObject([
        201,
        {
          ...{ origin: 'hand', status: 'standing', enteredBy: `person:${ids['o1']!}`, endedBy: null },
          ...{ person: { id: ids['p1'] }, related: { id: ids['a1'] }, createdAt: '2026-09-14T13:00:00.000Z' },
        },
      ]);
      expect((await told()).supervisors).toStrictEqual({ p1: 'a1' });
      expect(await take()).toStrictEqual({});
      expect((await get('p2', 'relations?origin=hand')).body.items).toHaveLength(1);
      await post('a1', `relations/${entered.body.id as string}/end`);
      expect((await told()).supervisors).toStrictEqual({ p1: 'p2' });
      expect((await post('p2', `relations/${entered.body.id as string}/end`)).status).toBe(409);
    });

    it('order the guardians, and say a language', async () => {
      expect((await told()).guardians['s1']).toStrictEqual(['g1', 'g2']);
      expect((await post('p2', 'relations', { type: 'contact', person: 'g2', related: 's1', order: 1 })).status).toBe(
        201,
      );
      expect((await told()).guardians['s1']).toStrictEqual(['g2', 'g1']);
      await post('p2', 'relations', { type: 'language', person: 's1', language: 'so' });
      await take();
      expect((await told()).guardians['s1']).toStrictEqual(['g2', 'g1']);
      const { body } = await directory.post('/internal/v1/people', {
        caller: 'client:internal',
        payload: { ids: [ids['s1']] },
      });
      expect(JSON.stringify(body)).toContain('"language":"so"');
    });

    it('wait as any other where they would open what is there (C7)', async () => {
      const authorizationId = newId();
      await directory.bus.feed(
        unplacedEvent('sightline.exception-request.authorization-activated.v1', `authorization/${authorizationId}`, {
          ...{
            authorizationId,
            requestId: newId(),
            kind: 'personal-phone',
            staffId: ids['p1']!,
            studentIds: [ids['s1']!],
          },
          ...{ groupId: null, medium: 'text-message', from: '2026-09-15', until: '2027-05-28', copiesRequired: true },
        }),
      );
      await post('o1', 'relations', { type: 'supervisor', person: 'p1', related: 'a1' });
      expect((await told()).supervisors).toStrictEqual({});
      expect((await get('p2', 'relation-proposals')).body.items).toMatchObject([
        { status: 'awaits-confirmation', proposedBy: `person:${ids['o1']!}` },
      ]);
    });

    it('are refused where they make no sense, and hidden from everybody else', async () => {
      const refused = async (payload: object) => {
        const { status, body } = await post('o1', 'relations', payload);
        return [status, body.type.split(':').at(-1)];
      };
      expect(await refused({ type: 'contact', person: 'g2', related: 's2', order: 1 })).toStrictEqual([
        422,
        'no-guardianship',
      ]);
      expect(await refused({ type: 'supervisor', person: 'p1', related: 'p1' })).toStrictEqual([422, 'own-supervisor']);
      for (const payload of [
        { type: 'supervisor', person: 'p1' },
        { type: 'contact', person: 'g2', related: 's1' },
        { type: 'sibling', person: 's1' },
      ])
        expect((await post('o1', 'relations', payload)).status).toBe(422);
      expect((await post('o1', 'relations', { type: 'supervisor', person: 'p1', related: 'nobody' })).status).toBe(404);
      for (const caller of ['p1', 'g1', 's1'])
        expect((await post(caller, 'relations', { type: 'supervisor', person: 'p1', related: 'a1' })).status).toBe(404);
      expect((await get('g1', 'relations?origin=hand')).body.items).toStrictEqual([]);
      expect((await get('o1', 'relations?origin=roster')).status).toBe(422);
    });
  });

  describe('restrictions (C9)', () => {
    const asked = { guardian: 'g1', student: 's1', reference: 'FC-1', verifiedBy: 'Sue Superintendent' };
    const sees = async () => (await get('g1', `people/${ids['s1']!}`)).status;
    const last = async (): Promise<object> => {
      const { rows } = await directory.database.pool.query<{ data: object }>(
        `select data from events where subject like 'restriction/%' order by position desc limit 1`,
      );
      return rows[0]!.data;
    };

    it('take effect at once, closed in what is not said, and survive imports', async () => {
      expect(await sees()).toBe(200);
      const { status, body } = await post('o1', 'restrictions', asked, { 'idempotency-key': 'one' });
      expect([status, body]).toMatchObject([
        201,
        {
          ...{ status: 'in-force', kinds: ['address', 'contact', 'records'], from: '1900-01-01', until: null },
          ...{ reference: 'FC-1', verifiedBy: 'Sue Superintendent', recordedBy: `person:${ids['o1']!}` },
        },
      ]);
      expect((await post('o1', 'restrictions', asked, { 'idempotency-key': 'one' })).body.id).toBe(body.id);
      expect(await sees()).toBe(404);
      expect(await last()).toMatchObject({ studentId: ids['s1'], guardianId: ids['g1'], until: null });
      await take();
      expect(await sees()).toBe(404);
      // The same document again, saying less, loosens nothing.
      await post('p2', 'restrictions', { ...asked, kinds: ['contact'], until: '2026-12-31' });
      expect(await last()).toMatchObject({ kinds: ['address', 'contact', 'records'], until: null });
      expect(JSON.stringify((await directory.database.pool.query('select data from events')).rows)).not.toContain(
        'FC-',
      );
    });

    it('are lifted only by a named person outside IT, with a document, and never by the guardian', async () => {
      const { body } = await post('o1', 'restrictions', asked);
      const path = `restrictions/${body.id as string}/release`;
      const lift = { reference: 'FC-2', verifiedBy: 'Pat Principal' };
      const refused = async (caller: string, payload: object = lift) => {
        const answer = await post(caller, path, payload);
        return [answer.status, answer.body.type.split(':').at(-1), answer.body.clause];
      };
      expect(await refused('o1')).toStrictEqual([403, 'technology-department', 'C9']);
      for (const caller of ['g1', 'p1']) expect(await refused(caller)).toStrictEqual([404, 'not-found', undefined]);
      for (const payload of [{ reference: 'FC-2' }, { verifiedBy: 'Pat Principal' }])
        expect((await refused('p2', payload))[0]).toBe(422);
      expect(await sees()).toBe(404);
      const lifted = await post('p2', path, lift);
      expect([lifted.status, lifted.body]).toMatchObject([
        200,
        { status: 'released', until: '2026-09-13', releasedBy: 'Pat Principal', releaseReference: 'FC-2' },
      ]);
      expect(await sees()).toBe(200);
      expect(await last()).toMatchObject({ until: '2026-09-13' });
      expect(await directory.eventCounts()).toMatchObject({ 'restriction-released': 1 });
      expect(await refused('a1')).toStrictEqual([409, 'already-over', 'C9']);
      expect(await take()).toStrictEqual({});
    });

    it('are seen by the principal of the child’s school and by operators alone', async () => {
      await post('p2', 'restrictions', { ...asked, kinds: ['contact'], from: '2026-10-01' });
      for (const caller of ['p2', 'o1', 'a1'])
        expect((await get(caller, 'restrictions')).body.items).toMatchObject([
          { status: 'to-come', kinds: ['contact'] },
        ]);
      for (const caller of ['p1', 'g1', 's1']) expect((await get(caller, 'restrictions')).body.items).toStrictEqual([]);
      expect((await get('client:roster', 'restrictions')).status).toBe(403);
      for (const caller of ['p1', 'g1']) expect((await post(caller, 'restrictions', asked)).status).toBe(404);
      for (const wrong of [{ kinds: [] }, { kinds: ['all'] }, { until: 'May' }, { reference: '' }])
        expect((await post('o1', 'restrictions', { ...asked, ...wrong })).status).toBe(422);
    });
  });
});
