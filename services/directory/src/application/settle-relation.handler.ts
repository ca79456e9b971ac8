import { sealWords, type UnitOfWork, type UnitResult } from '@sightline/event-store';
import type { PolicyBook } from '@sightline/policy';
import { newId, type Clock } from '@sightline/service-kit';
import { relationProposalDecider, type SettleRelation } from '../domain/index.js';
import type { RosterActs } from './roster-acts.js';

export interface SettleProposal extends Pick<SettleRelation, 'outcome' | 'byIds' | 'roles' | 'subjectBuildingIds'> {
  readonly proposalId: string;
  readonly subjectId: string;
  readonly words: string;
  readonly actor: string;
  readonly idempotency: UnitOfWork['idempotency'];
}

/** Somebody outside IT says whether a relation holds (C7, C9); a confirmed one holds from that moment on. */
export class SettleRelationHandler {
  constructor(
    private readonly acts: RosterActs,
    private readonly clock: Clock,
    private readonly today: () => string,
    private readonly policies: PolicyBook,
  ) {}

  async execute(proposal: SettleProposal): Promise<UnitResult<{ readonly id: string }>> {
    const { proposalId, subjectId, words, actor, idempotency, outcome, byIds, roles, subjectBuildingIds } = proposal;
    const subject = `relation-proposal/${proposalId}`;
    const sealed = sealWords(newId(), subject, { words });
    const command: SettleRelation = {
      ...{ outcome, byIds, roles, subjectBuildingIds, wordsLength: words.trim().length },
      words: { recordId: sealed.record.recordId, commitment: sealed.commitment },
    };
    const today = this.today();
    const context = {
      ...{ correlationId: proposalId, causationId: newId(), actor, partitionKey: subjectId },
      policyVersion: (await this.policies.inForce(today)).id,
      time: this.clock.now(),
    };
    return this.acts.act({
      unit: {
        commands: [{ subject, decider: relationProposalDecider, command, expect: 'existing', context }],
        words: [sealed.record],
        ...(idempotency === undefined ? {} : { idempotency }),
        answer: () => ({ id: proposalId }),
      },
      today,
      ...(outcome === 'confirm' ? { retell: { ...context, senderIds: [], admittedIds: [proposalId] } } : {}),
    });
  }
}
