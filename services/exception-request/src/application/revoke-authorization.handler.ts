import { sealWords, type UnitResult } from '@sightline/event-store';
import type { PolicyBook } from '@sightline/policy';
import { newId, type Clock, type ServiceRuntime } from '@sightline/service-kit';
import { authorizationDecider, type Revoke } from '../domain/index.js';
import { keptUnder, personContext, type AskedBy } from './person-context.js';

export interface Revocation {
  readonly authorizationId: string;
  readonly caseId: string;
  readonly by: AskedBy;
  readonly side: Revoke['side'];
  readonly reason: string;
}

/** Ends an authorization before its time, with the reason in words. */
export class RevokeAuthorizationHandler {
  constructor(
    private readonly runtime: Pick<ServiceRuntime, 'execute'>,
    private readonly clock: Clock,
    private readonly today: () => string,
    private readonly policies: PolicyBook,
  ) {}

  async execute({
    authorizationId,
    caseId,
    by,
    side,
    reason,
  }: Revocation): Promise<UnitResult<{ readonly id: string }>> {
    const subject = `authorization/${authorizationId}`;
    const policy = await this.policies.inForce(this.today());
    const sealed = sealWords(newId(), subject, { reason });
    const command: Revoke = {
      ...{ type: 'revoke', by: by.personId, side, policy, expectedVersion: by.expectedVersion, today: this.today() },
      words: { recordId: sealed.record.recordId, commitment: sealed.commitment },
      reasonLength: [...reason.trim()].length,
    };
    return this.runtime.execute({
      commands: [
        {
          ...{ subject, decider: authorizationDecider, command, expect: 'existing' },
          context: personContext(caseId, by, policy.id, this.clock.now()),
        },
      ],
      words: [sealed.record],
      ...keptUnder(by),
      answer: () => ({ id: authorizationId }),
    });
  }
}
