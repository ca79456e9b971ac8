import type {
  FactOf,
  RequestApproved,
  RequestDenied,
  RequestKind,
  RequestNotRequired,
  RequestReturned,
  RequestSubmitted,
  RequestWithdrawn,
} from '@sightline/contracts';

export type RequestFact = FactOf<
  RequestSubmitted | RequestNotRequired | RequestReturned | RequestDenied | RequestWithdrawn | RequestApproved
>;

/** What a later command needs to know of the submission that stands. */
export interface Submission {
  readonly number: number;
  readonly kind: RequestKind;
  readonly requesterId: string;
  readonly details: Extract<RequestFact, { type: 'sightline.exception-request.request-submitted.v1' }>['data'];
}

/** A written request under C3 or C5. Which fields there are depends on where it stands. */
export type RequestState =
  | { readonly status: 'none' }
  /** C4: nothing was left to ask for. */
  | { readonly status: 'not-required'; readonly requesterId: string }
  /** C4 has taken own family out; the submission for the others follows in the same breath. */
  | { readonly status: 'begun'; readonly requesterId: string; readonly submissions: number }
  | { readonly status: 'submitted' | 'returned' | 'withdrawn' | 'denied'; readonly submission: Submission }
  | { readonly status: 'approved'; readonly submission: Submission; readonly authorizationId: string };

export const noRequest: RequestState = { status: 'none' };

const standing = (state: RequestState, status: 'returned' | 'withdrawn' | 'denied'): RequestState =>
  'submission' in state ? { status, submission: state.submission } : state;

/** The request after a fact. */
export const evolveRequest = (state: RequestState, fact: RequestFact): RequestState => {
  switch (fact.type) {
    case 'sightline.exception-request.request-not-required.v1': {
      const { requesterId, othersRemain } = fact.data;
      if (!othersRemain) return { status: 'not-required', requesterId };
      return { status: 'begun', requesterId, submissions: 'submission' in state ? state.submission.number : 0 };
    }
    case 'sightline.exception-request.request-submitted.v1': {
      const { submission: number, kind, requesterId } = fact.data;
      return {
        status: 'submitted',
        submission: { number, kind, requesterId, details: fact.data },
      };
    }
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
