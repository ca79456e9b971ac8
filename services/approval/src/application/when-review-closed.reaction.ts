import type { AuthorizationReviewClosed, AuthorizationReviewRequested, EventEnvelope } from '@sightline/contracts';
import type { Queryable, Transaction, UnitOfWork } from '@sightline/event-store';
import type { Clock, Reaction } from '@sightline/service-kit';
import { contextAfter, roundUnit } from './round-unit.js';

/** Finds the open rounds about reviews; one statement for all. */
export type FindOpenReviews = (
  database: Queryable,
  reviews: readonly { readonly reviewId: string; readonly requestId: string }[],
) => Promise<readonly { readonly reviewId: string; readonly roundId: string }[]>;

const requested: AuthorizationReviewRequested['type'] = 'sightline.exception-request.authorization-review-requested.v1';
const closed: AuthorizationReviewClosed['type'] = 'sightline.exception-request.authorization-review-closed.v1';

/** A review that something else has settled first closes its round: open tasks end without a decision. */
export class WhenReviewClosed implements Reaction {
  readonly types = new Set<string>([requested, closed]);

  constructor(
    private readonly findOpenReviews: FindOpenReviews,
    private readonly clock: Clock,
  ) {}

  async react(transaction: Transaction, events: readonly EventEnvelope[]): Promise<readonly UnitOfWork[]> {
    const closings = events.filter(({ type }) => type === closed) as unknown as readonly (AuthorizationReviewClosed &
      EventEnvelope)[];
    if (closings.length === 0) return [];
    const openedHere = events
      .filter(({ type }) => type === requested)
      .map(({ id, data }) => ({ reviewId: (data as AuthorizationReviewRequested['data']).reviewId, roundId: id }));
    const opened = await this.findOpenReviews(
      transaction,
      closings.map(({ data }) => data),
    );
    return closings.flatMap((event) =>
      [...opened, ...openedHere]
        .filter(({ reviewId }) => reviewId === event.data.reviewId)
        .map(({ roundId }) =>
          roundUnit(
            roundId,
            { type: 'close', reason: 'overtaken' },
            'existing',
            contextAfter(event, event.policyversion, this.clock.now()),
          ),
        ),
    );
  }
}
