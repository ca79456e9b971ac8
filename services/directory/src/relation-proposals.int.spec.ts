import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@sightline/service-kit';
import { unplacedEvent } from '@sightline/service-kit/testing';
import { testDatabase, type TestDatabase } from '@sightline/testing';
import fc from 'fast-check';
import { bundleOf, smallDistrict } from '../testing/roster-bundle.js';
import { emptyRoster, toldState } from '../testing/roster-state.js';
import { runDirectory, type RunningDirectory } from '../testing/running-directory.js';

const path = '/api/v1/relation-proposals';
const people = {
  users: `${smallDistrict['users']}p3,true,nora,Nora,Newcomer,\na1,true,sue,Sue,Superintendent,\no1,true,olga,Olga,Operator,\n`,
  roles: `${smallDistrict['roles']}r6,p3,primary,principal,b1\nr7,a1,primary,districtAdministrator,d1\nr8,o1,primary,aide,d1\n`,
};
const supervisedBy = (supervisor: string) => ({
  relations: `type,sourcedId,relatedSourcedId\nsupervisor,p1,${supervisor}\nsibling,s1,s2\n`,
});
/** Nora becomes Ann's guardian as well. */
const secondGuardian = {
  users: people.users.replace('ann,Ann,Alder,g1', 'ann,Ann,Alder,"g1,p3"'),
  roles: `${people.roles}r9,p3,secondary,guardian,b1\n`,
};

