import { describe, expect, it } from '@jest/globals';
import { verifyCommitment, type UnitOfWork, type UnitResult } from '@sightline/event-store';
import { policyBookOf, PolicyVersionUnknown, policyVersions } from '@sightline/policy';
import type { ServiceRuntime } from '@sightline/service-kit';
import type { DecideTask } from '../domain/index.js';
import { DecideTaskHandler, type TaskDecision } from './decide-task.handler.js';
import { MoveTaskHandler } from './move-task.handler.js';

const now = new Date('2026-09-14T13:00:00Z');
const clock = { now: () => now };
/** Keeps what would be committed. */
const recorder = () => {
  const units: UnitOfWork[] = [];
  const runtime: Pick<ServiceRuntime, 'execute'> = {
    execute: <Answer>(unit: UnitOfWork<Answer>): Promise<UnitResult<Answer>> => {
      units.push(unit);
      return Promise.resolve({ outcome: 'accepted', answer: unit.answer([]), events: [] });
    },
  };
  return { units, runtime };
};

const decision: TaskDecision = {
  ...{ taskId: 'task', roundId: 'round', caseId: 'case', policyVersion: policyVersions[0]!.id, by: 'ann' },
  ...{ outcome: 'approve', comment: undefined, findings: undefined, copyCondition: undefined },
  ...{ idempotency: undefined, causationId: 'http-request' },
};
const earlier = { ...policyVersions[0]!, id: 'earlier' };
const book = policyBookOf([earlier, ...policyVersions]);
const finding = (words: string) => ({ met: true, words });

const handled = async (change: Partial<TaskDecision>) => {
  const { units, runtime } = recorder();
  const result = await new DecideTaskHandler(runtime, clock, book).execute({ ...decision, ...change });
  expect(result).toMatchObject({ outcome: 'accepted', answer: { id: 'task' } });
  const [unit] = units;
  return { unit: unit!, command: unit!.commands[0]!.command as DecideTask };
};

describe('handling a decision', () => {
  it('sends one command to the round, in the case, on behalf of who decides', async () => {
    const idempotency = { scope: 'scope', key: 'key', bodyHash: 'hash' };
    const { unit, command } = await handled({ idempotency });
    expect(unit.commands).toMatchObject([
      {
        ...{ subject: 'round/round', expect: 'existing' },
        context: {
          ...{
            correlationId: 'case',
            partitionKey: 'case',
            causationId: 'http-request',
            actor: 'person:ann',
            time: now,
          },
          policyVersion: policyVersions[0]!.id,
        },
      },
    ]);
    expect(unit.idempotency).toEqual(idempotency);
    expect(command).toMatchObject({ taskId: 'task', by: 'ann', outcome: 'approve', policy: policyVersions[0] });
  });

  it('keeps no words where none were written', async () => {
    const { unit, command } = await handled({});
    expect(unit.words).toBeUndefined();
    expect(command).toMatchObject({ words: null, commentLength: null, copyConditionLength: null, findings: null });
  });

  it('keeps the words apart and commits to them; the command has their lengths alone', async () => {
    const findings = {
      ...{ necessaryOrBeneficial: finding(' yes 🙂 '), districtFormUnavailable: finding('   ') },
      relatedToActivity: { met: false, words: 'no' },
    };
    const { unit, command } = await handled({ comment: ' Agréé. ', copyCondition: 'Copies.', findings });
    expect(command).toMatchObject({
      ...{ commentLength: 6, copyConditionLength: 7 },
      findings: {
        met: { necessaryOrBeneficial: true, districtFormUnavailable: true, relatedToActivity: false },
        wordsLength: { necessaryOrBeneficial: 5, districtFormUnavailable: 0, relatedToActivity: 2 },
      },
    });
    expect(JSON.stringify(command)).not.toMatch(/Agréé|Copies\./);
    const [record] = unit.words!;
    expect(record).toMatchObject({ subject: 'round/round', recordId: command.words!.recordId });
    expect(verifyCommitment(record!.key, record!.words, command.words!.commitment)).toBe(true);
  });

  it('decides under the version of the policy under which the round was opened (C11)', async () => {
    expect((await handled({ policyVersion: 'earlier' })).command.policy).toBe(earlier);
  });

  it('waits rather than decide under another version than the one it knows nothing of (C11)', async () => {
    await expect(handled({ policyVersion: 'never recorded' })).rejects.toThrow(PolicyVersionUnknown);
  });
});

describe('moving a task', () => {
  it.each(['claim', 'return-to-pool'] as const)('sends %s to the round', async (move) => {
    const { units, runtime } = recorder();
    const { taskId, roundId, caseId, policyVersion, by, idempotency, causationId } = decision;
    await new MoveTaskHandler(runtime, clock).execute({
      ...{ move, taskId, roundId, caseId, policyVersion, by, idempotency, causationId },
    });
    expect(units[0]!.commands).toMatchObject([
      {
        ...{ subject: 'round/round', expect: 'existing', command: { type: move, taskId: 'task', by: 'ann' } },
        context: { correlationId: 'case', actor: 'person:ann', time: now },
      },
    ]);
  });
});
