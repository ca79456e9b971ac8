import { sealWords, type Queryable, type UnitResult } from '@sightline/event-store';
import { newId, type ServiceRuntime } from '@sightline/service-kit';
import { lookAt, type RoundsAtHand } from './reassign-rounds.js';
import { roundCommand } from './round-unit.js';
import { contextOf, lengthOf, type ByPerson, type TaskAt } from './task-context.js';
import { partiesOf } from './who-decides.js';

export interface DelegationAsked {
  readonly toId: string;
  readonly toAlsoIds: readonly string[];
  /** An active employee of the district. */
  readonly toIsStaff: boolean;
  /** Last day, in the district's time zone. */
  readonly until: string;
  readonly comment: string | undefined;
}

/** Has another person decide a task, until a day; why is kept apart, under a commitment. */
export class DelegateTaskHandler {
  constructor(
    private readonly runtime: Pick<ServiceRuntime, 'execute'>,
    private readonly database: Queryable,
    private readonly atHand: RoundsAtHand,
  ) {}

  async execute(
    task: TaskAt,
    { toId, toAlsoIds, toIsStaff, until, comment }: DelegationAsked,
    who: ByPerson,
  ): Promise<UnitResult<{ readonly id: string }>> {
    const { rounds, found, policyOf } = await lookAt(this.database, [task.roundId], this.atHand);
    const sealed = comment === undefined ? undefined : sealWords(newId(), `round/${task.roundId}`, { comment });
    const command = {
      type: 'delegate' as const,
      ...{
        taskId: task.taskId,
        by: who.by,
        alsoIds: who.alsoIds,
        expected: who.expected,
        toId,
        toAlsoIds,
        toIsStaff,
        until,
        today: this.atHand.today(),
      },
      partyIds: rounds.flatMap(({ matter }) => partiesOf(matter, found)),
      commentLength: comment === undefined ? null : lengthOf(comment),
      words: sealed ? { recordId: sealed.record.recordId, commitment: sealed.commitment } : null,
      policy: policyOf(task.policyVersion),
    };
    return this.runtime.execute({
      commands: [roundCommand(task.roundId, command, 'existing', contextOf(task, who, this.atHand.clock.now()))],
      ...(sealed ? { words: [sealed.record] } : {}),
      ...(who.idempotency === undefined ? {} : { idempotency: who.idempotency }),
      answer: () => ({ id: task.taskId }),
    });
  }
}
