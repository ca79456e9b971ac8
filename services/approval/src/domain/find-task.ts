import { refuse, type Decision, type Refusal } from '@sightline/decider';
import type { RoundRefusalCode } from './round.commands.js';
import type { OpenedRound, RoundFact, RoundState, RoundTask } from './round.js';

export type RoundDecision = Decision<RoundFact, RoundRefusalCode>;
export type RoundRefusal = Refusal<RoundRefusalCode>;

export interface FoundTask {
  readonly round: Exclude<RoundState, { status: 'none' }>;
  readonly task: RoundTask;
}

export const findTask = (taskId: string, state: RoundState): FoundTask | undefined => {
  if (state.status === 'none') return undefined;
  const task = state.tasks.find((each) => each.taskId === taskId);
  return task && { round: state, task };
};

/** The clause on which a round rests: C5 for a personal telephone, C3 otherwise. */
export const clauseOf = ({ kind }: Pick<OpenedRound, 'kind'>): 'C3' | 'C5' => (kind === 'personal-phone' ? 'C5' : 'C3');

export const unknownTask = (): RoundRefusal =>
  refuse({ refused: 'unknown-task', detail: 'There is no such task.', remedy: 'Look at the list of your tasks.' });

export const staleVersion = (): RoundRefusal =>
  refuse({
    refused: 'stale-version',
    detail: 'The task has changed since you read it.',
    remedy: 'Read it again, and act then.',
  });

export const roundOver = (): RoundRefusal =>
  refuse({
    refused: 'round-over',
    clause: 'C3',
    detail: 'This matter is decided or withdrawn; the task is closed.',
    remedy: 'There is nothing left to do here.',
  });

export const alreadyDecided = (): RoundRefusal =>
  refuse({
    refused: 'already-decided',
    clause: 'C3',
    detail: 'This task is decided; a decision is not taken twice.',
    remedy: 'An authorization that should no longer stand is revoked.',
  });

/** A task of an open round that nobody has decided yet, or why it is none. */
export const findOpenTask = (taskId: string, state: RoundState): FoundTask | { readonly refusal: RoundRefusal } => {
  const found = findTask(taskId, state);
  if (!found) return { refusal: unknownTask() };
  if (found.task.decision) return { refusal: alreadyDecided() };
  if (found.round.status !== 'open') return { refusal: roundOver() };
  return found;
};
