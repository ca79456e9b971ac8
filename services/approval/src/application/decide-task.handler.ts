import type { DecisionOutcome, ReviewOutcome } from '@sightline/contracts';
import { sealWords, verifyCommitment, type SealedWords, type UnitResult } from '@sightline/event-store';
import { findingNames, type FindingName, type PolicyBook } from '@sightline/policy';
import { newId, type Clock, type ServiceRuntime } from '@sightline/service-kit';
import type { DecideTask, FindingsGiven } from '../domain/index.js';
import { roundCommand } from './round-unit.js';
import { contextOf, lengthOf, type ByPerson, type TaskAt } from './task-context.js';

export interface WhatIsSaid {
  readonly outcome: DecisionOutcome | ReviewOutcome;
  readonly comment?: string | undefined;
  readonly findings?: Readonly<Record<FindingName, { readonly met: boolean; readonly words: string }>> | undefined;
  readonly copyCondition?: string | undefined;
  /** Set when several decisions of one request were given these words. */
  readonly sharedWordsId?: string | undefined;
}

/** Who decided a task, and under which key the words are kept. */
export interface SaidBefore {
  readonly deciderId: string;
  readonly words: { readonly recordId: string; readonly commitment: string; readonly key: Buffer } | null;
}
export type FindSaid = (task: Pick<TaskAt, 'roundId' | 'taskId'>) => Promise<SaidBefore | undefined>;

const byName = <Value>(pick: (name: FindingName) => Value): Record<FindingName, Value> =>
  Object.fromEntries(findingNames.map((name) => [name, pick(name)])) as Record<FindingName, Value>;

const wordsOf = ({ comment, findings, copyCondition }: WhatIsSaid): Readonly<Record<string, unknown>> | undefined =>
  comment === undefined && findings === undefined && copyCondition === undefined
    ? undefined
    : { comment: comment ?? null, findings: findings ?? null, copyCondition: copyCondition ?? null };

/**
 * One approver's decision about one task; its words are kept apart, under a commitment. Handlers called in the same turn
 * share one transaction, each with a verdict of its own.
 */
export class DecideTaskHandler {
  constructor(
    private readonly runtime: Pick<ServiceRuntime, 'execute'>,
    private readonly clock: Clock,
    private readonly policies: PolicyBook,
    private readonly findSaid: FindSaid,
  ) {}

  async execute(task: TaskAt, said: WhatIsSaid, who: ByPerson): Promise<UnitResult<{ readonly id: string }>> {
    const words = wordsOf(said);
    const sealed = words && sealWords(newId(), `round/${task.roundId}`, words);
    const result = await this.decide(task, said, who, sealed, null);
    if (result.outcome !== 'refused' || result.refusal.refused !== 'already-decided' || !words) return result;
    // Words are kept under a key of their own, so that only their text tells whether the same was said before.
    const before = await this.findSaid(task);
    if (before?.deciderId !== who.by || !before.words) return result;
    const { recordId, commitment, key } = before.words;
    return verifyCommitment(key, words, commitment) ? this.decide(task, said, who, undefined, recordId) : result;
  }

  private async decide(
    task: TaskAt,
    said: WhatIsSaid,
    who: ByPerson,
    sealed: SealedWords | undefined,
    sameWordsAs: string | null,
  ): Promise<UnitResult<{ readonly id: string }>> {
    const { outcome, comment, findings, copyCondition, sharedWordsId } = said;
    const given: FindingsGiven | null = findings
      ? { met: byName((name) => findings[name].met), wordsLength: byName((name) => lengthOf(findings[name].words)) }
      : null;
    const command: DecideTask = {
      type: 'decide',
      ...{ taskId: task.taskId, by: who.by, alsoIds: who.alsoIds, expected: who.expected, outcome, sameWordsAs },
      findings: given,
      commentLength: comment === undefined ? null : lengthOf(comment),
      copyConditionLength: copyCondition === undefined ? null : lengthOf(copyCondition),
      words: sealed ? { recordId: sealed.record.recordId, commitment: sealed.commitment } : null,
      sharedWordsId: sharedWordsId ?? null,
      policy: await this.policies.byId(task.policyVersion),
    };
    return this.runtime.execute({
      commands: [roundCommand(task.roundId, command, 'existing', contextOf(task, who, this.clock.now()))],
      ...(sealed ? { words: [sealed.record] } : {}),
      ...(who.idempotency === undefined ? {} : { idempotency: who.idempotency }),
      answer: () => ({ id: task.taskId }),
    });
  }
}
