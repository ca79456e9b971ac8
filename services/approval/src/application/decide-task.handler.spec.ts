import { describe, expect, it } from '@jest/globals';
import { sealWords, verifyCommitment, type UnitOfWork, type UnitResult } from '@sightline/event-store';
import { policyBookOf, PolicyVersionUnknown, policyVersions } from '@sightline/policy';
import type { ServiceRuntime } from '@sightline/service-kit';
import type { DecideTask } from '../domain/index.js';
import { DecideTaskHandler, type SaidBefore, type WhatIsSaid } from './decide-task.handler.js';
import { MoveTaskHandler } from './move-task.handler.js';
import type { ByPerson, TaskAt } from './task-context.js';

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

const task: TaskAt = { taskId: 'task', roundId: 'round', caseId: 'case', policyVersion: policyVersions[0]!.id };
const ann: ByPerson = { by: 'ann', idempotency: undefined, expected: undefined, causationId: 'http-request' };
const earlier = { ...policyVersions[0]!, id: 'earlier' };
const book = policyBookOf([earlier, ...policyVersions]);
const nothingSaid = () => Promise.resolve(undefined);
const finding = (words: string) => ({ met: true, words });

const handled = async (said: Partial<WhatIsSaid> = {}, who: Partial<ByPerson> = {}, at: Partial<TaskAt> = {}) => {
  const { units, runtime } = recorder();
  const handler = new DecideTaskHandler(runtime, clock, book, nothingSaid);
  const result = await handler.execute({ ...task, ...at }, { outcome: 'approve', ...said }, { ...ann, ...who });
  expect(result).toMatchObject({ outcome: 'accepted', answer: { id: 'task' } });
  const [unit] = units;
  return { unit: unit!, command: unit!.commands[0]!.command as DecideTask };
};

describe('handling a decision', () => {
  it('sends one command to the round, in the case, on behalf of who decides', async () => {
    const idempotency = { scope: 'scope', key: 'key', bodyHash: 'hash' };
    const { unit, command } = await handled({}, { idempotency, expected: [3] });
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
    expect(command).toMatchObject({ taskId: 'task', by: 'ann', outcome: 'approve', expected: [3] });
    expect(command.policy).toBe(policyVersions[0]);
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
    expect((await handled({}, {}, { policyVersion: 'earlier' })).command.policy).toBe(earlier);
  });

  it('waits rather than decide under another version than the one it knows nothing of (C11)', async () => {
    await expect(handled({}, {}, { policyVersion: 'never recorded' })).rejects.toThrow(PolicyVersionUnknown);
  });
});

describe('a decision that meets one already taken', () => {
  const words = { comment: 'No.', findings: null, copyCondition: null };
  const { record, commitment } = sealWords('first', 'round/round', words);
  const said: SaidBefore = { deciderId: 'ann', words: { recordId: 'first', commitment, key: record.key } };

  const decided = async (before: SaidBefore | undefined, comment: string) => {
    const commands: DecideTask[] = [];
    const kept: unknown[] = [];
    const runtime: Pick<ServiceRuntime, 'execute'> = {
      execute: <Answer>(unit: UnitOfWork<Answer>): Promise<UnitResult<Answer>> => {
        const command = unit.commands[0]!.command as DecideTask;
        commands.push(command);
        kept.push(unit.words);
        return Promise.resolve(
          command.sameWordsAs === null
            ? { outcome: 'refused', refusal: { refused: 'already-decided', detail: '' } }
            : { outcome: 'accepted', answer: unit.answer([]), events: [] },
        );
      },
    };
    const handler = new DecideTaskHandler(runtime, clock, book, () => Promise.resolve(before));
    return { ...(await handler.execute(task, { outcome: 'deny', comment }, ann)), commands, kept };
  };

  it('is a repetition when the same person said the same, and keeps no second copy of the words', async () => {
    const { outcome, commands, kept } = await decided(said, 'No.');
    expect(outcome).toBe('accepted');
    expect(commands.map(({ sameWordsAs }) => sameWordsAs)).toEqual([null, 'first']);
    expect(kept[1]).toBeUndefined();
  });

  it.each<[string, SaidBefore | undefined, string]>([
    ['other words', said, 'Never.'],
    ['another person', { ...said, deciderId: 'ben' }, 'No.'],
    ['words that are disposed of', { ...said, words: null }, 'No.'],
    ['nothing at all', undefined, 'No.'],
  ])('is told that it came second after %s', async (_, before, comment) => {
    const { outcome, commands } = await decided(before, comment);
    expect(outcome).toBe('refused');
    expect(commands).toHaveLength(1);
  });
});

describe('moving a task', () => {
  it.each(['claim', 'return-to-pool', 'revoke-delegation'] as const)('sends %s to the round', async (move) => {
    const { units, runtime } = recorder();
    await new MoveTaskHandler(runtime, clock).execute(task, move, ann);
    expect(units[0]!.commands).toMatchObject([
      {
        ...{ subject: 'round/round', expect: 'existing', command: { type: move, taskId: 'task', by: 'ann' } },
        context: { correlationId: 'case', actor: 'person:ann', time: now },
      },
    ]);
  });
});
