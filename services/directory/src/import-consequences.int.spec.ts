import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { OwnerUnavailable, type ConsequenceOwners, type SupposedEvent } from '@sightline/contracts';
import { testDatabase, type TestDatabase } from '@sightline/testing';
import { bundleOf, smallDistrict } from '../testing/roster-bundle.js';
import { emptyRoster } from '../testing/roster-state.js';
import { runDirectory, type RunningDirectory } from '../testing/running-directory.js';
import { holdAboveUsually } from './domain/index.js';

const authorizationId = '01900000-0000-7000-8000-000000000001';

describe('what follows from an import', () => {
  let database: TestDatabase;
  let directory: RunningDirectory;
  /** Owners as a spec wants them; what they were told. */
  let live: { staff: string; student: string; group: string } | undefined;
  let away: string | undefined;
  let told: Record<string, readonly SupposedEvent[]>;

  const answer = (owner: string, says: readonly SupposedEvent[]) => (events: readonly SupposedEvent[]) => {
    if (away === owner) return Promise.reject(new OwnerUnavailable(owner));
    told[owner] = [...(told[owner] ?? []), ...events];
    return Promise.resolve(events.length > 0 ? says : []);
  };
  const said = (type: string, data: object): SupposedEvent => ({
    ...{ type, subject: 'any', partitionkey: 'any', correlationid: 'any', policyversion: 'P4650/2017-03' },
    data,
  });
  const ended = (id: string): SupposedEvent =>
    said('sightline.exception-request.authorization-ended.v1', {
      ...{ authorizationId: id, cause: { change: 'group-dropped', clause: 'C5', reviewId: null } },
    });
  const opened = (id: string): SupposedEvent =>
    said('sightline.notification.notices-opened.v1', { authorizationId: id, notices: [{}, {}] });
  const changed = said('sightline.exception-request.authorization-participants-changed.v1', {
    ...{ authorizationId, joined: ['any'], left: ['any', 'other'] },
  });
  const owners: ConsequenceOwners = {
    authorizations: {
      liveAuthorizations: (after) => {
        if (away === 'exception-request') return Promise.reject(new OwnerUnavailable(away));
        const item = live && { authorizationId, personIds: [live.staff, live.student], groupId: live.group };
        return Promise.resolve(item && after === null ? [item] : []);
      },
      foretell: answer('exception-request', [ended(authorizationId), ended('of another'), changed]),
    },
    notices: { foretell: answer('notification', [opened(authorizationId), opened('of another')]) },
    tasks: {
      foretell: answer('approval', [
        said('sightline.approval.task-reassigned.v1', { taskId: 't1' }),
        said('sightline.approval.task-reassigned.v1', { taskId: 't1' }),
      ]),
    },
  };

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
    const holdAbove = { ...holdAboveUsually, authorizationsEnding: 0, noticesToSend: 1 };
    directory = await runDirectory(database.url, undefined, { holdAbove }, owners);
  });
  afterAll(async () => {
    await directory.stop();
    await database.drop();
  });
  beforeEach(async () => {
    [live, away, told] = [undefined, undefined, {}];
    await emptyRoster(directory.database.pool);
    expect((await directory.postBundle(await bundleOf())).body).toMatchObject({ status: 'completed' });
    await directory.post('/internal/v1/operators', { caller: 'client:internal', payload: { login: 'pat' } });
  });

  const nothing = { count: 0 };
  const withoutRobotics = () =>
    bundleOf({
      classes: smallDistrict['classes']!.replace('c2,Robotics,scheduled,b1,t1,ACT-1\n', ''),
      enrollments: smallDistrict['enrollments']!.replace('e4,c2,b1,p1,teacher\ne5,c2,b1,s1,student\n', ''),
    });
  const goLive = async () => {
    const { rows } = await directory.database.pool.query<{ id: string }>(
      `select id from groups where sourced_id = 'c2'`,
    );
    live = { staff: await directory.idOf('p1'), student: await directory.idOf('s1'), group: rows[0]!.id };
    return live;
  };

  it('is nothing for a first roster, and nobody is asked', async () => {
    await emptyRoster(directory.database.pool);
    expect((await directory.postBundle(await bundleOf())).body.report.consequences).toStrictEqual({
      status: 'known',
      authorizationsEnding: { count: 0, items: [] },
      ...{ authorizationsToReview: nothing, participantsJoining: nothing, participantsLeaving: nothing },
      ...{ noticesToSend: nothing, tasksReassigned: nothing },
    });
    expect(told).toStrictEqual({});
  });

  it('is asked of its owners, with the facts that concern what is live, and holds the import', async () => {
    const { group } = await goLive();
    const before = await directory.eventCounts();
    const { body } = await directory.postBundle(await withoutRobotics());
    expect(body).toMatchObject({
      status: 'awaits-confirmation',
      report: {
        consequences: {
          status: 'known',
          authorizationsEnding: {
            count: 1,
            items: [
              {
                ...{ authorizationId, change: 'group-dropped', clause: 'C5' },
                links: { authorization: `/api/v1/authorizations/${authorizationId}` },
              },
            ],
          },
          ...{ participantsJoining: { count: 1 }, participantsLeaving: { count: 2 }, noticesToSend: { count: 2 } },
        },
        heldBecause: [
          { reason: 'authorizations-ending', found: 1, heldAbove: 0 },
          { reason: 'notices-to-send', found: 2, heldAbove: 1 },
        ],
      },
    });
    expect(told['exception-request']!.map(({ type, subject }) => [type.split('.')[2], subject])).toStrictEqual([
      ['group-members-changed', `group/${group}`],
      ['group-removed', `group/${group}`],
    ]);
    expect(told['notification']!.map(({ data }) => (data as { authorizationId?: string }).authorizationId)).toEqual([
      ...[undefined, undefined, authorizationId, authorizationId],
    ]);
    expect(await directory.eventCounts()).toStrictEqual(before);

    const operator = await directory.idOf('p2');
    const confirmed = await directory.post(`/api/v1/roster/imports/${body.id}/confirmation`, {
      ...{ caller: operator, payload: {} },
    });
    expect(confirmed.body).toMatchObject({
      status: 'completed',
      report: { consequences: { authorizationsEnding: { count: 1 } } },
    });
    expect(confirmed.body.report.heldBecause).toBeUndefined();
    expect(await directory.eventCounts()).toMatchObject({ 'group-removed': 1 });
  });

  it('names the facts of a student who joins a live group, guardians included', async () => {
    await goLive();
    const joins = smallDistrict['enrollments']! + 'e6,c2,b1,s3,student\n';
    const users = smallDistrict['users']! + 's3,true,cal,Cal,Alder,g1\n';
    const roles = smallDistrict['roles']! + 'r6,s3,primary,student,b1\n';
    const dryRun = await directory.postBundle(await bundleOf({ enrollments: joins, users, roles }), '?dryRun=true');
    expect(dryRun.body).toMatchObject({ status: 'completed', report: { wouldAwaitConfirmation: true } });
    expect(told['exception-request']!.map(({ type }) => type.split('.')[2])).toStrictEqual([
      ...['person-registered', 'guardians-changed', 'group-members-changed'],
    ]);
  });

  it('counts tasks that change hands once each, of the facts about who works here', async () => {
    const roles = smallDistrict['roles']!.replace('r2,p2,primary,principal,b1\n', 'r2,p2,primary,teacher,b1\n');
    const { body } = await directory.postBundle(await bundleOf({ roles }));
    expect(body.report.consequences.tasksReassigned).toStrictEqual({ count: 1 });
    expect(told['approval']!.map(({ type }) => type.split('.')[2])).toStrictEqual(['person-changed']);
  });

  it.each(['exception-request', 'notification', 'approval'])(
    'holds the import while %s is away, by that name, and an operator may confirm it all the same',
    async (owner) => {
      await goLive();
      away = owner;
      const roles = smallDistrict['roles']!.replace('r2,p2,primary,principal,b1\n', 'r2,p2,primary,teacher,b1\n');
      const users = smallDistrict['users']!.replace('Ann,Alder,g1', 'Ann,Alder,');
      const { body } = await directory.postBundle(await bundleOf({ roles, users: users.replace(',s2\n', ',\n') }));
      expect(body).toMatchObject({
        status: 'awaits-confirmation',
        report: {
          consequences: { status: 'unknown', owner },
          heldBecause: [{ reason: 'consequences-unknown', message: expect.stringContaining(owner) }],
        },
      });
      const operator = await directory.idOf('p2');
      const path = `/api/v1/roster/imports/${body.id}/confirmation`;
      expect((await directory.post(path, { caller: operator, payload: {} })).body.status).toBe('completed');
    },
  );
});
