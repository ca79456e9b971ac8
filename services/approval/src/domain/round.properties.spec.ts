import { describe, expect, it } from '@jest/globals';
import { decisionOutcomes, type RequestKind } from '@sightline/contracts';
import { fold, isRefusal } from '@sightline/decider';
import fc from 'fast-check';
import { roundDecider, type DecideTask, type OpenRound, type RoundCommand, type RoundFact } from './index.js';
import { asked, close, dueAt, policy } from './sample-round.suite.js';

const person = fc.constantFrom('a', 'b', 'c', 'd', 'teacher', 'mother');
const people = fc.uniqueArray(person, { minLength: 1, maxLength: 4 });
const decider = fc.oneof(person, fc.constantFrom('x', 'y'));
const taskId = fc.constantFrom('task-1', 'task-2', 'task-3', 'task-4');
const length = fc.constantFrom(null, 0, 5, 2_001);

const rounds: fc.Arbitrary<OpenRound> = fc
  .record({
    kind: fc.constantFrom<RequestKind>('outside-channel', 'personal-phone'),
    principals: fc.array(people, { minLength: 1, maxLength: 3 }),
    technology: people,
    supervisor: person,
  })
  .map(({ kind, principals, technology, supervisor }): OpenRound => {
    let made = 0;
    return {
      ...{ type: 'open', roundId: 'round', requestId: 'request', submission: 1, kind, requesterId: 'teacher' },
      ...{ partyIds: ['mother', 'student'], escalationIds: ['x', 'y'], dueAt, nextAt: null },
      ...{ review: null, asked, changed: null, standing: [] },
      nextTaskId: () => `task-${(made += 1)}`,
      sides:
        kind === 'outside-channel'
          ? [
              ...principals.map((candidateIds, index) => ({
                ...{ side: 'principal' as const, buildingId: `b${index}`, candidateIds },
              })),
              { side: 'technology', buildingId: null, candidateIds: technology },
            ]
          : [{ side: 'supervisor', buildingId: null, candidateIds: [supervisor] }],
    };
  });

const decisions: fc.Arbitrary<DecideTask> = fc.record({
  type: fc.constant('decide' as const),
  taskId,
  by: decider,
  outcome: fc.oneof({ weight: 6, arbitrary: fc.constant('approve' as const) }, fc.constantFrom(...decisionOutcomes)),
  findings: fc.option(
    fc.record({
      met: fc.record({
        necessaryOrBeneficial: fc.boolean(),
        districtFormUnavailable: fc.boolean(),
        relatedToActivity: fc.boolean(),
      }),
      wordsLength: fc.record({
        necessaryOrBeneficial: fc.constantFrom(0, 5, 5),
        districtFormUnavailable: fc.constant(5),
        relatedToActivity: fc.constant(5),
      }),
    }),
  ),
  commentLength: length,
  copyConditionLength: length,
  words: fc.constant(null),
  sameWordsAs: fc.constant(null),
  sharedWordsId: fc.constant(null),
  policy: fc.constant(policy),
});
const yes = { necessaryOrBeneficial: true, districtFormUnavailable: true, relatedToActivity: true };
const said = { necessaryOrBeneficial: 5, districtFormUnavailable: 5, relatedToActivity: 5 };
const approve = (of: string, by: string, kind: RequestKind): DecideTask => ({
  ...{ type: 'decide', taskId: of, by, outcome: 'approve', commentLength: null, copyConditionLength: null },
  ...{ words: null, sameWordsAs: null, sharedWordsId: null, policy },
  ...{ findings: kind === 'personal-phone' ? { met: yes, wordsLength: said } : null },
});
const commandsFor = (kind: RequestKind): fc.Arbitrary<RoundCommand> =>
  fc.oneof(
    { weight: 60, arbitrary: fc.tuple(taskId, decider).map(([of, by]) => approve(of, by, kind)) },
    { weight: 15, arbitrary: decisions },
    {
      weight: 8,
      arbitrary: fc.record({ type: fc.constantFrom('claim' as const, 'return-to-pool' as const), taskId, by: decider }),
    },
    { weight: 1, arbitrary: fc.constant(close) },
  );
const stories = rounds.chain((round) =>
  fc.tuple(fc.constant(round), fc.array(commandsFor(round.kind), { maxLength: 40, size: 'max' })),
);

