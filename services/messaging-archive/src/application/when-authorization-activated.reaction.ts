import type { AuthorizationActivated, EventEnvelope } from '@sightline/contracts';
import type { Transaction, UnitOfWork } from '@sightline/event-store';
import { newId, type Clock, type Reaction } from '@sightline/service-kit';
import { accessUnit } from './grant-unit.js';
import type { CopyDuties } from './ports.js';

/** C7: where copies are due, the supervisor on the roster at that moment gets access. */
export class WhenAuthorizationActivated implements Reaction {
  readonly types = new Set<string>([
    'sightline.exception-request.authorization-activated.v1' satisfies AuthorizationActivated['type'],
  ]);

  constructor(
    private readonly duties: CopyDuties,
    private readonly clock: Clock,
  ) {}

  async react(transaction: Transaction, events: readonly EventEnvelope[]): Promise<readonly UnitOfWork[]> {
    const activated = (events as unknown as readonly (AuthorizationActivated & EventEnvelope)[]).filter(
      ({ data }) => data.copiesRequired,
    );
    if (activated.length === 0) return [];
    const staffIds = activated.map(({ data }) => data.staffId);
    await this.duties.lockStaff(transaction, staffIds);
    const supervisors = await this.duties.supervisorsOf(transaction, staffIds);
    return activated.map((event) => {
      const { authorizationId, staffId } = event.data;
      return accessUnit(
        authorizationId,
        { type: 'grant', authorizationId, staffId, supervisorId: supervisors.get(staffId) ?? null, grantId: newId() },
        event,
        this.clock.now(),
        { caseId: event.correlationid, policyVersion: event.policyversion },
      );
    });
  }
}
