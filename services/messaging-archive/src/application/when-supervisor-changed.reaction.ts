import type { EventEnvelope, SupervisorChanged } from '@sightline/contracts';
import type { Transaction, UnitOfWork } from '@sightline/event-store';
import { newId, type Clock, type Reaction } from '@sightline/service-kit';
import { accessUnit } from './grant-unit.js';
import type { CopyDuties } from './ports.js';

/** C7: access moves with the supervisor, and one that waited for a supervisor is granted. */
export class WhenSupervisorChanged implements Reaction {
  readonly types = new Set<string>(['sightline.directory.supervisor-changed.v1' satisfies SupervisorChanged['type']]);

  constructor(
    private readonly duties: CopyDuties,
    private readonly clock: Clock,
  ) {}

  async react(transaction: Transaction, events: readonly EventEnvelope[]): Promise<readonly UnitOfWork[]> {
    const changes = events as unknown as readonly (SupervisorChanged & EventEnvelope)[];
    const open = await this.duties.openDutiesOf(transaction, [...new Set(changes.map(({ data }) => data.staffId))]);
    return changes.flatMap((event) =>
      open
        .filter(({ staffId }) => staffId === event.data.staffId)
        .map((duty) =>
          accessUnit(
            duty.authorizationId,
            { type: 'move', supervisorId: event.data.supervisorId, grantId: newId() },
            event,
            this.clock.now(),
            duty,
          ),
        ),
    );
  }
}
