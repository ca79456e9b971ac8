import type { UnitResult } from '@sightline/event-store';
import type { Clock, ServiceRuntime } from '@sightline/service-kit';
import { roundCommand } from './round-unit.js';
import { contextOf, type ByPerson, type TaskAt } from './task-context.js';

export type TaskMove = 'claim' | 'return-to-pool' | 'revoke-delegation';

/** Takes a task from its pool, returns it, or ends a delegation. */
export class MoveTaskHandler {
  constructor(
    private readonly runtime: Pick<ServiceRuntime, 'execute'>,
    private readonly clock: Clock,
  ) {}

  execute(task: TaskAt, move: TaskMove, who: ByPerson): Promise<UnitResult<{ readonly id: string }>> {
    const command = { type: move, taskId: task.taskId, by: who.by, expected: who.expected };
    return this.runtime.execute({
      commands: [roundCommand(task.roundId, command, 'existing', contextOf(task, who, this.clock.now()))],
      ...(who.idempotency === undefined ? {} : { idempotency: who.idempotency }),
      answer: () => ({ id: task.taskId }),
    });
  }
}
