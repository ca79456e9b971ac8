import type { RosterRole } from '@sightline/contracts';
import type { EventContext, UnitOfWork, UnitResult } from '@sightline/event-store';
import { amendedVersion, type PolicyBook } from '@sightline/policy';
import { newId, type Clock, type ServiceRuntime } from '@sightline/service-kit';
import { policyVersionsDecider, type ConfirmPolicyVersion, type SchedulePolicyVersion } from '../domain/index.js';

/** The one stream of the district's versions. */
const book = '01890000-0000-7000-8000-000000004650';

export interface PolicyVersionChange {
  readonly actor: string;
  readonly idempotency: UnitOfWork['idempotency'];
}

/** Prepares and confirms versions of the policy (C11). */
export class ChangePolicyVersionsHandler {
  constructor(
    private readonly runtime: Pick<ServiceRuntime, 'execute'>,
    private readonly clock: Clock,
    private readonly today: () => string,
    private readonly policies: PolicyBook,
  ) {}

  /** What `written` leaves out stays as in the version in force. */
  async schedule(
    written: Readonly<Record<string, unknown>>,
    preparedBy: string | null,
    change: PolicyVersionChange,
  ): Promise<UnitResult<{ readonly id: string }>> {
    const candidate = amendedVersion(await this.policies.inForce(this.today()), written);
    const policyVersionId = newId();
    return this.execute({ type: 'schedule', policyVersionId, candidate, preparedBy, today: this.today() }, change);
  }

  confirm(
    policyVersionId: string,
    by: string,
    roles: readonly RosterRole[],
    change: PolicyVersionChange,
  ): Promise<UnitResult<{ readonly id: string }>> {
    return this.execute({ type: 'confirm', policyVersionId, by, roles, today: this.today() }, change);
  }

  private async execute(
    command: SchedulePolicyVersion | ConfirmPolicyVersion,
    { actor, idempotency }: PolicyVersionChange,
  ): Promise<UnitResult<{ readonly id: string }>> {
    const id = command.policyVersionId;
    const context: EventContext = {
      ...{ correlationId: id, causationId: newId(), actor, partitionKey: `policy-book/${book}` },
      policyVersion: (await this.policies.inForce(this.today())).id,
      time: this.clock.now(),
    };
    return this.runtime.execute({
      commands: [
        { subject: `policy-book/${book}`, decider: policyVersionsDecider, command, expect: 'any' as const, context },
      ],
      ...(idempotency === undefined ? {} : { idempotency }),
      answer: () => ({ id }),
    });
  }
}
