import type { AuthorizationEnded, FactOf } from '@sightline/contracts';
import type { ActiveAuthorization, AuthorizationFact } from './authorization.js';

type Ending = Pick<FactOf<AuthorizationEnded>['data'], 'end' | 'endedOn' | 'by' | 'words' | 'cause'>;

/** The end, once; whatever was still under review is overtaken by it. */
export const endFacts = (state: ActiveAuthorization, ending: Ending): readonly AuthorizationFact[] => {
  const { authorizationId, requestId } = state;
  return [
    ...state.openReviews.map(({ reviewId }): AuthorizationFact => ({
      type: 'sightline.exception-request.authorization-review-closed.v1',
      data: { reviewId, authorizationId, requestId, outcome: 'overtaken' },
    })),
    { type: 'sightline.exception-request.authorization-ended.v1', data: { authorizationId, requestId, ...ending } },
  ];
};
