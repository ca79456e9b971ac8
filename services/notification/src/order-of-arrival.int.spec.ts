import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LogName } from '@sightline/contracts';
import { newId } from '@sightline/service-kit';
import type { UnplacedEvent } from '@sightline/service-kit/testing';
import { testDatabase, type TestDatabase } from '@sightline/testing';
import fc from 'fast-check';
import { openGaps } from './read-models/coverage/coverage.queries.js';
import { runNotification, type RunningNotification } from '../testing/running-notification.js';
import {
  authorizationActivated,
  authorizationEnded,
  guardiansChanged,
  participantsChanged,
  restrictionRecorded,
  sampleAuthorization,
} from '../testing/sample-events.js';

type RosterStep =
  | { readonly guardiansOf: number; readonly are: readonly number[] }
  | { readonly restricts: number; readonly towards: number; readonly inForce: boolean };
type AuthorizationStep = { readonly joins: number } | { readonly leaves: number } | { readonly ends: true };
interface Story {
  readonly named: readonly number[];
  readonly roster: readonly RosterStep[];
  readonly authorization: readonly AuthorizationStep[];
  /** For each place of the merged sequence: whose turn it is. */
  readonly rosterFirst: readonly boolean[];
  readonly batchSizes: readonly number[];
  /** Whether the roster's events were decided at the same time as, before or after the authorization's. */
  readonly rosterLagMinutes: number;
}

const student = fc.integer({ min: 0, max: 2 });
const guardian = fc.integer({ min: 0, max: 2 });
const stories: fc.Arbitrary<Story> = fc.record({
  named: fc.uniqueArray(student, { minLength: 1, maxLength: 3 }),
  roster: fc.array(
    fc.oneof(
      { weight: 3, arbitrary: fc.record({ guardiansOf: student, are: fc.uniqueArray(guardian, { maxLength: 3 }) }) },
      { weight: 1, arbitrary: fc.record({ restricts: guardian, towards: student, inForce: fc.boolean() }) },
    ),
    { maxLength: 6 },
  ),
  authorization: fc
    .tuple(
      fc.array(fc.oneof(fc.record({ joins: student }), fc.record({ leaves: student })), { maxLength: 3 }),
      fc.boolean(),
    )
    .map(([steps, ends]): AuthorizationStep[] => (ends ? [...steps, { ends: true }] : steps)),
  rosterFirst: fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
  batchSizes: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 12, maxLength: 12 }),
  rosterLagMinutes: fc.constantFrom(-60, 0, 60),
});

const always = <Value>(value: Value): Value[] => Array.from({ length: 12 }, () => value);
/** Seldom found by chance. */
const knownStories: readonly Story[] = [
  {
    // A restriction is lifted after the authorization came.
    named: [0],
    roster: [
      { guardiansOf: 0, are: [0] },
      { restricts: 0, towards: 0, inForce: true },
      { restricts: 0, towards: 0, inForce: false },
    ],
    authorization: [],
    rosterFirst: [true, true, false, ...always(true).slice(3)],
    batchSizes: always(1),
    rosterLagMinutes: 0,
  },
  {
    // One batch holds a change from before the end and one from after it.
    named: [0],
    roster: [
      { guardiansOf: 0, are: [0] },
      { guardiansOf: 1, are: [1] },
      { guardiansOf: 0, are: [0, 1] },
    ],
    authorization: [{ ends: true }],
    rosterFirst: always(false),
    batchSizes: [2, 3, ...always(1).slice(2)],
    rosterLagMinutes: 0,
  },
];

const began = Date.parse('2026-09-10T08:00:00.000Z');
const at = (minutes: number): string => new Date(began + minutes * 60_000).toISOString();

