import { describe, expect, it } from '@jest/globals';
import { decisionOutcomes, type RequestKind } from '@sightline/contracts';
import { fold, isRefusal } from '@sightline/decider';
import fc from 'fast-check';
import {
  breachesOf,
  roundDecider,
  type DecideTask,
  type OpenRound,
  type ReassignTasks,
  type RoundCommand,
  type RoundFact,
} from './index.js';
import { advance, asked, close, comment, delegate, dueAt, policy, revoke } from './sample-round.suite.js';

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
const unavailable = fc.uniqueArray(person, { maxLength: 2 });
/** The roster changes, or an absence: other people hold the offices, others have become parties. */
const reassignments: fc.Arbitrary<ReassignTasks> = fc.record({
  type: fc.constant('reassign' as const),
  sides: fc.tuple(people, people, people, people).map(([first, second, third, technology]) => [
    ...[first, second, third].map((candidateIds, index) => ({
      ...{ side: 'principal' as const, buildingId: `b${index}`, candidateIds },
    })),
    { side: 'technology' as const, buildingId: null, candidateIds: technology },
    { side: 'supervisor' as const, buildingId: null, candidateIds: first },
  ]),
  partyIds: fc.constantFrom(['mother', 'student'], ['mother', 'student', 'a'], ['mother', 'student', 'x']),
  escalationIds: fc.constantFrom(['x', 'y'], ['x'], []),
  ladder: fc.constant([['x', 'teacher'], ['y']]),
  unavailableIds: unavailable,
  reason: fc.constant('absence' as const),
});
const silence: fc.Arbitrary<RoundCommand> = fc.oneof(
  fc
    .constantFrom('2026-09-17', '2026-09-18', '2026-09-19', '2026-09-22', '2027-01-01')
    .map((day) => advance(`${day}T12:00:00.000Z`, [['x', 'teacher', 'mother'], ['y']])),
  fc.constantFrom('2026-09-18', '2026-09-19').map((today): RoundCommand => ({ type: 'end-delegations', today })),
  reassignments,
);
const moves: fc.Arbitrary<RoundCommand> = fc.oneof(
  fc.tuple(taskId, decider, decider).map(([of, by, to]) => delegate(of, by, to)),
  fc.tuple(taskId, decider).map(([of, by]) => revoke(of, by)),
  fc.record({ type: fc.constantFrom('claim' as const, 'return-to-pool' as const), taskId, by: decider }),
  fc.tuple(taskId, decider).map(([of, by]) => comment(of, by)),
);
const commandsFor = (kind: RequestKind): fc.Arbitrary<RoundCommand> =>
  fc.oneof(
    { weight: 60, arbitrary: fc.tuple(taskId, decider).map(([of, by]) => approve(of, by, kind)) },
    { weight: 15, arbitrary: decisions },
    { weight: 16, arbitrary: moves },
    { weight: 4, arbitrary: silence },
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

  it('is decided by nobody twice, by no party, by candidates alone, and proves so again without its decider', () => {
    check((history) => {
      const decided = factsOf(history, 'sightline.approval.task-decided.v1').map(({ data }) => data);
      const behind = decided.flatMap(({ deciderId, delegatedByIds = [] }) => [deciderId, ...delegatedByIds]);
      expect(new Set(behind).size).toBe(behind.length);
      expect(new Set(decided.map((each) => each.taskId)).size).toBe(decided.length);
      for (const id of ['teacher', 'mother', 'student']) expect(behind).not.toContain(id);
      expect(breachesOf(history)).toEqual([]);
    });
  });

  it('comes back to nobody who is a party, whatever happens to its tasks', () => {
    check((history) => {
      const state = fold(roundDecider, history);
      if (state.status === 'none') return;
      for (const { candidateIds, assigneeId, delegations } of state.tasks) {
        for (const id of ['teacher', 'mother']) expect(candidateIds).not.toContain(id);
        if (assigneeId !== null) expect(candidateIds).toContain(assigneeId);
        for (const { fromId, toId } of delegations)
          expect(candidateIds).toEqual(expect.arrayContaining([fromId, toId]));
        expect(new Set(delegations.map(({ fromId }) => fromId)).size).toBe(delegations.length);
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

describe('silence', () => {
  it('decides nothing, however long it lasts and whatever changes meanwhile', () => {
    fc.assert(
      fc.property(rounds, fc.array(fc.oneof(silence, moves), { maxLength: 30 }), (round, all) => {
        const history = play([round, ...all]);
        expect(factsOf(history, 'sightline.approval.task-decided.v1')).toEqual([]);
        expect(history.filter(({ type }) => endings.has(type))).toEqual([]);
        const steps = factsOf(history, 'sightline.approval.task-escalated.v1').map(
          ({ data }) => `${data.taskId} ${data.step}`,
        );
        expect(new Set(steps).size).toBe(steps.length);
      }),
      { numRuns: 1_000 },
    );
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
