import type { UnitOfWork, UnitResult } from '@sightline/event-store';
import { policyInForce } from '@sightline/policy';
import type { Clock, ServiceRuntime } from '@sightline/service-kit';
import { requestDecider, type WithdrawRequest } from '../domain/index.js';

export interface Withdrawal {
  readonly requestId: string;
  readonly by: string;
  readonly idempotency: UnitOfWork['idempotency'];
  readonly causationId: string;
}

/** The requester takes the request back before it is decided. */
export class WithdrawRequestHandler {
  constructor(
    private readonly runtime: Pick<ServiceRuntime, 'execute'>,
    private readonly clock: Clock,
    private readonly today: () => string,
  ) {}

  execute({ requestId, by, idempotency, causationId }: Withdrawal): Promise<UnitResult<{ readonly id: string }>> {
    const command: WithdrawRequest = { type: 'withdraw', by };
    return this.runtime.execute({
      commands: [
        {
          subject: `request/${requestId}`,
          decider: requestDecider,
          command,
          expect: 'existing',
          context: {
            correlationId: requestId,
            causationId,
            actor: `person:${by}`,
            policyVersion: policyInForce(this.today()).id,
            partitionKey: requestId,
            time: this.clock.now(),
          },
        },
      ],
      ...(idempotency === undefined ? {} : { idempotency }),
      answer: () => ({ id: requestId }),
    });
  }
}
