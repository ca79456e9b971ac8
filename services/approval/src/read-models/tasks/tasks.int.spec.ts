import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { StagedEvent } from '@sightline/event-store';
import { inTransaction } from '@sightline/event-store';
import { newId } from '@sightline/service-kit';
import { testDatabase, type TestDatabase } from '@sightline/testing';
import fc from 'fast-check';
import { runApproval, type RunningApproval } from '../../../testing/running-approval.js';
import {
  personRegistered,
  requestSubmitted,
  requestWithdrawn,
  reviewRequested,
} from '../../../testing/sample-events.js';
import { evolveRound, noRound, type RoundFact, type RoundState } from '../../domain/index.js';
import { tasksProjection } from './tasks.projection.js';
import type { StoredTask } from './task.row.js';

const [school, teacher, ann, cem, dee, sue] = Array.from({ length: 6 }, () => newId()) as [
  ...[string, string, string, string, string, string],
];

describe('the rows of tasks', () => {
  let database: TestDatabase;
  let approval: RunningApproval;
  let log: readonly StagedEvent[];
  let live: { readonly tasks: unknown[]; readonly viewers: unknown[] };

  const rows = async () => ({
    tasks: (await approval.database.pool.query('select * from tasks order by task_id')).rows,
    viewers: (await approval.database.pool.query('select * from task_viewers order by task_id, person_id')).rows,
  });

  /** Rounds that end in each way, and one that goes on, with claims and returns between. */
  const live20Rounds = async (): Promise<void> => {
    for (let round = 0; round < 20; round += 1) {
      const event = requestSubmitted({ requesterId: teacher, studentIds: [newId()], requesterBuildingIds: [school] });
      const { requestId } = event.data as { requestId: string };
      await approval.bus.feed(event);
      const post = async (caller: string, path: string, body: object = {}): Promise<number> => {
        const task = (await approval.tasksOf(caller)).find(({ request_id }) => request_id === requestId)!;
        return (await approval.post(caller, `${task.task_id}/${path}`, body)).status;
      };
      expect(await post(cem, 'claim')).toBe(200);
      if (round % 2 === 0) {
        expect(await post(cem, 'return-to-pool')).toBe(200);
        expect(await post(dee, 'claim')).toBe(200);
      }
      const taker = round % 2 === 0 ? dee : cem;
      approval.clock.advance({ minutes: 1 });
      const outcome = ['approve', 'deny', 'return'][round % 3]!;
      if (round % 5 < 3) expect(await post(taker, 'decision', { outcome, comment: 'Because.' })).toBe(200);
      if (round % 5 === 1 && outcome === 'approve') expect(await post(ann, 'decision', { outcome })).toBe(200);
      if (round % 5 === 3) await approval.bus.feed(requestWithdrawn(event));
      if (round % 5 !== 4) continue;
      expect(await post(taker, 'delegate', { to: sue, until: '2026-09-20' })).toBe(200);
      if (round % 10 === 4) expect(await post(sue, 'revoke-delegation')).toBe(200);
    }
    const review = reviewRequested({ requesterId: teacher, studentIds: [newId()], studentBuildingIds: [school] });
    await approval.bus.feed(review);
    const about = (await approval.tasksOf(ann)).find(({ about: matter }) => matter === 'review')!;
    expect((await approval.post(ann, `${about.task_id}/decision`, { outcome: 'exclude-student' })).status).toBe(200);
  };

  /** Reminders and steps up come, a delegation ends, and the pool of the technology department changes. */
  const passWeeks = async (): Promise<void> => {
    await approval.passTime({ days: 3 });
    await approval.passTime({ days: 3 });
    await approval.bus.feed(personRegistered(dee, { role: 'teacher', buildingId: school }));
    await approval.passTime({ days: 9 });
  };

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
    approval = await runApproval(database);
    await approval.bus.feed(
      personRegistered(ann, { role: 'principal', buildingId: school }),
      personRegistered(cem, { role: 'technology' }),
      personRegistered(dee, { role: 'technology' }),
      personRegistered(sue, { role: 'administrator' }),
    );
    await live20Rounds();
    await passWeeks();
    log = await approval.history();
    live = await rows();
  });
  afterAll(async () => {
    await approval.stop();
    await database.drop();
  });

  it('hold every kind of event and every status', () => {
    expect(new Set(log.map(({ type }) => type))).toEqual(tasksProjection.types);
    expect(new Set(live.tasks.map((row) => (row as { status: string }).status))).toEqual(
      new Set(['open', 'approved', 'denied', 'returned', 'closed']),
    );
  });

  it('say what the rounds themselves say', async () => {
    const rounds = new Map<string, RoundState>();
    for (const { subject, type, data } of log)
      rounds.set(subject, evolveRound(rounds.get(subject) ?? noRound, { type, data } as RoundFact));
    const told = [...rounds.values()].flatMap((round) =>
      round.status === 'none'
        ? []
        : round.tasks.map(({ taskId, assigneeId, candidateIds, delegations, reminders, steps, decision }) => ({
            ...{ task_id: taskId, assignee_id: assigneeId, candidate_ids: candidateIds, reminders, steps },
            delegated_by_ids: delegations.map(({ fromId }) => fromId),
            ...{ decided_by: decision?.by ?? null, outcome: decision?.outcome ?? null },
            open: round.status === 'open' && !decision,
          })),
    );
    const shown = (live.tasks as StoredTask[]).map((row) => ({
      ...{ task_id: row.task_id, assignee_id: row.assignee_id, candidate_ids: row.candidate_ids },
      ...{ reminders: row.reminders, steps: row.steps, delegated_by_ids: row.delegated_by_ids },
      ...{ decided_by: row.decided_by, outcome: row.outcome, open: row.status === 'open' },
    }));
    expect(shown).toEqual(told.sort((left, right) => (left.task_id < right.task_id ? -1 : 1)));
  });

  it('are the same, rebuilt from the log in whatever batches', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 80 }), async (sizes) => {
        await approval.database.pool.query('truncate tasks, task_viewers');
        const rest = [...log];
        for (const size of [...sizes, rest.length]) {
          const batch = rest.splice(0, size);
          if (batch.length > 0)
            await inTransaction(approval.database.pool, (transaction) => tasksProjection.apply(transaction, batch));
        }
        expect(await rows()).toEqual(live);
      }),
      { numRuns: 25, examples: [[[1_000]], [Array.from({ length: 200 }, () => 1)]] },
    );
  });
});
