import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTransaction } from '@sightline/event-store';
import { newId, openServiceDatabase } from '@sightline/service-kit';
import { testDatabase, type TestDatabase } from '@sightline/testing';
import { runApproval, type RunningApproval } from '../../../../testing/running-approval.js';
import { matter, sampleOffice } from '../../../../testing/sample-office.js';
import { CreateApproval1764000000000 } from './1764000000000-create-approval.js';

const office = sampleOffice();
const { ann, cem, dee, director, teacher, school } = office;
const [roundId, requestId, principalsTask, technologyTask] = Array.from({ length: 4 }, () => newId()) as [
  ...[string, string, string, string],
];

describe('a database of the release before', () => {
  let database: TestDatabase;
  let approval: RunningApproval;

  /** One round as the first release left it: its event without what came later, and its rows. */
  const asTheFirstReleaseLeftIt = async (): Promise<void> => {
    const before = await openServiceDatabase({
      ...{ url: database.url, applicationName: 'the release before', poolSizeMax: 2 },
      ...{ entities: [], migrations: [CreateApproval1764000000000] },
    });
    const dueAt = '2026-09-19T13:00:00.000Z';
    const tasks = [
      { taskId: principalsTask, side: 'principal', assigneeId: ann, candidateIds: [ann], buildingId: school, dueAt },
      {
        taskId: technologyTask,
        side: 'technology',
        assigneeId: null,
        candidateIds: [cem, dee],
        buildingId: null,
        dueAt,
      },
    ];
    const data = { roundId, requestId, submission: 1, kind: 'outside-channel', requesterId: teacher, tasks };
    await inTransaction(before.pool, async (transaction) => {
      await transaction.query(`update log_head set position = 1`);
      await transaction.query('insert into streams (subject, version) values ($1, 1)', [`round/${roundId}`]);
      await transaction.query(
        `insert into events (position, epoch, id, subject, subject_version, type, time, correlation_id, causation_id, actor, policy_version, partition_key, data)
         select 1, epoch, $1, $2, 1, 'sightline.approval.round-opened.v1', '2026-09-14T13:00:00Z', $3::uuid, 'before', 'system:approval', 'p4650-2017-03', $3::uuid::text, $4
         from log_head`,
        [newId(), `round/${roundId}`, requestId, JSON.stringify(data)],
      );
      await transaction.query(
        `insert into tasks select (task ->> 'taskId')::uuid, $1::uuid, $2::uuid, $2::uuid, 1, 'outside-channel', $3::uuid, task ->> 'side', (task ->> 'assigneeId')::uuid,
           array(select jsonb_array_elements_text(task -> 'candidateIds')::uuid), (task ->> 'buildingId')::uuid, 'open', null, null, 'p4650-2017-03',
           $4::timestamptz, '2026-09-14T13:00:00Z', null
         from jsonb_array_elements($5::jsonb) as task`,
        [roundId, requestId, teacher, dueAt, JSON.stringify(tasks)],
      );
    });
    await before.close();
  };

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
    await asTheFirstReleaseLeftIt();
    approval = await runApproval(database);
    await approval.bus.feed(...office.roster);
  });
  afterAll(async () => {
    await approval.stop();
    await database.drop();
  });

  it('shows its tasks to whom it did, and lets them be claimed, delegated and decided', async () => {
    const request = matter(approval, requestId);
    expect((await request.taskFor(ann)).status).toBe('open');
    expect((await request.act(cem, 'claim')).status).toBe(200);
    expect((await request.act(cem, 'delegate', { to: dee, until: '2026-09-15' })).status).toBe(200);
    expect((await request.act(ann, 'decision', { outcome: 'approve' })).status).toBe(200);
    expect(await request.facts()).toEqual(['round-opened', 'task-claimed', 'task-delegated', 'task-decided']);
  });

  it('brings its overdue tasks up, and lets four eyes end them', async () => {
    const request = matter(approval, requestId);
    await approval.passTime({ days: 6 });
    expect(await request.taskFor(director)).toMatchObject({ task_id: technologyTask, steps: 1 });
    expect((await request.act(cem, 'decision', { outcome: 'approve' })).status).toBe(200);
    expect((await request.facts()).at(-1)).toBe('round-approved');
  });
});
