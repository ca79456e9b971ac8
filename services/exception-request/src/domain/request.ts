import type {
  FactOf,
  FamilyRelation,
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

/** What the latest submission says; the words themselves stay with their owner. */
export type Submission = FactOf<RequestSubmitted>['data'];

/** A request by its status; a field that makes no sense in a status cannot be read there. */
export type RequestState =
  | { readonly status: 'none' }
  | { readonly status: 'submitted'; readonly submission: Submission }
  | { readonly status: 'returned'; readonly submission: Submission; readonly roundId: string }
  | { readonly status: 'withdrawn'; readonly submission: Submission; readonly withdrawnBy: string }
  | {
      readonly status: 'not-required';
      readonly requestId: string;
      readonly requesterId: string;
      readonly relations: readonly { readonly studentId: string; readonly relation: FamilyRelation }[];
    }
  | {
      readonly status: 'approved';
      readonly submission: Submission;
      readonly roundId: string;
      readonly authorizationId: string;
    }
  | { readonly status: 'denied'; readonly submission: Submission; readonly roundId: string };

export type RequestStatus = RequestState['status'];

export const noRequest: RequestState = { status: 'none' };

/** @throws Error when a fact follows that cannot: the stream is damaged */
const latestSubmission = (state: RequestState, fact: RequestFact): Submission => {
  if (state.status === 'none' || state.status === 'not-required')
    throw new Error(`${fact.type} cannot follow the status ${state.status}`);
  return state.submission;
};

/** The fold of a request's stream; the same that runs live and in a replay. */
export const evolveRequest = (state: RequestState, fact: RequestFact): RequestState => {
  switch (fact.type) {
    case 'sightline.exception-request.request-submitted.v1':
      return { status: 'submitted', submission: fact.data };
    case 'sightline.exception-request.request-not-required.v1': {
      if (fact.data.othersRemain) return state;
      const { requestId, requesterId, relations } = fact.data;
      return { status: 'not-required', requestId, requesterId, relations };
    }
    case 'sightline.exception-request.request-returned.v1':
      return { status: 'returned', submission: latestSubmission(state, fact), roundId: fact.data.roundId };
    case 'sightline.exception-request.request-denied.v1':
      return { status: 'denied', submission: latestSubmission(state, fact), roundId: fact.data.roundId };
    case 'sightline.exception-request.request-withdrawn.v1':
      return { status: 'withdrawn', submission: latestSubmission(state, fact), withdrawnBy: fact.data.withdrawnBy };
    case 'sightline.exception-request.request-approved.v1': {
      const { roundId, authorizationId } = fact.data;
      return { status: 'approved', submission: latestSubmission(state, fact), roundId, authorizationId };
    }
    default: {
      const unknown: never = fact;
      throw new Error(`a request knows no fact ${JSON.stringify(unknown)}`);
    }
  }
};
