import { sealWords, type UnitResult } from '@sightline/event-store';
import type { PolicyBook } from '@sightline/policy';
import { newId, type Clock, type ServiceRuntime } from '@sightline/service-kit';
import { authorizationDecider, type ObjectTo, type ReviewedBuildings } from '../domain/index.js';
import { keptUnder, personContext, type AskedBy } from './person-context.js';

export interface Objection {
  readonly authorizationId: string;
  readonly caseId: string;
  readonly by: AskedBy;
  readonly studentId: string;
  readonly isGuardian: boolean;
  readonly reason: string;
}

export interface BuildingsOfAuthorization {
  /** Where the staff member and the students are now. */
  buildings(authorizationId: string): Promise<ReviewedBuildings>;
}

/** C6: a guardian says no for the own child, and people have to answer. */
export class ObjectToAuthorizationHandler {
  constructor(
    private readonly runtime: Pick<ServiceRuntime, 'execute'>,
    private readonly authorizations: BuildingsOfAuthorization,
    private readonly clock: Clock,
    private readonly today: () => string,
    private readonly policies: PolicyBook,
  ) {}

  async execute(objection: Objection): Promise<UnitResult<{ readonly id: string }>> {
    const { authorizationId, caseId, by, studentId, isGuardian, reason } = objection;
    const subject = `authorization/${authorizationId}`;
    const policy = await this.policies.inForce(this.today());
    const reviewId = newId();
    const sealed = sealWords(newId(), subject, { reason });
    const command: ObjectTo = {
      ...{ type: 'object', reviewId, guardianId: by.personId, studentId, isGuardian, policy },
      words: { recordId: sealed.record.recordId, commitment: sealed.commitment },
      reasonLength: [...reason.trim()].length,
      today: this.today(),
      buildings: await this.authorizations.buildings(authorizationId),
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
      answer: () => ({ id: reviewId }),
    });
  }
}
