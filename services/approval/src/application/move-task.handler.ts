import type { UnitOfWork, UnitResult } from '@sightline/event-store';
import type { Clock, ServiceRuntime } from '@sightline/service-kit';
import { roundDecider, type RoundCommand } from '../domain/index.js';

export interface TaskMove {
  readonly move: 'claim' | 'return-to-pool';
  readonly taskId: string;
  readonly roundId: string;
  readonly caseId: string;
  readonly policyVersion: string;
  readonly by: string;
  readonly idempotency: UnitOfWork['idempotency'];
  readonly causationId: string;
}

/** Takes a task from its pool, or returns it. */
export class MoveTaskHandler {
  constructor(
    private readonly runtime: Pick<ServiceRuntime, 'execute'>,
    private readonly clock: Clock,
  ) {}

  execute({
    move,
    taskId,
    roundId,
    caseId,
    policyVersion,
    by,
    idempotency,
    causationId,
  }: TaskMove): Promise<UnitResult<{ id: string }>> {
    const command: RoundCommand = { type: move, taskId, by };
    return this.runtime.execute({
      commands: [
        {
          subject: `round/${roundId}`,
          decider: roundDecider,
          command,
          expect: 'existing',
          context: {
            correlationId: caseId,
            causationId,
            actor: `person:${by}`,
            policyVersion,
            partitionKey: caseId,
            time: this.clock.now(),
          },
        },
      ],
      ...(idempotency === undefined ? {} : { idempotency }),
      answer: () => ({ id: taskId }),
    });
  }
}
