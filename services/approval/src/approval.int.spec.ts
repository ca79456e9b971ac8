import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@sightline/service-kit';
import type { UnplacedEvent } from '@sightline/service-kit/testing';
import { testDatabase, type TestDatabase } from '@sightline/testing';
import { runApproval, type RunningApproval } from '../testing/running-approval.js';
import {
  guardiansChanged,
  personRegistered,
  requestSubmitted,
  requestWithdrawn,
  supervisorChanged,
} from '../testing/sample-events.js';

const [school, annex] = [newId(), newId()];
const [teacher, ann, ben, cem, dee, sue, director, mother, student] = Array.from({ length: 9 }, () => newId()) as [
  ...[string, string, string, string, string, string, string, string, string],
];
/** Ann leads the school, Ben the annex; Cem and Dee are the technology department; Sue supervises. */
const roster = [
  personRegistered(teacher, { role: 'teacher', buildingId: school }),
  personRegistered(ann, { role: 'principal', buildingId: school }),
  personRegistered(ben, { role: 'principal', buildingId: annex }),
  personRegistered(cem, { role: 'technology' }),
  personRegistered(dee, { role: 'technology' }),
  personRegistered(sue, { role: 'administrator', buildingId: school }),
  personRegistered(director, { role: 'administrator' }),
  supervisorChanged(teacher, sue),
  guardiansChanged(student, [mother]),
];

const submission = (change: Partial<Parameters<typeof requestSubmitted>[0]> = {}): UnplacedEvent =>
  requestSubmitted({
    ...{ requesterId: teacher, studentIds: [student] },
    ...{ requesterBuildingIds: [school], studentBuildingIds: [school] },
    ...change,
  });
const requestOf = (event: UnplacedEvent): string => (event.data as { requestId: string }).requestId;
const approve = { outcome: 'approve' };
const endings = /round-(approved|denied|returned|closed)\.v1$/;