describe('a relation that would open what is there already waits for somebody outside IT (C7, C9)', () => {
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
  beforeEach(async () => {
    await emptyRoster(directory.database.pool);
    await take();
    for (const name of ['p1', 'p2', 'p3', 's1', 's2', 'g1', 'a1', 'o1']) ids[name] = await directory.idOf(name);
    await directory.post('/internal/v1/operators', { caller: 'client:internal', payload: { login: 'olga' } });
  });

  const take = async (files: Parameters<typeof bundleOf>[0] = {}): Promise<Record<string, number>> => {
    const { body } = await directory.postBundle(await bundleOf({ ...people, ...files }));
    expect(body.status).toBe('completed');
    return body.report.changes;
  };
  const takeAs = async (caller: string, files: Parameters<typeof bundleOf>[0]) =>
    directory.post('/api/v1/roster/imports', {
      caller: ids[caller]!,
      headers: { 'content-type': 'application/zip' },
      payload: await bundleOf({ ...people, ...files }),
    });
  const activate = (staff: string, ...students: string[]) => {
    const authorizationId = newId();
    return directory.bus.feed(
      unplacedEvent('sightline.exception-request.authorization-activated.v1', `authorization/${authorizationId}`, {
        ...{ authorizationId, requestId: newId(), kind: 'personal-phone', staffId: ids[staff]! },
        ...{ studentIds: students.map((name) => ids[name]!), groupId: null, medium: 'text-message' },
        ...{ from: '2026-09-15', until: '2027-05-28', copiesRequired: true },
      }),
    );
  };
  const told = () => toldState(directory.database.pool);
  const proposals = async (caller = 'a1') => (await directory.get(path, ids[caller] ?? caller)).body.items;
  const settle = async (caller: string, how: 'confirmation' | 'rejection', id?: string) =>
    directory.post(`${path}/${id ?? (await proposals())[0].id}/${how}`, {
      caller: ids[caller]!,
      payload: { words: 'I was in the meeting.' },
    });

  it('a first roster, and whoever has no part in an authorization, wait for nobody', async () => {
    expect((await told()).supervisors).toStrictEqual({ p1: 'p2' });
    expect(await take(supervisedBy('p3'))).toStrictEqual({ 'supervisor-changed': 1 });
    expect(await take({ ...supervisedBy('p3'), ...secondGuardian })).toMatchObject({ 'guardians-changed': 1 });
    expect(await proposals()).toStrictEqual([]);
  });

  it('a new supervisor of staff with an authorization gains nothing; the one before loses it at once (C7)', async () => {
    await activate('p1', 's1');
    expect(await take(supervisedBy('p3'))).toStrictEqual({ 'relation-proposed': 1, 'supervisor-changed': 1 });
    expect((await told()).supervisors).toStrictEqual({});
    expect(await proposals()).toMatchObject([
      {
        ...{ relation: 'supervisor', status: 'awaits-confirmation', proposedBy: 'client:sis', settledBy: null },
        ...{ subject: { id: ids['p1'] }, gainer: { id: ids['p3'], displayName: 'Nora Newcomer' } },
        previousSupervisor: { id: ids['p2'] },
      },
    ]);
    expect(await take(supervisedBy('p3'))).toStrictEqual({});
    expect(await proposals()).toHaveLength(1);

    const confirmed = await settle('p2', 'confirmation');
    expect([confirmed.status, confirmed.body]).toMatchObject([
      200,
      { status: 'confirmed', settledBy: { id: ids['p2'] }, words: 'I was in the meeting.' },
    ]);
    expect((await told()).supervisors).toStrictEqual({ p1: 'p3' });
    expect(await take(supervisedBy('p3'))).toStrictEqual({});
    const { rows } = await directory.database.pool.query('select data from events');
    expect(JSON.stringify(rows)).not.toContain('meeting');
  });

  it('a new guardian of a student with an authorization waits; a guardian who leaves does not (C9)', async () => {
    await activate('p1', 's1');
    expect(await take(secondGuardian)).toMatchObject({ 'relation-proposed': 1 });
    expect((await told()).guardians).toMatchObject({ s1: ['g1'] });
    expect((await directory.get(`/api/v1/people/${ids['s2']!}`, ids['g1']!)).status).toBe(200);
    expect((await settle('a1', 'confirmation')).status).toBe(200);
    expect((await told()).guardians).toMatchObject({ s1: ['g1', 'p3'] });
    expect(await take()).toMatchObject({ 'guardians-changed': 1 });
    expect((await told()).guardians).toMatchObject({ s1: ['g1'] });
    expect(await take(secondGuardian)).toMatchObject({ 'relation-proposed': 1 });
  });

  it('nobody of IT, no gainer, no sender and nobody without a charge confirms one', async () => {
    await activate('p1', 's1');
    await take(supervisedBy('p3'));
    const refusal = async (caller: string): Promise<unknown> => {
      const { status, body } = await settle(caller, 'confirmation');
      return [status, body.type.split(':').at(-1), body.clause];
    };
    expect(await refusal('o1')).toStrictEqual([403, 'technology-department', 'C7']);
    expect(await refusal('p3')).toStrictEqual([403, 'own-relation', 'C7']);
    for (const caller of ['p1', 'g1', 's1']) expect(await refusal(caller)).toStrictEqual([404, 'not-found', undefined]);
    expect(await proposals('g1')).toStrictEqual([]);
    // The staff member sees what is under way.
    expect(await proposals('p1')).toHaveLength(1);
    expect((await told()).supervisors).toStrictEqual({});
    const { id } = (await proposals())[0];
    const nothingSaid = await directory.post(`${path}/${id}/confirmation`, { caller: ids['a1']!, payload: {} });
    expect(nothingSaid.status).toBe(422);
    const machine = await directory.post(`${path}/${id}/confirmation`, {
      caller: 'client:roster',
      payload: { words: 'x' },
    });
    expect(machine.status).toBe(403);
  });

  it('a rejected one asks nobody again while the roster goes on saying it, and is new once it has stopped', async () => {
    await activate('p1', 's1');
    await take(supervisedBy('p3'));
    expect((await settle('p2', 'rejection')).body.status).toBe('rejected');
    expect(await take(supervisedBy('p3'))).toStrictEqual({});
    expect((await settle('a1', 'confirmation')).body.type).toContain('already-settled');
    await take({ relations: 'type,sourcedId,relatedSourcedId\nsibling,s1,s2\n' });
    expect(await take(supervisedBy('p3'))).toStrictEqual({ 'relation-proposed': 1 });
  });

  it('what the roster no longer says is withdrawn and cannot be confirmed any more', async () => {
    await activate('p1', 's1');
    await take(supervisedBy('p3'));
    const { id } = (await proposals())[0];
    expect(await take(supervisedBy('a1'))).toStrictEqual({ 'relation-proposed': 1, 'relation-rejected': 1 });
    expect((await settle('p2', 'confirmation', id)).body).toMatchObject({ status: 409 });
    expect((await told()).supervisors).toStrictEqual({});
  });

  it('whoever sends a roster does not gain by it, authorization or not, nor by confirming it under that name', async () => {
    const sent = await takeAs('o1', {
      ...supervisedBy('o1'),
      users: people.users.replace('ann,Ann,Alder,g1', 'ann,Ann,Alder,"g1,o1"'),
      roles: `${people.roles}r9,o1,secondary,guardian,b1\n`,
    });
    expect(sent.body.report.changes).toMatchObject({ 'relation-proposed': 2 });
    expect(await told()).toMatchObject({ supervisors: {}, guardians: { s1: ['g1'] } });
    expect((await settle('o1', 'confirmation')).status).toBe(403);
  });

  it('a dry run says what would wait, and proposes nothing', async () => {
    await activate('p1', 's1');
    const { body } = await directory.postBundle(await bundleOf({ ...people, ...supervisedBy('p3') }), '?dryRun=true');
    expect(body.report.changes).toStrictEqual({ 'relation-proposed': 1, 'supervisor-changed': 1 });
    expect(await proposals()).toStrictEqual([]);
    expect((await told()).supervisors).toStrictEqual({ p1: 'p2' });
  });

  it('the same key confirms once', async () => {
    await activate('p1', 's1');
    await take(supervisedBy('p3'));
    const { id } = (await proposals())[0];
    const once = { caller: ids['a1']!, headers: { 'idempotency-key': 'once' }, payload: { words: 'Yes.' } };
    const first = await directory.post(`${path}/${id}/confirmation`, once);
    expect((await directory.post(`${path}/${id}/confirmation`, once)).body).toStrictEqual(first.body);
    expect((await directory.eventCounts())['relation-confirmed']).toBe(1);
  });

  it('ends the same in whatever order proposals are settled, the roster comes again and days pass (C7, C9)', async () => {
    const both = { ...supervisedBy('p3'), ...secondGuardian };
    const settled: string[] = [];
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(['supervisor', 'guardian', 'roster', 'day', 'authorization'], { minLength: 5 }),
        async (order) => {
          await emptyRoster(directory.database.pool);
          await take();
          for (const name of ['p1', 'p2', 'p3', 's1', 's2', 'g1', 'a1']) ids[name] = await directory.idOf(name);
          await activate('p1', 's1');
          await take(both);
          for (const step of order) {
            if (step === 'roster') await take(both);
            else if (step === 'day') {
              directory.clock.advance({ days: 1 });
              await directory.service.rosterDay.execute();
            } else if (step === 'authorization') await activate('p1', 's1', 's2');
            else {
              const open: { id: string; relation: string }[] = await proposals();
              await settle('a1', 'confirmation', open.find(({ relation }) => relation === step)!.id);
            }
          }
          settled.push(JSON.stringify(await told()));
          expect(await told()).toMatchObject({
            supervisors: { p1: 'p3' },
            guardians: { s1: ['g1', 'p3'], s2: ['g1'] },
          });
        },
      ),
      { numRuns: 8 },
    );
    expect(new Set(settled).size).toBe(1);
  }, 60_000);
});
