import type {
  FactOf,
  RequestApproved,
  RequestDenied,
  RequestDraftDiscarded,
  RequestDrafted,
  RequestNotRequired,
  RequestReturned,
  RequestSubmitted,
  RequestWithdrawn,
} from '@sightline/contracts';

export type RequestFact = FactOf<
  | RequestDrafted
  | RequestDraftDiscarded
  | RequestSubmitted
  | RequestNotRequired
  | RequestReturned
  | RequestDenied
  | RequestWithdrawn
  | RequestApproved
>;

/** The submission that stands, as it was written. */
export type Submission = FactOf<RequestSubmitted>['data'];

type Standing =
  | { readonly status: 'none' }
  /** Its author's alone, until it is submitted or thrown away. */
  | { readonly status: 'draft' | 'discarded'; readonly requesterId: string }
  /** C4: nothing was left to ask for. */
  | { readonly status: 'not-required' }
  /** C4 has taken own family out; the submission for the others follows in the same breath. */
  | { readonly status: 'begun'; readonly requesterId: string }
  | { readonly status: 'submitted' | 'returned' | 'withdrawn' | 'denied'; readonly submission: Submission }
  | { readonly status: 'approved'; readonly submission: Submission; readonly authorizationId: string };

/** A written request under C3 or C5. Which fields there are depends on where it stands. */
export type RequestState = Standing & {
  /** How many facts it is made of: what a caller says it has seen (If-Match). */
  readonly version: number;
};
export type RequestStatus = RequestState['status'];

export const noRequest: RequestState = { status: 'none', version: 0 };

const standing = (state: Standing, status: 'returned' | 'withdrawn' | 'denied'): Standing =>
  'submission' in state ? { status, submission: state.submission } : state;

const after = (state: Standing, fact: RequestFact): Standing => {
  switch (fact.type) {
    case 'sightline.exception-request.request-drafted.v1':
      return { status: 'draft', requesterId: fact.data.requesterId };
    case 'sightline.exception-request.request-draft-discarded.v1':
      return { status: 'discarded', requesterId: fact.data.requesterId };
    case 'sightline.exception-request.request-not-required.v1':
      return fact.data.othersRemain
        ? { status: 'begun', requesterId: fact.data.requesterId }
        : { status: 'not-required' };
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

/** The request after a fact. */
export const evolveRequest = (state: RequestState, fact: RequestFact): RequestState => ({
  ...after(state, fact),
  version: state.version + 1,
});
