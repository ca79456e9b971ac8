import { unchanged, type Decider } from '@sightline/decider';
import { advanceTasks } from './advance-tasks.js';
import { decideTask } from './decide-task.js';
import { delegateTask, endDelegations, revokeDelegation } from './delegate-task.js';
import { evolveRound } from './evolve-round.js';
import { findTask, staleVersion, type RoundDecision } from './find-task.js';
import { claimTask, commentTask, returnTask } from './move-task.js';
import { openRound } from './open-round.js';
import { reassignTasks } from './reassign-tasks.js';
import type { ActOnTask, RoundCommand, RoundRefusalCode } from './round.commands.js';
import { noRound, type RoundFact, type RoundState } from './round.js';

/** Rounds: all tasks and decisions of one submission, so that four eyes is decided in one place (C3, C5). Silence never approves. */
export const roundDecider: Decider<RoundState, RoundCommand, RoundFact, RoundRefusalCode> = {
  initialState: noRound,
  evolve: evolveRound,
  decide(command, state): RoundDecision {
    if ('expected' in command && isStale(command, state)) return staleVersion();
    switch (command.type) {
      case 'open':
        return openRound(command, state);
      case 'decide':
        return decideTask(command, state);
      case 'claim':
        return claimTask(command, state);
      case 'return-to-pool':
        return returnTask(command.taskId, command.by, state);
      case 'delegate':
        return delegateTask(command, state);
      case 'revoke-delegation':
        return revokeDelegation(command.taskId, command.by, state);
      case 'end-delegations':
        return endDelegations(command.today, state);
      case 'reassign':
        return reassignTasks(command, state);
      case 'advance':
        return advanceTasks(command, state);
      case 'comment':
        return commentTask(command, state);
      case 'close':
        return close(command.reason, state);
      default:
        return command satisfies never;
    }
  },
};

const isStale = ({ taskId, expected }: ActOnTask<string>, state: RoundState): boolean => {
  const found = findTask(taskId, state);
  return !!found && !!expected && !expected.includes(found.task.version);
};

function close(reason: 'withdrawn' | 'overtaken', state: RoundState): RoundDecision {
  if (state.status !== 'open') return unchanged;
  const { roundId, requestId, submission } = state;
  return [{ type: 'sightline.approval.round-closed.v1', data: { roundId, requestId, submission, reason } }];
}