const play = (all: readonly RoundCommand[]): RoundFact[] => {
  const history: RoundFact[] = [];
  for (const command of all) {
    const decision = roundDecider.decide(command, fold(roundDecider, history));
    if (!isRefusal(decision)) history.push(...decision);
  }
  return history;
};
const factsOf = <Type extends RoundFact['type']>(history: readonly RoundFact[], type: Type) =>
  history.filter((fact): fact is Extract<RoundFact, { type: Type }> => fact.type === type);
const endings = new Set(
  ['approved', 'denied', 'returned', 'closed'].map((end) => `sightline.approval.round-${end}.v1`),
);

const check = (property: (history: readonly RoundFact[]) => void): void => {
  let ended = 0;
  fc.assert(
    fc.property(stories, ([round, all]) => {
      const history = play([round, ...all, round]);
      ended += factsOf(history, 'sightline.approval.round-approved.v1').length;
      property(history);
    }),
    { numRuns: 1_500 },
  );
  // A property over rounds that are never approved would say nothing.
  expect(ended).toBeGreaterThan(50);
};

describe('whatever people try, a round', () => {
  it('has one end, and nothing after it', () => {
    check((history) => {
      const at = history.findIndex(({ type }) => endings.has(type));
      if (at >= 0) expect(at).toBe(history.length - 1);
      expect(factsOf(history, 'sightline.approval.round-opened.v1').length).toBeLessThanOrEqual(1);
    });
  });

  it('is decided by nobody twice, by no party, and by candidates alone', () => {
    check((history) => {
      const decided = factsOf(history, 'sightline.approval.task-decided.v1').map(({ data }) => data);
      expect(new Set(decided.map(({ deciderId }) => deciderId)).size).toBe(decided.length);
      expect(new Set(decided.map((each) => each.taskId)).size).toBe(decided.length);
      const tasks = factsOf(history, 'sightline.approval.round-opened.v1').flatMap(({ data }) => data.tasks);
      for (const { deciderId, taskId: of } of decided) {
        expect(['teacher', 'mother', 'student']).not.toContain(deciderId);
        expect(tasks.find((task) => task.taskId === of)!.candidateIds).toContain(deciderId);
      }
    });
  });

  it('is approved under C3 only by two people at least, one a side, and by every task', () => {
    check((history) => {
      const [opened] = factsOf(history, 'sightline.approval.round-opened.v1');
      const decided = factsOf(history, 'sightline.approval.task-decided.v1').map(({ data }) => data);
      for (const { data } of factsOf(history, 'sightline.approval.round-approved.v1')) {
        expect(decided.map((each) => each.taskId).sort()).toEqual(opened!.data.tasks.map((task) => task.taskId).sort());
        expect(decided.every(({ outcome }) => outcome === 'approve')).toBe(true);
        expect([...data.deciderIds].sort()).toEqual(decided.map(({ deciderId }) => deciderId).sort());
        if (opened!.data.kind !== 'outside-channel') continue;
        expect(new Set(data.deciderIds).size).toBeGreaterThanOrEqual(2);
        expect(new Set(decided.map(({ side }) => side))).toEqual(new Set(['principal', 'technology']));
      }
    });
  });

  it('is never approved under C5 with a finding that is missing or not met', () => {
    check((history) => {
      const phone = factsOf(history, 'sightline.approval.round-opened.v1')[0]?.data.kind === 'personal-phone';
      if (!phone || factsOf(history, 'sightline.approval.round-approved.v1').length === 0) return;
      for (const { data } of factsOf(history, 'sightline.approval.task-decided.v1'))
        expect(data.findings && Object.values(data.findings)).toEqual([true, true, true]);
    });
  });
});

describe('as long as nobody denies, an approval', () => {
  it('is reached in whatever order willing people decide whatever they may', () => {
    fc.assert(
      fc.property(rounds, fc.infiniteStream(fc.nat()), (round, choices) => {
        const history = play([round]);
        for (;;) {
          const state = fold(roundDecider, history);
          if (state.status !== 'open') break;
          const lawful = state.tasks
            .flatMap((task) =>
              task.candidateIds.map((by) => roundDecider.decide(approve(task.taskId, by, state.kind), state)),
            )
            .filter((decision) => !isRefusal(decision) && decision.length > 0) as (readonly RoundFact[])[];
          expect(lawful.length).toBeGreaterThan(0);
          history.push(...lawful[choices.next().value % lawful.length]!);
        }
        expect(history.at(-1)!.type).toBe('sightline.approval.round-approved.v1');
      }),
      { numRuns: 1_000 },
    );
  });
});
