import type { EventEnvelope } from '../envelope.js';
import type { ApprovalSide, DecisionOutcome, RequestKind } from '../enums.js';
import type { WordsCommitment } from './exception-request.events.js';

/** Who may take a task: one person, or whoever of a pool claims or decides it first. */
export interface TaskOpened {
  readonly taskId: string;
  readonly side: ApprovalSide;
  /** The person, or null when a pool of several holds the task. */
  readonly assigneeId: string | null;
  /** Everybody who may decide it; the assignee alone, or the pool. */
  readonly candidateIds: readonly string[];
  readonly buildingId: string | null;
  /** RFC 3339, UTC. */
  readonly dueAt: string;
}

/** One round decides one submission. Subject `round/<roundId>`; all tasks and decisions of the submission are in its stream. */
export type RoundOpened = EventEnvelope<
  'sightline.approval.round-opened.v1',
  {
    readonly roundId: string;
    readonly requestId: string;
    readonly submission: number;
    readonly kind: RequestKind;
    readonly requesterId: string;
    readonly tasks: readonly TaskOpened[];
  }
>;

/** C5: the three findings; the words themselves are under the commitment. */
export interface FindingsMet {
  readonly necessaryOrBeneficial: boolean;
  readonly districtFormUnavailable: boolean;
  readonly relatedToActivity: boolean;
}

export type TaskDecided = EventEnvelope<
  'sightline.approval.task-decided.v1',
  {
    readonly roundId: string;
    readonly requestId: string;
    readonly taskId: string;
    readonly side: ApprovalSide;
    readonly outcome: DecisionOutcome;
    readonly deciderId: string;
    readonly findings: FindingsMet | null;
    /** C7: this approver made copies to the supervisor a written condition. */
    readonly copyCondition: boolean;
    readonly words: WordsCommitment | null;
  }
>;

export type TaskClaimed = EventEnvelope<
  'sightline.approval.task-claimed.v1',
  { readonly roundId: string; readonly requestId: string; readonly taskId: string; readonly assigneeId: string }
>;
export type TaskReturnedToPool = EventEnvelope<
  'sightline.approval.task-returned-to-pool.v1',
  { readonly roundId: string; readonly requestId: string; readonly taskId: string; readonly previousAssigneeId: string }
>;

export type RoundApproved = EventEnvelope<
  'sightline.approval.round-approved.v1',
  {
    readonly roundId: string;
    readonly requestId: string;
    readonly submission: number;
    readonly deciderIds: readonly string[];
    readonly copyCondition: boolean;
  }
>;
export type RoundDenied = EventEnvelope<
  'sightline.approval.round-denied.v1',
  { readonly roundId: string; readonly requestId: string; readonly submission: number; readonly deciderId: string }
>;
export type RoundReturned = EventEnvelope<
  'sightline.approval.round-returned.v1',
  { readonly roundId: string; readonly requestId: string; readonly submission: number; readonly deciderId: string }
>;
/** The request was withdrawn: open tasks close without a decision. */
export type RoundClosed = EventEnvelope<
  'sightline.approval.round-closed.v1',
  { readonly roundId: string; readonly requestId: string; readonly submission: number; readonly reason: 'withdrawn' }
>;

export type ApprovalEvent =
  | RoundOpened
  | TaskDecided
  | TaskClaimed
  | TaskReturnedToPool
  | RoundApproved
  | RoundDenied
  | RoundReturned
  | RoundClosed;
