import { accept, refuse, unchanged, type Decider, type Decision } from '@sightline/decider';
import { copiesRequired } from '@sightline/policy';
import { keepsApprovalInReach, whatMustBeSaid, whoMayDecide } from './decision-rules.js';
import { planTasks } from './open-tasks.js';
import type { DecideTask, OpenRound, RoundCommand, RoundRefusalCode } from './round.commands.js';
import { evolveRound, noRound, type OpenedRound, type RoundFact, type RoundState, type RoundTask } from './round.js';

type RoundDecision = Decision<RoundFact, RoundRefusalCode>;

/** Rounds: all tasks and decisions of one submission, so that four eyes is decided in one place (C3, C5). Silence never approves. */
export const roundDecider: Decider<RoundState, RoundCommand, RoundFact, RoundRefusalCode> = {
  initialState: noRound,
  evolve: evolveRound,
  decide(command, state) {
    switch (command.type) {
      case 'open':
        return open(command, state);
      case 'decide':
        return decideTask(command, state);
      case 'claim':
        return claim(command.taskId, command.by, state);
      case 'return-to-pool':
        return returnToPool(command.taskId, command.by, state);
      case 'close':
        return close(state);
      default:
        return command satisfies never;
    }
  },
};

function open(command: OpenRound, state: RoundState): RoundDecision {
  if (state.status !== 'none') return unchanged;
  const { roundId, requestId, submission, kind, requesterId, dueAt } = command;
  const planned = planTasks(command.sides, new Set([requesterId, ...command.partyIds]), command.escalationIds);
  if (!planned)
    return refuse({
      refused: 'nobody-lawful',
      clause: 'C3',
      detail: 'Nobody on the roster may lawfully decide this request.',
      remedy:
        'Put a principal, somebody of the technology department or a district administrator on the roster, then resume.',
    });
  const tasks = planned.map(({ side, buildingId, candidateIds }) => ({
    taskId: command.nextTaskId(),
    side,
    assigneeId: candidateIds.length === 1 ? candidateIds[0]! : null,
    candidateIds,
    buildingId,
    dueAt,
  }));
  return accept({
    type: 'sightline.approval.round-opened.v1',
    data: { roundId, requestId, submission, kind, requesterId, tasks },
  });
}

interface Found {
  readonly round: Exclude<RoundState, { status: 'none' }>;
  readonly task: RoundTask;
}

const find = (taskId: string, state: RoundState): Found | undefined => {
  if (state.status === 'none') return undefined;
  const task = state.tasks.find((each) => each.taskId === taskId);
  return task && { round: state, task };
};

const unknownTask = (): RoundDecision => refuse({ refused: 'unknown-task', detail: 'There is no such task.' });
const roundOver = (): RoundDecision =>
  refuse({ refused: 'round-over', clause: 'C3', detail: 'This request is decided or withdrawn; the task is closed.' });
const alreadyDecided = (): RoundDecision =>
  refuse({
    refused: 'already-decided',
    clause: 'C3',
    detail: 'This task is decided; a decision is not taken twice.',
  });

function decideTask(command: DecideTask, state: RoundState): RoundDecision {
  const found = find(command.taskId, state);
  if (!found) return unknownTask();
  const { round, task } = found;
  if (task.decision) {
    const repeated = task.decision.by === command.by && task.decision.outcome === command.outcome;
    return repeated ? unchanged : alreadyDecided();
  }
  if (round.status !== 'open') return roundOver();
  const refusal =
    whoMayDecide(round, task, command.by) ??
    whatMustBeSaid(round, command) ??
    (command.outcome === 'approve' ? keepsApprovalInReach(round, task, command.by) : undefined);
  if (refusal) return refusal;

  const { roundId, requestId } = round;
  const { by: deciderId, outcome, findings, words } = command;
  const decided: RoundFact = {
    type: 'sightline.approval.task-decided.v1',
    data: {
      roundId,
      requestId,
      taskId: task.taskId,
      side: task.side,
      outcome,
      deciderId,
      findings: findings?.met ?? null,
      copyCondition: command.copyConditionLength !== null,
      words,
    },
  };
  return [decided, ...endOfRound(round, evolveRound(state, decided), command)];
}

function endOfRound(
  round: OpenedRound,
  after: RoundState,
  { outcome, by: deciderId, policy }: DecideTask,
): readonly RoundFact[] {
  const { roundId, requestId, submission, kind } = round;
  const data = { roundId, requestId, submission };
  if (outcome === 'deny') return [{ type: 'sightline.approval.round-denied.v1', data: { ...data, deciderId } }];
  if (outcome === 'return') return [{ type: 'sightline.approval.round-returned.v1', data: { ...data, deciderId } }];
  const decisions = after.status === 'none' ? [] : after.tasks.map(({ decision }) => decision);
  if (!decisions.every((decision) => decision?.outcome === 'approve')) return [];
  return [
    {
      type: 'sightline.approval.round-approved.v1',
      data: {
        ...data,
        deciderIds: decisions.map((decision) => decision!.by),
        copyCondition: copiesRequired(
          kind,
          policy,
          decisions.some((decision) => decision!.copyCondition),
        ),
      },
    },
  ];
}

function claim(taskId: string, by: string, state: RoundState): RoundDecision {
  const found = find(taskId, state);
  if (!found) return unknownTask();
  const { round, task } = found;
  if (task.decision) return alreadyDecided();
  if (round.status !== 'open') return roundOver();
  if (task.assigneeId === by) return unchanged;
  const refusal = whoMayDecide(round, task, by);
  if (refusal) return refusal;
  const { roundId, requestId } = round;
  return accept({ type: 'sightline.approval.task-claimed.v1', data: { roundId, requestId, taskId, assigneeId: by } });
}

function returnToPool(taskId: string, by: string, state: RoundState): RoundDecision {
  const found = find(taskId, state);
  if (!found) return unknownTask();
  const { round, task } = found;
  if (!task.candidateIds.includes(by))
    return refuse({ refused: 'not-a-candidate', clause: 'C3', detail: 'This task is not yours.' });
  if (task.decision) return alreadyDecided();
  if (round.status !== 'open') return roundOver();
  if (task.assigneeId === null) return unchanged;
  if (task.assigneeId !== by || task.candidateIds.length === 1)
    return refuse({
      refused: 'not-claimed',
      detail: 'Only a task that you took from a pool can be returned to it.',
      remedy: 'Delegate it, or decide it.',
    });
  const { roundId, requestId } = round;
  return accept({
    type: 'sightline.approval.task-returned-to-pool.v1',
    data: { roundId, requestId, taskId, previousAssigneeId: by },
  });
}

function close(state: RoundState): RoundDecision {
  if (state.status !== 'open') return unchanged;
  const { roundId, requestId, submission } = state;
  return accept({
    type: 'sightline.approval.round-closed.v1',
    data: { roundId, requestId, submission, reason: 'withdrawn' },
  });
}
