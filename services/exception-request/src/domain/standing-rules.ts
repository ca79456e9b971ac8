import { refuse, type Decision } from '@sightline/decider';
import type { RequestRefusalCode } from './request.commands.js';
import type { RequestFact, RequestState } from './request.js';

export type RequestDecision = Decision<RequestFact, RequestRefusalCode>;

export const over = (): RequestDecision =>
  refuse({
    refused: 'request-over',
    clause: 'C3',
    detail: 'This request has come to its end.',
    remedy: 'Write a new request.',
  });

export const stale = (): RequestDecision =>
  refuse({
    refused: 'version-stale',
    clause: 'C3',
    detail: 'The request has changed since you read it.',
    remedy: 'Read it again and send your change with its new ETag.',
  });

export const alreadySubmitted = (): RequestDecision =>
  refuse({
    refused: 'already-submitted',
    clause: 'C3',
    detail: 'This request is with the people who decide it.',
    remedy: 'Withdraw it, or wait until it is returned for changes.',
  });

export const isStale = (
  { expectedVersion }: { readonly expectedVersion: number | null },
  state: RequestState,
): boolean => expectedVersion !== null && expectedVersion !== state.version;

/** Who wrote it; undefined where nobody has, or where nothing is left that could be anybody's. */
const authorOf = (state: RequestState): string | undefined =>
  'submission' in state ? state.submission.requesterId : 'requesterId' in state ? state.requesterId : undefined;

export const isStranger = (personId: string | undefined, state: RequestState): boolean => {
  const author = authorOf(state);
  return author !== undefined && author !== personId;
};

export const notRequester = (): RequestDecision =>
  refuse({
    refused: 'not-requester',
    clause: 'C3',
    detail: 'Only the person who asked can do this.',
    remedy: 'Write a request of your own.',
  });
