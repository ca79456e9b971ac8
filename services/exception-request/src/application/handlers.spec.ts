import { describe, expect, it } from '@jest/globals';
import { verifyCommitment, type UnitOfWork, type UnitResult } from '@sightline/event-store';
import { policyInForce } from '@sightline/policy';
import type { ServiceRuntime } from '@sightline/service-kit';
import type { SubmitRequest } from '../domain/index.js';
import type { RosterFacts, SubmissionFacts, SubmissionQuestion } from './ports.js';
import { SubmitRequestHandler, type SubmittedRequest } from './submit-request.handler.js';
import { WithdrawRequestHandler } from './withdraw-request.handler.js';

const now = new Date('2026-09-15T03:00:00Z');
const clock = { now: () => now };
const today = (): string => '2026-09-14';

const facts: SubmissionFacts = {
  requester: { personId: 'teacher', roles: [{ role: 'teacher', buildingId: 'school' }], buildingIds: ['school'] },
  ...{ students: [{ personId: 'ann', known: true, isStudent: true, buildingIds: ['school'] }], group: undefined },
  ...{ family: { ownChildIds: ['child'], siblingIds: [] } },
  districtForm: { districtFormId: 'form', available: true, known: true },
};
const asked: SubmittedRequest = {
  ...{ requesterId: 'teacher', kind: 'outside-channel', purpose: 'district', students: ['ann'], group: undefined },
  ...{ medium: 'messaging-app', channelAddress: undefined, reason: ' Because 🙂 ', from: '2026-09-15' },
  ...{ shortfall: { districtFormId: 'form', why: 'Nobody reads it.' }, until: '2026-10-01' },
  ...{ idempotency: undefined, causationId: 'http-request' },
};

const recorder = () => {
  const units: UnitOfWork[] = [];
  const questions: SubmissionQuestion[] = [];
  const runtime: Pick<ServiceRuntime, 'execute'> = {
    execute: <Answer>(unit: UnitOfWork<Answer>): Promise<UnitResult<Answer>> => {
      units.push(unit);
      return Promise.resolve({ outcome: 'accepted', answer: unit.answer([]), events: [] });
    },
  };
  const roster: RosterFacts = {
    lookUp: (question) => {
      questions.push(question);
      return Promise.resolve(facts);
    },
  };
  return { units, questions, runtime, roster };
};

const handled = async (change: Partial<SubmittedRequest> = {}) => {
  const { units, questions, runtime, roster } = recorder();
  const result = await new SubmitRequestHandler(runtime, roster, clock, today).execute({ ...asked, ...change });
  if (result.outcome !== 'accepted') throw new Error(result.outcome);
  const unit = units[0]!;
  return { unit, questions, id: result.answer.id, command: unit.commands[0]!.command as SubmitRequest };
};

describe('handling a written request', () => {
  it('asks the roster once, and sends what it said with the date of the district', async () => {
    const { questions, command } = await handled();
    expect(questions).toEqual([
      { requesterId: 'teacher', students: ['ann'], group: undefined, districtFormId: 'form' },
    ]);
    expect(command).toMatchObject({ ...facts, today: '2026-09-14', policy: policyInForce('2026-09-14') });
    expect(command.groupNamed).toBe(false);
    expect((await handled({ group: 'nobody-knows' })).command.groupNamed).toBe(true);
  });

  it('opens a case by the request’s own id; an amendment stays in it', async () => {
    const fresh = await handled({ traceparent: '00-trace' });
    expect(fresh.unit.commands[0]).toMatchObject({
      ...{ subject: `request/${fresh.id}`, expect: 'new' },
      context: {
        ...{ correlationId: fresh.id, partitionKey: fresh.id, causationId: 'http-request', actor: 'person:teacher' },
        ...{ time: now, traceparent: '00-trace' },
      },
    });
    const amended = await handled({ requestId: 'request' });
    expect(amended.id).toBe('request');
    expect(amended.unit.commands[0]).toMatchObject({
      ...{ subject: 'request/request', expect: 'existing', context: { correlationId: 'request' } },
    });
  });

  it('keeps the words apart and commits to them; the command has their lengths alone', async () => {
    const { unit, command } = await handled();
    expect(command.lengths).toEqual({ reason: 9, channelAddress: null, shortfallWhy: 16 });
    expect((await handled({ channelAddress: '', shortfall: undefined })).command.lengths).toMatchObject({
      ...{ channelAddress: 0, shortfallWhy: null },
    });
    expect(JSON.stringify(command)).not.toMatch(/Because|reads/);
    const [record] = unit.words!;
    expect(record!.words).toEqual({ reason: asked.reason, channelAddress: null, shortfallWhy: 'Nobody reads it.' });
    expect(verifyCommitment(record!.key, record!.words, command.words.commitment)).toBe(true);
  });
});

describe('handling a withdrawal', () => {
  it('sends it to the request, in its case', async () => {
    const { units, runtime } = recorder();
    const idempotency = { scope: 'scope', key: 'key', bodyHash: 'hash' };
    const withdrawal = { requestId: 'request', by: 'teacher', idempotency, causationId: 'http-request' };
    await new WithdrawRequestHandler(runtime, clock, today).execute(withdrawal);
    expect(units).toMatchObject([
      {
        idempotency,
        commands: [
          {
            ...{ subject: 'request/request', expect: 'existing', command: { type: 'withdraw', by: 'teacher' } },
            context: { correlationId: 'request', partitionKey: 'request', actor: 'person:teacher', time: now },
          },
        ],
      },
    ]);
  });
});
