import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@sightline/service-kit';
import { testDatabase, type TestDatabase } from '@sightline/testing';
import { runExceptionRequest, type RunningExceptionRequest } from '../testing/running-exception-request.js';
import {
  membersChanged,
  personRegistered,
  roundApproved,
  roundEnded,
  siblingsChanged,
  student,
} from '../testing/sample-events.js';
import { sampleSchool } from '../testing/sample-school.js';

const { coach, ann, ben, child, team, form, roster, pupil, outsideChannel, personalPhone } = sampleSchool();
const idsOf = (references: readonly { readonly id: string }[]): string[] => references.map(({ id }) => id).sort();

describe('requests and what becomes of them', () => {
  let database: TestDatabase;
  let service: RunningExceptionRequest;

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
    service = await runExceptionRequest(database);
    await service.bus.feed(...roster);
  });
  afterAll(async () => {
    await service.stop();
    await database.drop();
  });

  const ask = async (body: object = outsideChannel(ann)): Promise<string> => {
    const answer = await service.post(coach, 'exception-requests', body);
    expect([answer.status, answer.body.title]).toEqual([201, undefined]);
    return answer.body.id;
  };
  const show = async (requestId: string) => (await service.get(coach, `exception-requests/${requestId}`)).body;
  const withdraw = (requestId: string) => service.post(coach, `exception-requests/${requestId}/withdraw`);
  const factsOf = async (requestId: string): Promise<string[]> =>
    (await service.history())
      .filter(({ correlationid }) => correlationid === requestId)
      .map(({ type }) => type.replace('sightline.exception-request.', '').replace('.v1', ''));

  it('a request keeps its students and what the register said, and its words apart from the log', async () => {
    const requestId = await ask(outsideChannel(`sourced-${ann}`, ben));
    const request = await show(requestId);
    expect(request).toMatchObject({ status: 'submitted', kind: 'outside-channel' });
    expect(idsOf(request.students)).toEqual([ann, ben].sort());
    const [submitted] = (await service.history()).filter(({ correlationid }) => correlationid === requestId);
    expect(submitted!.data).toMatchObject({ registerState: { districtFormId: form, available: false } });
    for (const secret of ['weather', 'team-chat', 'Nobody reads'])
      expect(JSON.stringify(submitted)).not.toContain(secret);
  });

  it('own family needs none, and stays out of what is asked for others (C4)', async () => {
    const alone = await ask({ ...outsideChannel(child), reason: '' });
    expect(await show(alone)).toMatchObject({ status: 'not-required' });
    expect(await factsOf(alone)).toEqual(['request-not-required']);
    const request = await show(await ask(outsideChannel(child, ben)));
    expect(request.status).toBe('submitted');
    expect(idsOf(request.students)).toEqual([ben]);
  });

  it.each([
    ['nobody on the roster', { students: [newId()] }, 422, 'not-a-student', 'C3'],
    ['no reason', { reason: '   ' }, 422, 'reason-missing', 'C3'],
    [
      'a form that the register lacks',
      { districtFormShortfall: { districtFormId: newId(), why: 'x' } },
      422,
      'unknown-district-form',
      'C2',
    ],
    ['a day that there is not', { until: '2026-11-31' }, 422, 'not-a-date', 'C3'],
  ])('%s is refused with the clause', async (_what, change, status, type, clause) => {
    const answer = await service.post(coach, 'exception-requests', { ...outsideChannel(ann), ...change });
    expect(answer).toMatchObject({ status, body: { clause } });
    expect(answer.body.type).toContain(type);
  });

  it('a group becomes a fixed list under C3, and is followed under C5, own family never', async () => {
    const fixed = await ask({ ...outsideChannel(), students: undefined, group: team });
    const followed = await ask(personalPhone());
    await service.bus.feed(roundApproved(fixed), roundApproved(followed, { deciderIds: [newId()] }));
    const [brother, late, own] = [newId(), newId(), newId()];
    await service.bus.feed(
      ...[brother, late, own].map((id) => personRegistered(id, pupil)),
      siblingsChanged(brother, [coach]),
      membersChanged(team, [student(late), student(brother), student(ben)], [student(ann)]),
    );
    const studentsOf = async (requestId: string): Promise<string[]> => {
      const { authorization } = await show(requestId);
      return idsOf((await service.get(coach, `authorizations/${authorization}`)).body.students);
    };
    expect(await studentsOf(fixed)).toEqual([ann]);
    expect(await studentsOf(followed)).toEqual([late, ben].sort());
    expect(await factsOf(followed)).toEqual([
      ...['request-not-required', 'request-submitted', 'request-approved', 'authorization-activated'],
      'authorization-participants-changed',
    ]);
    await service.bus.feed(membersChanged(team, [student(ann)], [student(late), student(brother), student(ben)]));
    expect(await studentsOf(followed)).toEqual([ann]);
  });

  it('who joins between the request and its approval takes part from the beginning (C5)', async () => {
    const requestId = await ask(personalPhone());
    const late = newId();
    await service.bus.feed(personRegistered(late, pupil), membersChanged(team, [student(late)]));
    await service.bus.feed(roundApproved(requestId));
    const { authorization } = await show(requestId);
    const { body } = await service.get(coach, `authorizations/${authorization}`);
    expect(idsOf(body.students)).toEqual([ann, late].sort());
    expect(body.copiesRequired).toBe(true);
  });

  it('copies are due under C3 where an approver made them a condition (C7)', async () => {
    for (const copyCondition of [true, false]) {
      const requestId = await ask();
      await service.bus.feed(roundApproved(requestId, { copyCondition }));
      const { authorization } = await show(requestId);
      expect((await service.get(coach, `authorizations/${authorization}`)).body.copiesRequired).toBe(copyCondition);
    }
  });

  it('an approval that arrives twice authorizes once, in one batch or in two', async () => {
    const [first, second] = [await ask(), await ask()];
    const approvals = [roundApproved(first), roundApproved(second)] as const;
    await service.bus.feed(approvals[0], approvals[0]);
    await service.bus.feed(approvals[1]);
    await service.bus.feed(approvals[1]);
    for (const requestId of [first, second])
      expect(await factsOf(requestId)).toEqual(['request-submitted', 'request-approved', 'authorization-activated']);
  });

  it('a withdrawal and an approval at once: one stands, and only an approval authorizes', async () => {
    for (let round = 0; round < 15; round += 1) {
      const requestId = await ask();
      const [{ status }] = await Promise.all([withdraw(requestId), service.bus.feed(roundApproved(requestId))]);
      const facts = await factsOf(requestId);
      expect([status, ...facts]).toEqual(
        facts.includes('request-withdrawn')
          ? [200, 'request-submitted', 'request-withdrawn']
          : [409, 'request-submitted', 'request-approved', 'authorization-activated'],
      );
    }
  });

  it.each([
    ['withdrawn', 'approved'],
    ['approved', 'withdrawn'],
  ])('%s, then %s: the first stands', async (first) => {
    const requestId = await ask();
    const steps = [() => withdraw(requestId), () => service.bus.feed(roundApproved(requestId))];
    for (const step of first === 'withdrawn' ? steps : steps.reverse()) await step();
    expect((await show(requestId)).status).toBe(first);
  });

  it('a returned request is submitted again; the old round can say nothing more', async () => {
    const requestId = await ask();
    const late = roundApproved(requestId);
    await service.bus.feed(roundEnded('returned', requestId));
    const amended = await service.post(coach, `exception-requests/${requestId}/amend`, outsideChannel(ben));
    expect(amended).toMatchObject({ status: 200, body: { status: 'submitted' } });
    await service.bus.feed(late, roundEnded('denied', requestId));
    expect((await show(requestId)).status).toBe('submitted');
    await service.bus.feed(roundEnded('denied', requestId, 2));
    expect((await show(requestId)).status).toBe('denied');
    expect(await service.post(coach, `exception-requests/${requestId}/amend`, outsideChannel(ben))).toMatchObject({
      status: 409,
    });
  });

  it('to anybody else the request does not exist', async () => {
    const requestId = await ask();
    for (const stranger of [ann, ben, newId()]) {
      expect((await service.get(stranger, `exception-requests/${requestId}`)).status).toBe(404);
      expect((await service.post(stranger, `exception-requests/${requestId}/withdraw`)).status).toBe(404);
      expect((await service.get(stranger, 'exception-requests')).body).toEqual({ items: [], next: null });
    }
  });
});
