import type { ApprovalSide, AskedFacts, RequestKind } from '@sightline/contracts';
import { policyVersions } from '@sightline/policy';
import type { DecideTask, DelegateTask, OpenRound, ReassignTasks, RoundCommand, RoundFact } from './index.js';

/** What the specs of rounds have in common: a round with short ids, and the commands that people give. */
export const policy = policyVersions[0]!;
export const ids = { roundId: 'round', requestId: 'request' };
export const dueAt = '2026-09-19T12:00:00.000Z';

export const asked: AskedFacts = {
  ...{ purpose: 'district', medium: 'text-message', groupId: null, studentIds: ['student'] },
  ...{ requesterBuildingIds: ['school'], studentBuildingIds: ['school'] },
  ...{ from: '2026-09-15', until: '2027-06-30', registerState: null },
};

export const open = (
  kind: RequestKind,
  sides: readonly (readonly [side: ApprovalSide, ...candidateIds: string[]])[],
  more: Partial<OpenRound> = {},
): OpenRound => {
  let made = 0;
  return {
    ...{ type: 'open', ...ids, submission: 2, kind, requesterId: 'teacher', partyIds: ['student', 'mother'] },
    sides: sides.map(([side, ...candidateIds]) => ({ side, buildingId: null, candidateIds })),
    ...{ escalationIds: ['director'], nextTaskId: () => `task-${(made += 1)}`, dueAt, nextAt: null },
    ...{ review: null, asked, changed: null, standing: [] },
    ...more,
  };
};

export const task = (taskId: string, side: ApprovalSide, ...candidateIds: string[]) => ({
  ...{ taskId, side, assigneeId: candidateIds.length === 1 ? candidateIds[0]! : null },
  ...{ candidateIds, buildingId: null, dueAt },
});
type OpenedData = Extract<RoundFact, { type: 'sightline.approval.round-opened.v1' }>['data'];
export const opened = (kind: RequestKind, ...tasks: ReturnType<typeof task>[]): RoundFact => ({
  type: 'sightline.approval.round-opened.v1',
  data: { ...ids, submission: 2, kind, requesterId: 'teacher', tasks },
});
export const openedWith = (more: Partial<OpenedData>, ...tasks: ReturnType<typeof task>[]): RoundFact => ({
  type: 'sightline.approval.round-opened.v1',
  data: { ...ids, submission: 2, kind: 'outside-channel', requesterId: 'teacher', tasks, ...more },
});
/** The same, as the decider itself states it. */
export const openedAs = (more: Partial<OpenedData>, ...tasks: ReturnType<typeof task>[]): RoundFact =>
  openedWith({ asked, ...more }, ...tasks.map((each) => ({ ...each, nextAt: null })));
export const review = { reason: 'objection', clause: 'C6' } as const;
/** A guardian has objected to a live authorization. */
export const reviewed = (...tasks: ReturnType<typeof task>[]): RoundFact =>
  openedWith(
    {
      ...{ about: 'review', reviewId: 'review', authorizationId: 'authorization' },
      review: {
        ...review,
        objection: { guardianId: 'mother', studentId: 'student', words: { recordId: 'words', commitment: 'c0ffee' } },
      },
    },
    ...tasks,
  );

type DecidedData = Extract<RoundFact, { type: 'sightline.approval.task-decided.v1' }>['data'];
export const decided = (
  taskId: string,
  side: ApprovalSide,
  deciderId: string,
  outcome: DecidedData['outcome'] = 'approve',
  more: Partial<DecidedData> = {},
): RoundFact => ({
  type: 'sightline.approval.task-decided.v1',
  data: { ...ids, taskId, side, outcome, deciderId, findings: null, copyCondition: false, words: null, ...more },
});
export const claimed = (taskId: string, assigneeId: string): RoundFact => ({
  type: 'sightline.approval.task-claimed.v1',
  data: { ...ids, taskId, assigneeId },
});
/** @param chain everybody who has delegated, this one last */
export const delegated = (taskId: string, toId: string, candidateIds: string[], ...chain: string[]): RoundFact => ({
  type: 'sightline.approval.task-delegated.v1',
  data: {
    ...{ ...ids, taskId, fromId: chain.at(-1)!, toId, until: '2026-09-18', words: null },
    ...{ candidateIds, delegatedByIds: chain },
  },
});

export const decide = (taskId: string, by: string, more: Partial<DecideTask> = {}): DecideTask => ({
  ...{ type: 'decide', taskId, by, outcome: 'approve', findings: null, commentLength: null },
  ...{ copyConditionLength: null, words: null, sameWordsAs: null, sharedWordsId: null, policy },
  ...more,
});
export const deny = (taskId: string, by: string) => decide(taskId, by, { outcome: 'deny', commentLength: 3 });
export const claim = (taskId: string, by: string): RoundCommand => ({ type: 'claim', taskId, by });
export const returnToPool = (taskId: string, by: string): RoundCommand => ({ type: 'return-to-pool', taskId, by });
export const delegate = (taskId: string, by: string, toId: string, more: Partial<DelegateTask> = {}): DelegateTask => ({
  ...{ type: 'delegate', taskId, by, toId, toIsStaff: true, partyIds: ['student', 'mother'] },
  ...{ until: '2026-09-18', today: '2026-09-14', commentLength: null, words: null, policy },
  ...more,
});
export const revoke = (taskId: string, by: string): RoundCommand => ({ type: 'revoke-delegation', taskId, by });
export const comment = (taskId: string, by: string, commentLength = 5): RoundCommand => ({
  ...{ type: 'comment', taskId, by, commentId: 'comment', commentLength },
  ...{ words: { recordId: 'record', commitment: 'c0ffee' }, policy },
});
export const close: RoundCommand = { type: 'close', reason: 'withdrawn' };
export const reassign = (
  sides: readonly (readonly [side: ApprovalSide, ...candidateIds: string[]])[],
  more: Partial<ReassignTasks> = {},
): ReassignTasks => ({
  type: 'reassign',
  sides: sides.map(([side, ...candidateIds]) => ({ side, buildingId: null, candidateIds })),
  ...{ partyIds: ['student', 'mother'], escalationIds: ['director'], ladder: [], unavailableIds: [] },
  reason: 'roster-change',
  ...more,
});
export const advance = (now: string, ladder: readonly (readonly string[])[] = []): RoundCommand => ({
  ...{ type: 'advance', now, partyIds: ['student', 'mother'], ladder, policy },
});
