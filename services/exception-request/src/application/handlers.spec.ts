import { describe, expect, it } from '@jest/globals';
import { verifyCommitment, type UnitOfWork, type UnitResult } from '@sightline/event-store';
import { policyBookOf, policyInForce, policyVersions } from '@sightline/policy';
import type { ServiceRuntime } from '@sightline/service-kit';
import type { SubmitRequest } from '../domain/index.js';
import type { AskedBy } from './person-context.js';
import type {
  RosterFacts,
  StandingAuthorizations,
  SubmissionFacts,
  SubmissionQuestion,
  WrittenRequests,
} from './ports.js';
import { SaveDraftHandler } from './save-draft.handler.js';
import { SubmitRequestHandler, type SubmittedRequest } from './submit-request.handler.js';
import { WithdrawRequestHandler } from './withdraw-request.handler.js';

const now = new Date('2026-09-15T03:00:00Z');
const clock = { now: () => now };
const policies = policyBookOf(policyVersions);
const today = (): string => '2026-09-14';

const facts: SubmissionFacts = {
  requester: { personId: 'teacher', roles: [{ role: 'teacher', buildingId: 'school' }], buildingIds: ['school'] },
  ...{ students: [{ personId: 'ann', known: true, isStudent: true, buildingIds: ['school'] }], group: undefined },
  ...{ family: { ownChildIds: ['child'], siblingIds: [] } },
  districtForm: { districtFormId: 'form', available: true, known: true },
  register: [{ districtFormId: 'form', available: true }],
};
const by: AskedBy = {
  ...{ personId: 'teacher', causationId: 'http-request', idempotency: undefined, expectedVersion: null },
};
const asked: SubmittedRequest = {
  ...{ by, joins: undefined, kind: 'outside-channel', purpose: 'district', students: ['ann'], group: undefined },
  ...{ medium: 'messaging-app', channelAddress: undefined, reason: ' Because 🙂 ', from: '2026-09-15' },
  ...{ shortfall: { districtFormId: 'form', why: 'Nobody reads it.' }, until: '2026-10-01' },
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
  const written: WrittenRequests = {
    lastWords: () =>
      Promise.resolve({
        recordId: 'old',
        words: { reason: asked.reason, channelAddress: 'chat', shortfallWhy: 'Nobody reads it.' },
      }),
  };
  const authorizations: Pick<StandingAuthorizations, 'joined'> = {
    joined: (authorizationId) =>
      Promise.resolve({ authorizationId, known: false, active: false, kind: null, staffId: null, groupId: null }),
  };
  return { units, questions, runtime, roster, written, authorizations };
};

const handled = async (change: Partial<SubmittedRequest> = {}) => {
  const { units, questions, runtime, roster, written, authorizations } = recorder();
  const handler = new SubmitRequestHandler(runtime, roster, written, authorizations, clock, today, policies);
  const result = await handler.execute({ ...asked, ...change });
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
    const fresh = await handled({ by: { ...by, traceparent: '00-trace' } });
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

describe('handling an amendment', () => {
  it('compares its words with those before, and says which record that was', async () => {
    expect((await handled()).command.compared).toBeNull();
    expect((await handled({ requestId: 'request' })).command.compared).toEqual({
      ...{ recordId: 'old', reasonDiffers: false, channelAddressDiffers: true, shortfallWhyDiffers: false },
    });
  });
});

describe('handling a draft', () => {
  it('seals all that it says', async () => {
    const { units, runtime, roster } = recorder();
    const draft = { students: ['a-certain-student'], reason: 'Certain words' };
    await new SaveDraftHandler(runtime, roster, clock, today, policies).execute({ by, draft });
    const [unit] = units;
    expect(unit!.words![0]!.words).toEqual({ draft });
    expect(JSON.stringify(unit!.commands)).not.toMatch(/ertain/);
    expect(unit!.commands[0]).toMatchObject({ expect: 'new', command: { type: 'save-draft', by: 'teacher' } });
  });
});

describe('handling a withdrawal', () => {
  it('sends it to the request, in its case', async () => {
    const { units, runtime } = recorder();
    const idempotency = { scope: 'scope', key: 'key', bodyHash: 'hash' };
    await new WithdrawRequestHandler(runtime, clock, today, policies).execute('request', { ...by, idempotency });
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
