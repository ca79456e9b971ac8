import type { EventEnvelope, ReviewDecided } from '@sightline/contracts';
import type { Transaction, UnitOfWork } from '@sightline/event-store';
import type { Clock, Reaction } from '@sightline/service-kit';
import { authorizationDecider, type DecideReview } from '../domain/index.js';
import { systemContext } from './system-context.js';

export interface KnownAuthorizations {
  /** Those of these authorizations that there are, ended ones too. */
  known(transaction: Transaction, authorizationIds: readonly string[]): Promise<ReadonlySet<string>>;
}

/** What the people asked have said about a live authorization: it stays, ends, or goes on without one student. */
export class WhenReviewDecided implements Reaction {
  readonly types = new Set<string>(['sightline.approval.review-decided.v1' satisfies ReviewDecided['type']]);

  constructor(
    private readonly authorizations: KnownAuthorizations,
    private readonly clock: Clock,
    private readonly today: () => string,
  ) {}

  async react(transaction: Transaction, envelopes: readonly EventEnvelope[]): Promise<readonly UnitOfWork[]> {
    const events = envelopes as unknown as readonly (ReviewDecided & EventEnvelope)[];
    const known = await this.authorizations.known(
      transaction,
      events.map(({ data }) => data.authorizationId),
    );
    return events
      .filter(({ data }) => known.has(data.authorizationId))
      .map((event): UnitOfWork => {
        const { authorizationId, reviewId, outcome, deciderIds } = event.data;
        const command: DecideReview = { type: 'decide-review', reviewId, outcome, deciderIds, today: this.today() };
        return {
          commands: [
            {
              subject: `authorization/${authorizationId}`,
              decider: authorizationDecider,
              command,
              expect: 'existing',
              context: systemContext(event.correlationid, event, event.policyversion, this.clock.now()),
            },
          ],
          answer: () => null,
        };
      });
  }
}
