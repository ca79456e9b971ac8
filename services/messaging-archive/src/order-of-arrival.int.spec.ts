import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LogName } from '@sightline/contracts';
import { newId } from '@sightline/service-kit';
import { runService, type RunningService, type UnplacedEvent } from '@sightline/service-kit/testing';
import { testDatabase, type TestDatabase } from '@sightline/testing';
import fc from 'fast-check';
import { createMessagingArchiveModule } from './messaging-archive.module.js';
import {
  authorizationActivated,
  authorizationEnded,
  sampleAuthorization,
  supervisorChanged,
} from '../testing/sample-events.js';

type Archive = RunningService<Awaited<ReturnType<typeof createMessagingArchiveModule>>>;

/** Two members of staff, three supervisors; a member of staff may be named as his own, or nobody. */
interface Story {
  readonly roster: readonly { readonly staff: number; readonly supervisor: number | 'self' | 'nobody' }[];
  readonly authorizations: readonly { readonly staff: number; readonly copies: boolean; readonly ends: boolean }[];
  /** For each place of the merged sequence: whose turn it is. */
  readonly rosterFirst: readonly boolean[];
  readonly batchSizes: readonly number[];
}

const staff = fc.integer({ min: 0, max: 1 });
const stories: fc.Arbitrary<Story> = fc.record({
  roster: fc.array(fc.record({ staff, supervisor: fc.constantFrom(0, 1, 2, 'self' as const, 'nobody' as const) }), {
    maxLength: 5,
  }),
  authorizations: fc.array(fc.record({ staff, copies: fc.boolean(), ends: fc.boolean() }, { noNullPrototype: true }), {
    minLength: 1,
    maxLength: 3,
  }),
  rosterFirst: fc.array(fc.boolean(), { minLength: 11, maxLength: 11 }),
  batchSizes: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 11, maxLength: 11 }),
});
const oneByOne = Array.from({ length: 11 }, () => 1);
const sequential = (story: Story): Story => ({ ...story, rosterFirst: oneByOne.map(() => true), batchSizes: oneByOne });

describe('the logs of the directory and of the requests', () => {
  let database: TestDatabase;
  let archive: Archive;

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
    archive = await runService('messaging-archive', database.url, createMessagingArchiveModule);
  });
  afterAll(async () => {
    await archive.stop();
    await database.drop();
  });

  const play = async (story: Story) => {
    const people = [newId(), newId()];
    const supervisors = [newId(), newId(), newId()];
    const samples = story.authorizations.map(({ staff: who }) => sampleAuthorization(people[who]!));
    const roster = story.roster.map(({ staff: who, supervisor }) =>
      supervisorChanged(
        people[who]!,
        supervisor === 'nobody' ? null : supervisor === 'self' ? people[who]! : supervisors[supervisor]!,
      ),
    );
    const requests = [
      ...story.authorizations.map(({ copies }, index) =>
        authorizationActivated(samples[index]!, { copiesRequired: copies }),
      ),
      ...story.authorizations.flatMap(({ ends }, index) => (ends ? [authorizationEnded(samples[index]!)] : [])),
    ];
    const merged: UnplacedEvent[] = [];
    for (const first of [...story.rosterFirst, ...oneByOne.map(() => true)]) {
      const next = first ? (roster.shift() ?? requests.shift()) : (requests.shift() ?? roster.shift());
      if (next) merged.push(next);
    }
    for (const size of [...story.batchSizes, merged.length]) {
      const batch = merged.splice(0, size);
      if (batch.length > 0) await archive.bus.feed(...batch);
    }
    return endState(
      samples.map(({ authorizationId }) => authorizationId),
      supervisors,
    );
  };

  /** Who holds each authorization's access now and whether it is open; what has moved on is history. */
  const endState = async (authorizationIds: readonly string[], supervisors: readonly string[]) => {
    const { rows: grants } = await archive.database.pool.query<{
      authorization_id: string;
      supervisor_id: string;
      status: string;
    }>(`select * from access_grants where authorization_id = any($1) and status <> 'moved'`, [authorizationIds]);
    const { rows: last } = await archive.database.pool.query<{ id: string; type: string }>(
      `select distinct on (subject) substr(subject, 8) as id, type from events
       where subject = any($1) order by subject, subject_version desc`,
      [authorizationIds.map((id) => `access/${id}`)],
    );
    return authorizationIds.map((id) => ({
      held: grants
        .filter(({ authorization_id: of }) => of === id)
        .map(({ status, supervisor_id: by }) => [status, supervisors.indexOf(by)]),
      waits: last.some((each) => each.id === id && each.type.endsWith('access-grant-pending.v1')),
    }));
  };

  const expected = ({ roster, authorizations }: Story) =>
    authorizations.map(({ staff: who, copies, ends }) => {
      const named = roster.findLast((change) => change.staff === who)?.supervisor ?? 'nobody';
      const known = typeof named === 'number';
      return {
        held: copies && known ? [[ends ? 'closed' : 'open', named]] : [],
        waits: copies && !known && !ends,
      };
    });

  it('give the same access in the end in whatever order they arrive and however they are cut into batches', async () => {
    await fc.assert(
      fc.asyncProperty(stories, async (story) => {
        const state = await play(story);
        const inTurn = await play(sequential(story));
        for (const [index, { ends }] of story.authorizations.entries())
          expect(ends ? state[index]!.held : state[index]).toEqual(ends ? inTurn[index]!.held : inTurn[index]);
        expect(state.map(({ held }) => held)).toEqual(expected(story).map(({ held }) => held));
        for (const [index, { ends }] of story.authorizations.entries())
          if (!ends) expect(state[index]!.waits).toBe(expected(story)[index]!.waits);
      }),
      { numRuns: 150 },
    );
  }, 120_000);

  it('meet in two replicas at once without either missing the other', async () => {
    const positions = new Map<LogName, number>();
    const other = await testDatabase(`${import.meta.url}-replicas`);
    const [rosterReplica, requestReplica] = [
      await runService('messaging-archive', other.url, createMessagingArchiveModule, { positions }),
      await runService('messaging-archive', other.url, createMessagingArchiveModule, { positions }),
    ];
    try {
      for (let round = 0; round < 60; round += 1) {
        const [coach, supervisor] = [newId(), newId()];
        await Promise.all([
          rosterReplica.bus.feed(supervisorChanged(coach, supervisor)),
          requestReplica.bus.feed(authorizationActivated(sampleAuthorization(coach))),
        ]);
        const ending = sampleAuthorization(newId());
        await requestReplica.bus.feed(authorizationActivated(ending));
        await Promise.all([
          rosterReplica.bus.feed(supervisorChanged(ending.staffId, supervisor)),
          requestReplica.bus.feed(authorizationEnded(ending)),
        ]);
      }
      const { rows } = await rosterReplica.database.pool.query<{ status: string; count: string }>(
        'select status, count(*) from access_grants group by status order by status',
      );
      expect(rows).toEqual([
        { status: 'closed', count: '60' },
        { status: 'open', count: '60' },
      ]);
    } finally {
      await rosterReplica.stop();
      await requestReplica.stop();
      await other.drop();
    }
  });
});
