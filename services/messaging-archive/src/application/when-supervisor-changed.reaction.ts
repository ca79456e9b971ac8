import type { EventEnvelope, SupervisorChanged } from '@sightline/contracts';
import type { Transaction, UnitOfWork } from '@sightline/event-store';
import { newId, type Clock, type Reaction } from '@sightline/service-kit';
import { accessUnit } from './grant-unit.js';
import type { CopyDuties } from './ports.js';

/** C7: access moves with the supervisor, to what was there after an end too; one that waited for a supervisor is granted. */
export class WhenSupervisorChanged implements Reaction {
  readonly types = new Set<string>(['sightline.directory.supervisor-changed.v1' satisfies SupervisorChanged['type']]);

  constructor(
    private readonly duties: CopyDuties,
    private readonly clock: Clock,
  ) {}

  async react(transaction: Transaction, events: readonly EventEnvelope[]): Promise<readonly UnitOfWork[]> {
    // Only the last of a batch counts: what the roster said in between opens nothing to anybody.
    const changes = new Map(
      (events as unknown as readonly (SupervisorChanged & EventEnvelope)[]).map((event) => [event.data.staffId, event]),
    );
    const staffIds = [...changes.keys()];
    await this.duties.lockStaff(transaction, staffIds);
    const duties = await this.duties.dutiesOfStaff(transaction, staffIds);
    return duties.map((duty) => {
      const event = changes.get(duty.staffId)!;
      return accessUnit(
        duty.authorizationId,
        { type: 'move', supervisorId: event.data.supervisorId, grantId: newId(), over: duty.ended },
        event,
        this.clock.now(),
        duty,
      );
    });
  }
}