describe('the logs of the roster and of the authorizations', () => {
  let database: TestDatabase;
  let service: RunningNotification;

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
    service = await runNotification(database);
  });
  afterAll(async () => {
    await service.stop();
    await database.drop();
  });

  const tellings = async (authorizationId: string): Promise<{ begun: string[]; ended: string[] }> => {
    const { rows } = await service.database.pool.query<{ occasion: string; pair: string }>(
      `select case when change = 'student-left' then 'end' else occasion end as occasion, guardian_id || '/' || student_id as pair from notices, unnest(student_ids) as student_id
       where authorization_id = $1`,
      [authorizationId],
    );
    const pairs = (ends: boolean) =>
      rows.filter(({ occasion }) => (occasion === 'end') === ends).map(({ pair }) => pair);
    return { begun: pairs(false), ended: pairs(true) };
  };

  const play = async (story: Story) => {
    const students = Array.from({ length: 3 }, () => newId());
    const guardians = Array.from({ length: 3 }, () => newId());
    const restrictions = new Map<string, string>();
    const authorization = sampleAuthorization();
    const closed = new Map<number, number>();
    const took = new Set(story.named);
    const cameBack = new Set<number>();
    const everGuardians = new Set<string>();
    const guardiansNow = new Map<number, readonly number[]>();
    const restricted = new Set<string>();
    /** Since when a pair has been entitled without a break. */
    const entitledSince = new Map<string, number>();

    const roster = story.roster.map((step, index): UnplacedEvent => {
      const minute = story.rosterLagMinutes + index;
      let event: UnplacedEvent;
      if ('guardiansOf' in step) {
        guardiansNow.set(step.guardiansOf, step.are);
        for (const each of step.are) everGuardians.add(`${each}/${step.guardiansOf}`);
        event = guardiansChanged(
          students[step.guardiansOf]!,
          step.are.map((each) => guardians[each]!),
          at(minute),
        );
      } else {
        const pair = `${step.restricts}/${step.towards}`;
        if (step.inForce) restricted.add(pair);
        else restricted.delete(pair);
        const restrictionId = restrictions.get(pair) ?? newId();
        restrictions.set(pair, restrictionId);
        event = restrictionRecorded(
          {
            restrictionId,
            guardianId: guardians[step.restricts]!,
            studentId: students[step.towards]!,
            until: step.inForce ? null : '2026-02-01',
          },
          at(minute),
        );
      }
      for (let each = 0; each < 3; each += 1)
        for (let child = 0; child < 3; child += 1) {
          const pair = `${each}/${child}`;
          const entitled = (guardiansNow.get(child) ?? []).includes(each) && !restricted.has(pair);
          if (!entitled) entitledSince.delete(pair);
          else if (!entitledSince.has(pair)) entitledSince.set(pair, minute);
        }
      return event;
    });

    let ended = false;
    const authorizations = [
      authorizationActivated(
        authorization,
        story.named.map((each) => students[each]!),
        { time: at(0) },
      ),
      ...story.authorization.map((step, index) => {
        const minute = index + 1;
        if ('joins' in step) {
          if (closed.has(step.joins)) cameBack.add(step.joins);
          took.add(step.joins);
          closed.delete(step.joins);
          return participantsChanged(authorization, { joined: [students[step.joins]!] }, at(minute));
        }
        if ('leaves' in step) {
          if (took.has(step.leaves)) closed.set(step.leaves, minute);
          return participantsChanged(authorization, { left: [students[step.leaves]!] }, at(minute));
        }
        ended = true;
        for (const each of took) if (!closed.has(each)) closed.set(each, minute);
        return authorizationEnded(authorization, 'expired', at(minute));
      }),
    ];

    const merged: UnplacedEvent[] = [];
    const [left, right] = [[...roster], [...authorizations]];
    for (const first of [...story.rosterFirst, ...Array.from({ length: 12 }, () => true)]) {
      const next = first ? (left.shift() ?? right.shift()) : (right.shift() ?? left.shift());
      if (next) merged.push(next);
    }
    for (const size of [...story.batchSizes, merged.length]) {
      const batch = merged.splice(0, size);
      if (batch.length > 0) await service.bus.feed(...batch);
    }

    const spelled = (pair: string): string => {
      const [each, child] = pair.split('/').map(Number);
      return `${guardians[each!]}/${students[child!]}`;
    };
    return {
      authorizationId: authorization.authorizationId,
      told: await tellings(authorization.authorizationId),
      /** Entitled to this day, and since before the student's part in it ended. */
      due: [...entitledSince]
        .filter(([pair, since]) => {
          const child = Number(pair.split('/')[1]);
          return took.has(child) && since < (closed.get(child) ?? Infinity);
        })
        .map(([pair]) => spelled(pair)),
      /** Told once; of whoever came back, once a part taken. */
      once: (pairs: readonly string[]) =>
        pairs.filter((pair) => ![...cameBack].some((each) => pair.endsWith(`/${students[each]!}`))),
      possible: [...everGuardians].filter((pair) => took.has(Number(pair.split('/')[1]))).map(spelled),
      barred: [...restricted]
        .filter((pair) => {
          const [each, child] = pair.split('/').map(Number);
          return took.has(child!) && !closed.has(child!) && (guardiansNow.get(child!) ?? []).includes(each!);
        })
        .map(spelled),
      alone: [...took]
        .filter((child) => !closed.has(child) && (guardiansNow.get(child) ?? []).length === 0)
        .map((child) => students[child]!),
      ended,
    };
  };

  it('tell the same people in the end in whatever order they arrive and however they are cut into batches', async () => {
    await fc.assert(
      fc.asyncProperty(stories, async (story) => {
        const { authorizationId, told, once, due, possible, barred, alone, ended } = await play(story);
        expect(new Set(once(told.begun)).size).toBe(once(told.begun).length);
        expect(new Set(once(told.ended)).size).toBe(once(told.ended).length);
        expect(due.filter((pair) => !told.begun.includes(pair))).toEqual([]);
        expect(told.begun.filter((pair) => !possible.includes(pair))).toEqual([]);
        expect(told.ended.filter((pair) => !told.begun.includes(pair))).toEqual([]);
        if (ended) expect(due.filter((pair) => !told.ended.includes(pair))).toEqual([]);

        const gaps = await openGaps(service.database.pool, authorizationId, 100);
        const named = gaps.map(({ student: of, guardian: kept }) => `${kept?.id ?? ''}/${of.id}`);
        expect(barred.filter((pair) => !told.begun.includes(pair) && !named.includes(pair))).toEqual([]);
        const reached = new Set(told.begun.map((pair) => pair.split('/')[1]));
        expect(alone.filter((child) => !reached.has(child) && !named.some((gap) => gap.endsWith(`/${child}`)))).toEqual(
          [],
        );
      }),
      { numRuns: 120, examples: knownStories.map((story): [Story] => [story]) },
    );
  }, 120_000);

  it('meet in two replicas at once without either missing the other', async () => {
    const positions = new Map<LogName, number>();
    const other = await testDatabase(`${import.meta.url}-replicas`);
    const [rosterReplica, authorizationReplica] = [
      await runNotification(other, { positions }),
      await runNotification(other, { positions }),
    ];
    try {
      const authorizations = Array.from({ length: 60 }, () => sampleAuthorization());
      for (const authorization of authorizations) {
        const child = newId();
        await Promise.all([
          rosterReplica.bus.feed(guardiansChanged(child, [newId()])),
          authorizationReplica.bus.feed(authorizationActivated(authorization, [child])),
        ]);
      }
      const { rows } = await rosterReplica.database.pool.query<{ count: string }>('select count(*) from notices');
      expect(rows[0]!.count).toBe(String(authorizations.length));
    } finally {
      await rosterReplica.stop();
      await authorizationReplica.stop();
      await other.drop();
    }
  });
});
