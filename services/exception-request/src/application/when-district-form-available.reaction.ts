import type { DistrictFormAvailabilityChanged, DistrictFormRegistered, EventEnvelope } from '@sightline/contracts';
import type { Transaction, UnitOfWork } from '@sightline/event-store';
import { requiredSides, type PolicyBook } from '@sightline/policy';
import { newId, type Clock, type Reaction } from '@sightline/service-kit';
import { authorizationDecider, buildingsNow, type RequestReview } from '../domain/index.js';
import type { RosterStandings } from './on-roster.js';
import { systemContext } from './system-context.js';

type FormEvent = (DistrictFormAvailabilityChanged | DistrictFormRegistered) & EventEnvelope;

/** C2: when a form becomes available again, what was approved for want of it is looked at again by those who approve. */
export class WhenDistrictFormAvailable implements Reaction {
  readonly types = new Set<string>([
    'sightline.directory.district-form-registered.v1',
    'sightline.directory.district-form-availability-changed.v1',
  ] satisfies FormEvent['type'][]);

  constructor(
    private readonly standings: Pick<RosterStandings, 'restingOnAbsenceOf'>,
    private readonly clock: Clock,
    private readonly today: () => string,
    private readonly policies: PolicyBook,
  ) {}

  async react(transaction: Transaction, envelopes: readonly EventEnvelope[]): Promise<readonly UnitOfWork[]> {
    const events = (envelopes as unknown as readonly FormEvent[]).filter(({ data }) => data.available);
    const cause = events.at(-1);
    if (!cause) return [];
    const today = this.today();
    const resting = await this.standings.restingOnAbsenceOf(
      transaction,
      events.map(({ data }) => data.districtFormId),
      today,
    );
    const units = resting.map(async (authorization): Promise<UnitOfWork> => {
      const { authorizationId, caseId, policyVersion, kind } = authorization;
      const command: RequestReview = {
        ...{ type: 'request-review', reviewId: newId(), reason: 'form-available-again', clause: 'C2' },
        sides: requiredSides(kind, await this.policies.byId(policyVersion)),
        buildings: buildingsNow(authorization),
        today,
      };
      return {
        commands: [
          {
            subject: `authorization/${authorizationId}`,
            decider: authorizationDecider,
            command,
            expect: 'existing',
            context: systemContext(caseId, cause, policyVersion, this.clock.now()),
          },
        ],
        answer: () => null,
      };
    });
    return Promise.all(units);
  }
}
