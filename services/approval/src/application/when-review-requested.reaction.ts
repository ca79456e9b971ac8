import type { AuthorizationReviewRequested, EventEnvelope } from '@sightline/contracts';
import type { Transaction, UnitOfWork } from '@sightline/event-store';
import { decidingBuildings, taskDueAt, type PolicyBook, type PolicyVersion } from '@sightline/policy';
import { newId, type Clock, type Reaction } from '@sightline/service-kit';
import { nextDeadline, type OpenRound } from '../domain/index.js';
import { policiesNamed } from './policies-named.js';
import { contextAfter, roundUnit } from './round-unit.js';
import type { DecidersFound, FindDeciders } from './ports.js';
import { officesOf, questionFor, whoDecides } from './who-decides.js';

type Requested = AuthorizationReviewRequested & EventEnvelope;

/** A review of a live authorization opens a round of its own: whether it goes on, ends, or goes on without a student (C2, C3, C5, C6). */
export class WhenReviewRequested implements Reaction {
  readonly types = new Set<string>([
    'sightline.exception-request.authorization-review-requested.v1' satisfies AuthorizationReviewRequested['type'],
  ]);

  constructor(
    private readonly findDeciders: FindDeciders,
    private readonly clock: Clock,
    private readonly today: () => string,
    private readonly policies: PolicyBook,
  ) {}

  async react(transaction: Transaction, events: readonly EventEnvelope[]): Promise<readonly UnitOfWork[]> {
    const reviews = events as unknown as readonly Requested[];
    const policyOf = await policiesNamed(
      this.policies,
      reviews.map(({ policyversion }) => policyversion),
    );
    const policies = reviews.map(({ policyversion }) => policyOf(policyversion));
    const found = await this.findDeciders(
      transaction,
      questionFor(
        reviews.map(({ data }) => data),
        policies,
        this.today(),
      ),
    );
    return reviews.map((event) => this.openRound(event, policyOf(event.policyversion), found));
  }

  private openRound(event: Requested, policy: PolicyVersion, found: DecidersFound): UnitOfWork {
    const { reviewId, authorizationId, requestId, kind, requesterId, reason, clause, objection } = event.data;
    const { groupId, studentIds, requesterBuildingIds, studentBuildingIds } = event.data;
    const now = this.clock.now();
    const roundId = event.id;
    const offices = officesOf(event.data.sides, decidingBuildings(policy, requesterBuildingIds, studentBuildingIds));
    const { sides, partyIds, escalationIds } = whoDecides({ ...event.data, offices }, policy, found);
    const dueAt = taskDueAt(policy, now.toISOString());
    const command: OpenRound = {
      type: 'open',
      ...{ roundId, requestId, submission: 1, kind, requesterId, standing: [], changed: null },
      ...{ sides, partyIds, escalationIds, nextTaskId: newId, dueAt },
      review: { reviewId, authorizationId, reason, clause, objection },
      asked: {
        ...{ purpose: null, medium: null, groupId, studentIds, from: null, until: null, registerState: null },
        ...{ requesterBuildingIds, studentBuildingIds },
      },
      nextAt: nextDeadline(policy, dueAt, now.toISOString()),
    };
    return roundUnit(roundId, command, 'new', contextAfter(event, policy.id, now));
  }
}
