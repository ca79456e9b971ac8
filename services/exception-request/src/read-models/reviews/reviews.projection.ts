import type {
  ApprovalSide,
  AuthorizationReviewClosed,
  AuthorizationReviewRequested,
  EventEnvelope,
  ReviewReason,
  ReviewResult,
  RosterChange,
} from '@sightline/contracts';
import { rowProjection } from '@sightline/event-store';

export interface ReviewRow {
  review_id: string;
  authorization_id: string;
  request_id: string;
  case_id: string;
  status: 'open' | ReviewResult;
  reason: ReviewReason;
  change: RosterChange | null;
  clause: string;
  sides: readonly ApprovalSide[];
  guardian_id: string | null;
  student_id: string | null;
  words_record_id: string | null;
  requested_at: string;
  closed_at: string | null;
}

type ReviewEvent = (AuthorizationReviewRequested | AuthorizationReviewClosed) &
  Pick<EventEnvelope, 'time' | 'correlationid'>;

/** One row a review: why a live authorization is looked at again, and what came of it. */
export const reviewsProjection = rowProjection<ReviewRow, ReviewEvent>({
  table: 'authorization_reviews',
  key: 'review_id',
  types: [
    'sightline.exception-request.authorization-review-requested.v1',
    'sightline.exception-request.authorization-review-closed.v1',
  ],
  keysOf: ({ data }) => [data.reviewId],
  creates: ({ type }) => type === 'sightline.exception-request.authorization-review-requested.v1',
  evolve(row, event) {
    switch (event.type) {
      case 'sightline.exception-request.authorization-review-requested.v1': {
        const { data } = event;
        return {
          review_id: data.reviewId,
          authorization_id: data.authorizationId,
          request_id: data.requestId,
          case_id: event.correlationid,
          status: 'open',
          reason: data.reason,
          change: data.change,
          clause: data.clause,
          sides: data.sides,
          guardian_id: data.objection?.guardianId ?? null,
          student_id: data.objection?.studentId ?? null,
          words_record_id: data.objection?.words.recordId ?? null,
          requested_at: event.time,
          closed_at: null,
        };
      }
      case 'sightline.exception-request.authorization-review-closed.v1':
        return row ? { ...row, status: event.data.outcome, closed_at: event.time } : null;
    }
  },
});
