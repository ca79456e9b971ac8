import type { EventEnvelope } from '../envelope.js';
import type { WordsCommitment } from '../commitment.js';

/** What every event about one task names. */
interface OfTask {
  readonly roundId: string;
  readonly requestId: string;
  readonly taskId: string;
}

export type TaskClaimed = EventEnvelope<
  'sightline.approval.task-claimed.v1',
  { readonly roundId: string; readonly requestId: string; readonly taskId: string; readonly assigneeId: string }
>;
export type TaskReturnedToPool = EventEnvelope<
  'sightline.approval.task-returned-to-pool.v1',
  { readonly roundId: string; readonly requestId: string; readonly taskId: string; readonly previousAssigneeId: string }
>;

/** Somebody has another person decide in their place, until a day; both stay in the history. */
export type TaskDelegated = EventEnvelope<
  'sightline.approval.task-delegated.v1',
  OfTask & {
    readonly fromId: string;
    readonly toId: string;
    /** A date in the district's time zone, inclusive; the task goes back after it. */
    readonly until: string;
    /** Everybody who may decide it from now on; the delegate alone has it. */
    readonly candidateIds: readonly string[];
    /** The whole chain, the first who delegated first. */
    readonly delegatedByIds: readonly string[];
    readonly words: WordsCommitment | null;
  }
>;
/** The task is again with whoever had delegated it: taken back, or the delegation's last day is over. */
export type TaskDelegationRevoked = EventEnvelope<
  'sightline.approval.task-delegation-revoked.v1',
  OfTask & {
    readonly fromId: string;
    readonly toId: string;
    readonly reason: 'revoked' | 'ended';
    /** Who took it back; null when it ended by itself. */
    readonly revokedBy: string | null;
    /** Everybody who may decide it from now on, and who has it. */
    readonly candidateIds: readonly string[];
    readonly assigneeId: string | null;
    /** What is left of the chain, and its earliest last day. */
    readonly delegatedByIds: readonly string[];
    readonly until: string | null;
  }
>;

/** Others may decide it now: the roster changed, somebody is absent, or nobody lawful was left. */
export type TaskReassigned = EventEnvelope<
  'sightline.approval.task-reassigned.v1',
  OfTask & {
    /** Everybody who may decide it from now on. */
    readonly candidateIds: readonly string[];
    readonly assigneeId: string | null;
    /** What is left of a chain of delegation, and its earliest last day. */
    readonly delegatedByIds: readonly string[];
    readonly until: string | null;
    readonly reason: 'roster-change' | 'absence' | 'no-lawful-decider';
  }
>;

/** Silence never approves: whoever is silent is reminded. */
export type TaskReminded = EventEnvelope<
  'sightline.approval.task-reminded.v1',
  OfTask & {
    /** Who is reminded: the assignee, or the pool. */
    readonly remindedIds: readonly string[];
    /** 1 for the first reminder of the task. */
    readonly reminder: number;
    /** When the next reminder or escalation is due; null when none is left. */
    readonly nextAt: string | null;
  }
>;
/** Silence never approves: an overdue task goes up to more people; whoever had it may still decide it. */
export type TaskEscalated = EventEnvelope<
  'sightline.approval.task-escalated.v1',
  OfTask & {
    /** Everybody who may decide it from now on. */
    readonly candidateIds: readonly string[];
    /** 1 for the first step up. */
    readonly step: number;
    /** When the next step is due; null when none is left. */
    readonly nextAt: string | null;
  }
>;

export type TaskCommented = EventEnvelope<
  'sightline.approval.task-commented.v1',
  OfTask & { readonly commentId: string; readonly by: string; readonly words: WordsCommitment }
>;

export type ApprovalTaskEvent =
  | TaskClaimed
  | TaskReturnedToPool
  | TaskDelegated
  | TaskDelegationRevoked
  | TaskReassigned
  | TaskReminded
  | TaskEscalated
  | TaskCommented;
