import type {
  FactOf,
  RequestApproved,
  RequestDenied,
  RequestNotRequired,
  RequestReturned,
  RequestSubmitted,
  RequestWithdrawn,
} from '@sightline/contracts';

export type RequestFact = FactOf<
  RequestSubmitted | RequestNotRequired | RequestReturned | RequestDenied | RequestWithdrawn | RequestApproved
>;

/** The submission that stands, as it was written. */
export type Submission = FactOf<RequestSubmitted>['data'];

/** A written request under C3 or C5. Which fields there are depends on where it stands. */
export type RequestState =
  | { readonly status: 'none' }
  /** C4: nothing was left to ask for. */
  | { readonly status: 'not-required' }
  /** C4 has taken own family out; the submission for the others follows in the same breath. */
  | { readonly status: 'begun' }
  | { readonly status: 'submitted' | 'returned' | 'withdrawn' | 'denied'; readonly submission: Submission }
  | { readonly status: 'approved'; readonly submission: Submission; readonly authorizationId: string };

export const noRequest: RequestState = { status: 'none' };

const standing = (state: RequestState, status: 'returned' | 'withdrawn' | 'denied'): RequestState =>
  'submission' in state ? { status, submission: state.submission } : state;

/** The request after a fact. */
export const evolveRequest = (state: RequestState, fact: RequestFact): RequestState => {
  switch (fact.type) {
    case 'sightline.exception-request.request-not-required.v1':
      return { status: fact.data.othersRemain ? 'begun' : 'not-required' };
    case 'sightline.exception-request.request-submitted.v1':
      return { status: 'submitted', submission: fact.data };
    case 'sightline.exception-request.request-returned.v1':
      return standing(state, 'returned');
    case 'sightline.exception-request.request-withdrawn.v1':
      return standing(state, 'withdrawn');
    case 'sightline.exception-request.request-denied.v1':
      return standing(state, 'denied');
    case 'sightline.exception-request.request-approved.v1':
      return 'submission' in state
        ? { status: 'approved', submission: state.submission, authorizationId: fact.data.authorizationId }
        : state;
  }
};
