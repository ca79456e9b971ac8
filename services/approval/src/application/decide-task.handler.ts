import type { DecisionOutcome } from '@sightline/contracts';
import { sealWords, type UnitOfWork, type UnitResult } from '@sightline/event-store';
import { findingNames, type FindingName, type PolicyBook } from '@sightline/policy';
import { newId, type Clock, type ServiceRuntime } from '@sightline/service-kit';
import { roundDecider, type DecideTask, type FindingsGiven } from '../domain/index.js';

export interface TaskDecision {
  readonly taskId: string;
  readonly roundId: string;
  readonly caseId: string;
  readonly policyVersion: string;
  readonly by: string;
  readonly outcome: DecisionOutcome;
  readonly comment: string | undefined;
  readonly findings: Readonly<Record<FindingName, { readonly met: boolean; readonly words: string }>> | undefined;
  readonly copyCondition: string | undefined;
  readonly idempotency: UnitOfWork['idempotency'];
  readonly causationId: string;
}

const lengthOf = (text: string): number => [...text.trim()].length;

const byName = <Value>(pick: (name: FindingName) => Value): Record<FindingName, Value> =>
  Object.fromEntries(findingNames.map((name) => [name, pick(name)])) as Record<FindingName, Value>;

/** One approver's decision about one task; its words are kept apart, under a commitment. */
export class DecideTaskHandler {
  constructor(
    private readonly runtime: Pick<ServiceRuntime, 'execute'>,
    private readonly clock: Clock,
    private readonly policies: PolicyBook,
  ) {}

  async execute(decision: TaskDecision): Promise<UnitResult<{ readonly id: string }>> {
    const { taskId, roundId, caseId, by, outcome, comment, findings, copyCondition, idempotency } = decision;
    const subject = `round/${roundId}`;
    const written = comment !== undefined || findings !== undefined || copyCondition !== undefined;
    const sealed = written
      ? sealWords(newId(), subject, {
          comment: comment ?? null,
          findings: findings ?? null,
          copyCondition: copyCondition ?? null,
        })
      : undefined;
    const given: FindingsGiven | null = findings
      ? { met: byName((name) => findings[name].met), wordsLength: byName((name) => lengthOf(findings[name].words)) }
      : null;
    const command: DecideTask = {
      type: 'decide',
      ...{ taskId, by, outcome },
      findings: given,
      commentLength: comment === undefined ? null : lengthOf(comment),
      copyConditionLength: copyCondition === undefined ? null : lengthOf(copyCondition),
      words: sealed ? { recordId: sealed.record.recordId, commitment: sealed.commitment } : null,
      policy: await this.policies.byId(decision.policyVersion),
    };
    return this.runtime.execute({
      commands: [
        {
          subject,
          decider: roundDecider,
          command,
          expect: 'existing',
          context: {
            correlationId: caseId,
            causationId: decision.causationId,
            actor: `person:${by}`,
            policyVersion: decision.policyVersion,
            partitionKey: caseId,
            time: this.clock.now(),
          },
        },
      ],
      ...(sealed ? { words: [sealed.record] } : {}),
      ...(idempotency === undefined ? {} : { idempotency }),
      answer: () => ({ id: taskId }),
    });
  }
}
