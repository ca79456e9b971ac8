import type {
  ApprovalSide,
  AskedFacts,
  DecisionOutcome,
  FactOf,
  RequestKind,
  ReviewAsked,
  ReviewDecided,
  ReviewOutcome,
  RoundApproved,
  RoundClosed,
  RoundDenied,
  RoundOpened,
  RoundReturned,
  TaskClaimed,
  TaskCommented,
  TaskDecided,
  TaskDelegated,
  TaskDelegationRevoked,
  TaskEscalated,
  TaskReassigned,
  TaskReminded,
  TaskReturnedToPool,
  WordsCommitment,
} from '@sightline/contracts';

export type RoundFact = FactOf<
  | RoundOpened
  | TaskDecided
  | TaskClaimed
  | TaskReturnedToPool
  | TaskDelegated
  | TaskDelegationRevoked
  | TaskReassigned
  | TaskReminded
  | TaskEscalated
  | TaskCommented
  | RoundApproved
  | RoundDenied
  | RoundReturned
  | RoundClosed
  | ReviewDecided
>;

export interface TaskDecision {
  readonly by: string;
  readonly outcome: DecisionOutcome;
  /** What was said about a review. */
  readonly review: ReviewOutcome | undefined;
  readonly copyCondition: boolean;
  readonly words: WordsCommitment | null;
  /** In whose place it was decided: whoever delegated the task, the first of the chain first. */
  readonly delegatedByIds: readonly string[];
}

/** One link of a chain of delegation. */
export interface Delegation {
  readonly fromId: string;
  readonly toId: string;
  /** Last day, in the district's time zone. */
  readonly until: string;
  /** Whether `toId` may decide the task by this delegation alone. */
  readonly byDelegationAlone: boolean;
}

export interface RoundTask {
  readonly taskId: string;
  readonly side: ApprovalSide;
  readonly buildingId: string | null;
  readonly assigneeId: string | null;
  /** Everybody who may decide it now, delegates included. */
  readonly candidateIds: readonly string[];
  readonly dueAt: string;
  readonly delegations: readonly Delegation[];
  /** How many reminders were given, and how many steps up the task has taken. */
  readonly reminders: number;
  readonly steps: number;
  readonly decision: TaskDecision | undefined;
  /** The version of the round in which the task changed last. */
  readonly version: number;
}

export interface OpenedRound {
  readonly roundId: string;
  readonly requestId: string;
  readonly submission: number;
  readonly kind: RequestKind;
  readonly requesterId: string;
  readonly about: 'request' | 'review';
  /** Null for a round about a request. */
  readonly review: (ReviewAsked & { readonly reviewId: string; readonly authorizationId: string }) | null;
  /** Who was passed over as a party when the round opened. */
  readonly partyIds: readonly string[];
  readonly asked: AskedFacts | undefined;
  readonly tasks: readonly RoundTask[];
  /** How many facts it is made of. */
  readonly version: number;
}

/** One submission's, or one review's, tasks and decisions: everything that four eyes depends on stands in this one stream (C3). */
export type RoundState =
  | { readonly status: 'none' }
  | (OpenedRound & { readonly status: 'open' })
  | (OpenedRound & { readonly status: EndedStatus });
export type EndedStatus = 'approved' | 'denied' | 'returned' | 'closed' | 'reviewed';

export const noRound: RoundState = { status: 'none' };
