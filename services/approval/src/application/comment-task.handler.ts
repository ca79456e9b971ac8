import { sealWords, type UnitResult } from '@sightline/event-store';
import type { PolicyBook } from '@sightline/policy';
import { newId, type Clock, type ServiceRuntime } from '@sightline/service-kit';
import type { Attachment } from './attachments.js';
import { roundCommand } from './round-unit.js';
import { contextOf, lengthOf, type ByPerson, type TaskAt } from './task-context.js';

export interface WhatIsCommented {
  readonly comment: string;
  readonly attachments: readonly Attachment[];
}

/** Something said about a task before it is decided; the words are kept apart, under a commitment. */
export class CommentTaskHandler {
  constructor(
    private readonly runtime: Pick<ServiceRuntime, 'execute'>,
    private readonly clock: Clock,
    private readonly policies: PolicyBook,
  ) {}

  async execute(
    task: TaskAt,
    { comment, attachments }: WhatIsCommented,
    who: ByPerson,
  ): Promise<UnitResult<{ readonly id: string }>> {
    const commentId = newId();
    const { record, commitment } = sealWords(newId(), `round/${task.roundId}`, {
      comment,
      ...(attachments.length > 0 ? { attachments } : {}),
    });
    const command = {
      type: 'comment' as const,
      ...{ taskId: task.taskId, by: who.by, expected: who.expected, commentId, commentLength: lengthOf(comment) },
      words: { recordId: record.recordId, commitment },
      policy: await this.policies.byId(task.policyVersion),
    };
    return this.runtime.execute({
      commands: [roundCommand(task.roundId, command, 'existing', contextOf(task, who, this.clock.now()))],
      words: [record],
      ...(who.idempotency === undefined ? {} : { idempotency: who.idempotency }),
      answer: () => ({ id: commentId }),
    });
  }
}
