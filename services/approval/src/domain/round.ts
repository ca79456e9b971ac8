import type {
  ApprovalSide,
  DecisionOutcome,
  FactOf,
  RequestKind,
  RoundApproved,
  RoundClosed,
  RoundDenied,
  RoundOpened,
  RoundReturned,
  TaskClaimed,
  TaskDecided,
  TaskReturnedToPool,
} from '@sightline/contracts';

export type RoundFact = FactOf<
  | RoundOpened
  | TaskDecided
  | TaskClaimed
  | TaskReturnedToPool
  | RoundApproved
  | RoundDenied
  | RoundReturned
  | RoundClosed
>;

export interface TaskDecision {
  readonly by: string;
  readonly outcome: DecisionOutcome;
  readonly copyCondition: boolean;
}

export interface RoundTask {
  readonly taskId: string;
  readonly side: ApprovalSide;
  readonly assigneeId: string | null;
  readonly candidateIds: readonly string[];
  readonly decision: TaskDecision | undefined;
}

export interface OpenedRound {
  readonly roundId: string;
  readonly requestId: string;
  readonly submission: number;
  readonly kind: RequestKind;
  readonly requesterId: string;
  readonly tasks: readonly RoundTask[];
}

/** One submission's tasks and decisions: everything that four eyes depends on stands in this one stream (C3). */
export type RoundState =
  | { readonly status: 'none' }
  | (OpenedRound & { readonly status: 'open' })
  | (OpenedRound & { readonly status: 'approved' | 'denied' | 'returned' | 'closed' });

export const noRound: RoundState = { status: 'none' };

const withTask = (state: RoundState, taskId: string, change: Partial<RoundTask>): RoundState =>
  state.status === 'none'
    ? state
    : { ...state, tasks: state.tasks.map((task) => (task.taskId === taskId ? { ...task, ...change } : task)) };

const ended = (state: RoundState, status: 'approved' | 'denied' | 'returned' | 'closed'): RoundState =>
  state.status === 'none' ? state : { ...state, status };

/** The round after a fact. */
export const evolveRound = (state: RoundState, fact: RoundFact): RoundState => {
  switch (fact.type) {
    case 'sightline.approval.round-opened.v1': {
      const { roundId, requestId, submission, kind, requesterId } = fact.data;
      const tasks = fact.data.tasks.map(({ taskId, side, assigneeId, candidateIds }) => ({
        ...{ taskId, side, assigneeId, candidateIds },
        decision: undefined,
      }));
      return { status: 'open', roundId, requestId, submission, kind, requesterId, tasks };
    }
    case 'sightline.approval.task-decided.v1': {
      const { taskId, deciderId, outcome, copyCondition } = fact.data;
      return withTask(state, taskId, { decision: { by: deciderId, outcome, copyCondition } });
    }
    case 'sightline.approval.task-claimed.v1':
      return withTask(state, fact.data.taskId, { assigneeId: fact.data.assigneeId });
    case 'sightline.approval.task-returned-to-pool.v1':
      return withTask(state, fact.data.taskId, { assigneeId: null });
    case 'sightline.approval.round-approved.v1':
      return ended(state, 'approved');
    case 'sightline.approval.round-denied.v1':
      return ended(state, 'denied');
    case 'sightline.approval.round-returned.v1':
      return ended(state, 'returned');
    case 'sightline.approval.round-closed.v1':
      return ended(state, 'closed');
  }
};
