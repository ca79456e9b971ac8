import type { RoundOpened } from '@sightline/contracts';
import type { Delegation, EndedStatus, OpenedRound, RoundFact, RoundState, RoundTask } from './round.js';

const ended = (state: RoundState, status: EndedStatus): RoundState =>
  state.status === 'none' ? state : { ...state, status };

const withTask = (state: RoundState, taskId: string, change: (task: RoundTask) => Partial<RoundTask>): RoundState =>
  state.status === 'none'
    ? state
    : { ...state, tasks: state.tasks.map((task) => (task.taskId === taskId ? { ...task, ...change(task) } : task)) };

/** The task without this link of its chain, and without every link that rests on it. */
export const withoutDelegation = (
  task: RoundTask,
  fromId: string,
): Pick<RoundTask, 'delegations' | 'candidateIds' | 'assigneeId'> => {
  const at = task.delegations.findIndex((link) => link.fromId === fromId);
  if (at < 0) return task;
  const gone = task.delegations.slice(at);
  const leaving = new Set(gone.filter((link) => link.byDelegationAlone).map(({ toId }) => toId));
  const candidateIds = task.candidateIds.filter((id) => !leaving.has(id));
  const wasHeldByDelegate = gone.some(({ toId }) => toId === task.assigneeId);
  return {
    delegations: task.delegations.slice(0, at),
    candidateIds,
    assigneeId: wasHeldByDelegate ? (candidateIds.includes(fromId) ? fromId : null) : task.assigneeId,
  };
};

/** A chain of delegation holds as far as everybody in it may still decide. */
export const stillSound = (chain: readonly Delegation[], candidateIds: readonly string[]): readonly Delegation[] => {
  const broken = chain.findIndex(({ fromId, toId }) => !candidateIds.includes(fromId) || !candidateIds.includes(toId));
  return broken < 0 ? chain : chain.slice(0, broken);
};

const openTask = (data: RoundOpened['data'], task: RoundOpened['data']['tasks'][number]): RoundTask => {
  const carried = data.carried?.find(({ taskId }) => taskId === task.taskId);
  const { taskId, side, buildingId, assigneeId, candidateIds, dueAt } = task;
  return {
    ...{
      taskId,
      side,
      buildingId,
      assigneeId,
      candidateIds,
      dueAt,
      delegations: [],
      reminders: 0,
      steps: 0,
      version: 1,
    },
    decision: carried && {
      ...{ by: carried.deciderId, outcome: 'approve', review: undefined, copyCondition: carried.copyCondition },
      ...{ words: null, delegatedByIds: [] },
    },
  };
};

const openedRound = (data: RoundOpened['data']): OpenedRound => {
  const { roundId, requestId, submission, kind, requesterId, about = 'request' } = data;
  const { reviewId, authorizationId, review } = data;
  return {
    ...{ roundId, requestId, submission, kind, requesterId, about },
    review: reviewId && authorizationId && review ? { ...review, reviewId, authorizationId } : null,
    partyIds: data.partyIds ?? [],
    asked: data.asked,
    tasks: data.tasks.map((task) => openTask(data, task)),
    version: 1,
  };
};

/** The round after a fact; what the fact changed carries the new version. */
export const evolveRound = (before: RoundState, fact: RoundFact): RoundState => {
  const after = apply(before, fact);
  if (after.status === 'none' || before.status === 'none') return after;
  const version = before.version + 1;
  const tasks = after.tasks.map((task, index) => (task === before.tasks[index] ? task : { ...task, version }));
  return { ...after, tasks, version };
};

const apply = (state: RoundState, fact: RoundFact): RoundState => {
  switch (fact.type) {
    case 'sightline.approval.round-opened.v1':
      return { status: 'open', ...openedRound(fact.data) };
    case 'sightline.approval.task-decided.v1': {
      const { taskId, deciderId, outcome, review, copyCondition, words, delegatedByIds = [] } = fact.data;
      return withTask(state, taskId, () => ({
        decision: { by: deciderId, outcome, review, copyCondition, words, delegatedByIds },
      }));
    }
    case 'sightline.approval.task-claimed.v1':
      return withTask(state, fact.data.taskId, () => ({ assigneeId: fact.data.assigneeId }));
    case 'sightline.approval.task-returned-to-pool.v1':
      return withTask(state, fact.data.taskId, () => ({ assigneeId: null }));
    case 'sightline.approval.task-delegated.v1': {
      const { taskId, fromId, toId, until } = fact.data;
      return withTask(state, taskId, (task) => {
        const byDelegationAlone = !task.candidateIds.includes(toId);
        return {
          assigneeId: toId,
          candidateIds: byDelegationAlone ? [...task.candidateIds, toId] : task.candidateIds,
          delegations: [...task.delegations, { fromId, toId, until, byDelegationAlone }],
        };
      });
    }
    case 'sightline.approval.task-delegation-revoked.v1':
      return withTask(state, fact.data.taskId, (task) => withoutDelegation(task, fact.data.fromId));
    case 'sightline.approval.task-reassigned.v1': {
      const { taskId, candidateIds, assigneeId } = fact.data;
      return withTask(state, taskId, ({ delegations }) => ({
        ...{ candidateIds, assigneeId },
        delegations: stillSound(delegations, candidateIds),
      }));
    }
    case 'sightline.approval.task-reminded.v1':
      return withTask(state, fact.data.taskId, () => ({ reminders: fact.data.reminder }));
    case 'sightline.approval.task-escalated.v1': {
      const { taskId, candidateIds, step } = fact.data;
      return withTask(state, taskId, () => ({
        ...{ candidateIds, steps: step },
        assigneeId: candidateIds.length === 1 ? candidateIds[0]! : null,
      }));
    }
    case 'sightline.approval.task-commented.v1':
      return state;
    case 'sightline.approval.round-approved.v1':
      return ended(state, 'approved');
    case 'sightline.approval.round-denied.v1':
      return ended(state, 'denied');
    case 'sightline.approval.round-returned.v1':
      return ended(state, 'returned');
    case 'sightline.approval.round-closed.v1':
      return ended(state, 'closed');
    case 'sightline.approval.review-decided.v1':
      return ended(state, 'reviewed');
  }
};
