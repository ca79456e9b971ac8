import type { UnitResult } from '@sightline/event-store';
import type { PolicyBook } from '@sightline/policy';
import type { Clock, ServiceRuntime } from '@sightline/service-kit';
import { requestDecider, type WithdrawRequest } from '../domain/index.js';
import { keptUnder, personContext, type AskedBy } from './person-context.js';

/** The requester takes the request back before it is decided, or throws a draft away. */
export class WithdrawRequestHandler {
  constructor(
    private readonly runtime: Pick<ServiceRuntime, 'execute'>,
    private readonly clock: Clock,
    private readonly today: () => string,
    private readonly policies: PolicyBook,
  ) {}

  async execute(requestId: string, by: AskedBy): Promise<UnitResult<{ readonly id: string }>> {
    const { personId, expectedVersion } = by;
    const command: WithdrawRequest = { type: 'withdraw', requestId, by: personId, expectedVersion };
    return this.runtime.execute({
      commands: [
        {
          subject: `request/${requestId}`,
          decider: requestDecider,
          command,
          expect: 'existing',
          context: personContext(requestId, by, (await this.policies.inForce(this.today())).id, this.clock.now()),
        },
      ],
      ...keptUnder(by),
      answer: () => ({ id: requestId }),
    });
  }
}
