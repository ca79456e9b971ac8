import type { AuthorizationEnded, EventEnvelope } from '@sightline/contracts';
import type { Transaction, UnitOfWork } from '@sightline/event-store';
import type { Clock, Reaction } from '@sightline/service-kit';
import { accessUnit } from './grant-unit.js';
import type { CopyDuties } from './ports.js';

/** C7: an end closes the access for new messages and keeps what was there. */
export class WhenAuthorizationEnded implements Reaction {
  readonly types = new Set<string>([
    'sightline.exception-request.authorization-ended.v1' satisfies AuthorizationEnded['type'],
  ]);

  constructor(
    private readonly duties: CopyDuties,
    private readonly clock: Clock,
  ) {}

  async react(transaction: Transaction, events: readonly EventEnvelope[]): Promise<readonly UnitOfWork[]> {
    const ended = events as unknown as readonly (AuthorizationEnded & EventEnvelope)[];
    const duties = await this.duties.dutiesOf(
      transaction,
      ended.map(({ data }) => data.authorizationId),
    );
    await this.duties.lockStaff(
      transaction,
      duties.map(({ staffId }) => staffId),
    );
    return ended.flatMap((event) =>
      duties
        .filter(({ authorizationId }) => authorizationId === event.data.authorizationId)
        .map((duty) => accessUnit(duty.authorizationId, { type: 'close' }, event, this.clock.now(), duty)),
    );
  }
}