describe('rounds of approval', () => {
  let database: TestDatabase;
  let approval: RunningApproval;

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
    approval = await runApproval(database);
    await approval.bus.feed(...roster);
  });
  afterAll(async () => {
    await approval.stop();
    await database.drop();
  });

  const ask = async (event = submission()): Promise<string> => {
    await approval.bus.feed(event);
    return requestOf(event);
  };
  const taskFor = async (caller: string, requestId: string) =>
    (await approval.tasksOf(caller)).find(({ request_id }) => request_id === requestId)!;
  const decide = async (caller: string, requestId: string, body: object = approve, key?: string) =>
    approval.post(caller, `${(await taskFor(caller, requestId)).task_id}/decision`, body, key);
  const factsOf = async (requestId: string): Promise<string[]> =>
    (await approval.history())
      .filter(({ data }) => (data as { requestId: string }).requestId === requestId)
      .map(({ type }) => type.replace('sightline.approval.', ''));

  it('a submission under C3 gives the principals and the technology department their tasks', async () => {
    const requestId = await ask(submission({ studentBuildingIds: [school, annex] }));
    for (const [person, side, buildingId] of [
      [ann, 'principal', school],
      [ben, 'principal', annex],
      [cem, 'technology', null],
    ] as const)
      expect(await taskFor(person, requestId)).toMatchObject({
        ...{ side, building_id: buildingId, status: 'open', kind: 'outside-channel', requester_id: teacher },
        ...{ case_id: requestId, submission: 1, due_at: new Date('2026-09-19T13:00:00Z') },
        ...(person === cem
          ? { assignee_id: null, candidate_ids: [cem, dee].sort() }
          : { assignee_id: person, candidate_ids: [person] }),
      });
    for (const stranger of [teacher, mother, student, sue, director])
      expect(await approval.tasksOf(stranger)).toEqual([]);
  });

  it('a submission under C5 is the task of the supervisor at that moment, or of one above when the supervisor is a party', async () => {
    const first = await ask(submission({ kind: 'personal-phone' }));
    expect(await taskFor(sue, first)).toMatchObject({ side: 'supervisor', assignee_id: sue });
    await approval.bus.feed(supervisorChanged(teacher, mother));
    const second = await ask(submission({ kind: 'personal-phone' }));
    expect(await approval.tasksOf(mother)).toEqual([]);
    expect(await taskFor(director, second)).toMatchObject({ side: 'supervisor', status: 'open' });
    expect((await taskFor(sue, first)).status).toBe('open');
    await approval.bus.feed(supervisorChanged(teacher, sue));
  });

  it('a submission that nobody may lawfully decide waits, and goes on when the roster has somebody', async () => {
    const lonely = newId();
    const event = submission({ requesterBuildingIds: [lonely], studentBuildingIds: [lonely] });
    await approval.bus.feed(
      personRegistered(sue, { role: 'teacher', buildingId: school }),
      personRegistered(director, { role: 'teacher', buildingId: school }),
    );
    const requestId = await ask(event);
    const withdrawn = requestWithdrawn(event);
    expect(await factsOf(requestId)).toEqual([]);
    await approval.bus.feed(personRegistered(director, { role: 'administrator' }), withdrawn);
    expect(await factsOf(requestId)).toEqual([]);
    expect(await approval.service.runtime.resume(requestId)).toBe(2);
    expect(await factsOf(requestId)).toEqual(['round-opened.v1', 'round-closed.v1']);
    await approval.bus.feed(personRegistered(sue, { role: 'administrator', buildingId: school }));
  });

  it('two of a pool decide one task at once: one wins, the other is told', async () => {
    for (let round = 0; round < 8; round += 1) {
      const requestId = await ask();
      const answers = await Promise.all([decide(cem, requestId), decide(dee, requestId)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      expect(answers.find(({ status }) => status === 409)!.type).toContain('already-decided');
      expect(await factsOf(requestId)).toEqual(['round-opened.v1', 'task-decided.v1']);
    }
  });

  it('both sides decide at once: both are taken, and the round is approved once', async () => {
    for (let round = 0; round < 8; round += 1) {
      const requestId = await ask();
      const answers = await Promise.all([decide(ann, requestId), decide(cem, requestId)]);
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      const facts = await factsOf(requestId);
      expect(facts).toEqual(['round-opened.v1', 'task-decided.v1', 'task-decided.v1', 'round-approved.v1']);
    }
  });

  it('a decision sent again is one decision, with or without its key', async () => {
    const requestId = await ask();
    for (const key of ['once', 'once', undefined]) {
      const answer = await decide(ann, requestId, { ...approve, copyCondition: 'Copies to Sue.' }, key);
      expect([answer.status, answer.body.status]).toEqual([200, 'approved']);
    }
    expect(await decide(ann, requestId, approve, 'once')).toMatchObject({ status: 422 });
    expect(await factsOf(requestId)).toEqual(['round-opened.v1', 'task-decided.v1']);
  });

  it('refuses with a problem that names the clause', async () => {
    const requestId = await ask();
    const answer = await decide(ann, requestId, { outcome: 'deny' });
    expect(answer).toMatchObject({ status: 422, body: { clause: 'C3' } });
    expect(answer.type).toContain('comment-missing');
    const { task_id: annsTask } = await taskFor(ann, requestId);
    // Whose task it is not, to that person it does not exist.
    for (const path of ['decision', 'claim', 'return-to-pool'])
      expect(await approval.post(cem, `${annsTask}/${path}`, path === 'decision' ? approve : {})).toMatchObject({
        status: 404,
      });
  });

  it('a withdrawal and decisions at the same time end the round once, and leave no task open', async () => {
    const ended: string[] = [];
    for (let round = 0; round < 20; round += 1) {
      const event = submission();
      const requestId = await ask(event);
      const answers = await Promise.all([
        decide(ann, requestId),
        approval.bus.feed(requestWithdrawn(event)).then(() => ({ status: 200, type: '' })),
        decide(round % 2 === 0 ? cem : dee, requestId, round % 3 === 0 ? { outcome: 'deny', comment: 'No.' } : approve),
      ]);
      for (const { status, type } of answers)
        if (status !== 200) expect([status, type]).toEqual([409, expect.stringContaining('round-over')]);
      const ends = (await factsOf(requestId)).filter((type) => endings.test(type));
      expect(ends).toHaveLength(1);
      ended.push(...ends);
      expect((await taskFor(ann, requestId)).status).not.toBe('open');
      expect((await taskFor(cem, requestId)).status).not.toBe('open');
    }
    expect(ended).toHaveLength(20);
  });

  it('a withdrawal in the batch of its submission closes the round', async () => {
    const event = submission();
    await approval.bus.feed(event, requestWithdrawn(event));
    expect(await factsOf(requestOf(event))).toEqual(['round-opened.v1', 'round-closed.v1']);
    expect((await taskFor(ann, requestOf(event))).status).toBe('closed');
  });

  it('an amended submission opens a round of its own', async () => {
    const first = submission();
    const requestId = await ask(first);
    await decide(ann, requestId, { outcome: 'return', comment: 'Name the days.' });
    await approval.bus.feed(submission({ requestId, submission: 2 }));
    expect(await factsOf(requestId)).toEqual([
      ...['round-opened.v1', 'task-decided.v1', 'round-returned.v1', 'round-opened.v1'],
    ]);
    const statuses = (await approval.tasksOf(cem)).filter(({ request_id }) => request_id === requestId);
    expect(statuses.map(({ submission: number, status }) => [number, status]).sort()).toEqual([
      [1, 'closed'],
      [2, 'open'],
    ]);
  });
});
