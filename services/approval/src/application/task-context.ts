import type { EventContext, UnitOfWork } from '@sightline/event-store';

/** One task, as the list of tasks knows it. */
export interface TaskAt {
  readonly taskId: string;
  readonly roundId: string;
  readonly caseId: string;
  readonly policyVersion: string;
}

/** Who acts on a task, and by which request. */
export interface ByPerson {
  readonly by: string;
  /** Every roster record of the same natural person, where there are several. */
  readonly alsoIds?: readonly string[] | undefined;
  readonly idempotency: UnitOfWork['idempotency'];
  /** The versions of the task that they have seen; undefined when it does not matter. */
  readonly expected: readonly number[] | undefined;
  readonly causationId: string;
}

/** What a person does to a task, in the task's case and under its version of the policy (C11). */
export const contextOf = (task: TaskAt, { by, causationId }: ByPerson, time: Date): EventContext => ({
  correlationId: task.caseId,
  causationId,
  actor: `person:${by}`,
  policyVersion: task.policyVersion,
  partitionKey: task.caseId,
  time,
});

/** Unicode code points, blanks at both ends not counted. */
export const lengthOf = (text: string): number => [...text.trim()].length;
