import { accept, refuse, unchanged, type Decider } from '@sightline/decider';
import { evolveRequest, noRequest, type RequestFact, type RequestState } from './request.js';
import type {
  RecordOutcome,
  RequestCommand,
  RequestRefusalCode,
  SaveDraft,
  WithdrawRequest,
} from './request.commands.js';
import {
  alreadySubmitted,
  isStale,
  isStranger,
  notRequester,
  over,
  stale,
  type RequestDecision,
} from './standing-rules.js';
import { requesterIsStaff } from './submission-rules.js';
import { submit } from './submit.js';

/** Requests under C3 and C5: from the written request to what became of it. Nothing ends twice, nothing comes back. */
export const requestDecider: Decider<RequestState, RequestCommand, RequestFact, RequestRefusalCode> = {
  initialState: noRequest,
  evolve: evolveRequest,
  decide(command, state) {
    switch (command.type) {
      case 'submit':
        return submit(command, state);
      case 'save-draft':
        return saveDraft(command, state);
      case 'withdraw':
        return withdraw(command, state);
      case 'record-outcome':
        return recordOutcome(command, state);
      default:
        return command satisfies never;
    }
  },
};

function saveDraft(command: SaveDraft, state: RequestState): RequestDecision {
  const { requestId, by, words } = command;
  if (isStranger(by, state)) return notRequester();
  if (isStale(command, state)) return stale();
  switch (state.status) {
    case 'none':
    case 'draft':
      return (
        requesterIsStaff({ ...command, kind: 'outside-channel' }) ??
        accept({
          type: 'sightline.exception-request.request-drafted.v1',
          data: { requestId, requesterId: by, words },
        })
      );
    case 'submitted':
      return alreadySubmitted();
    case 'returned':
      return refuse({
        refused: 'not-a-draft',
        clause: 'C3',
        detail: 'What approvers have read cannot become a draft again.',
        remedy: 'Send it again, changed, or withdraw it and write a new draft.',
      });
    case 'discarded':
    case 'begun':
    case 'not-required':
    case 'withdrawn':
    case 'denied':
    case 'approved':
      return over();
  }
}

function withdraw(command: WithdrawRequest, state: RequestState): RequestDecision {
  const { requestId, by } = command;
  if (isStranger(by, state)) return notRequester();
  if (isStale(command, state)) return stale();
  switch (state.status) {
    case 'draft':
      return accept({
        type: 'sightline.exception-request.request-draft-discarded.v1',
        data: { requestId, requesterId: by },
      });
    case 'submitted':
    case 'returned': {
      const { submission } = state;
      return accept({
        type: 'sightline.exception-request.request-withdrawn.v1',
        data: { requestId, submission: submission.submission, withdrawnBy: by },
      });
    }
    case 'discarded':
    case 'withdrawn':
      return unchanged;
    case 'none':
    case 'begun':
    case 'not-required':
    case 'denied':
    case 'approved':
      return over();
  }
}

/**
 * An outcome for another submission, or after a withdrawal, changes nothing: whichever came first stands. What is approved
 * only after its last day goes back: nothing is allowed for days that have passed.
 */
function recordOutcome(
  { roundId, submission, outcome, authorizationId, today }: RecordOutcome,
  state: RequestState,
): RequestDecision {
  if (state.status !== 'submitted' || state.submission.submission !== submission) return unchanged;
  const data = { requestId: state.submission.requestId, submission, roundId };
  switch (outcome) {
    case 'approved':
      return state.submission.until < today
        ? accept({
            type: 'sightline.exception-request.request-returned.v1',
            data: { ...data, reason: 'period-over' },
          })
        : accept({ type: 'sightline.exception-request.request-approved.v1', data: { ...data, authorizationId } });
    case 'denied':
      return accept({ type: 'sightline.exception-request.request-denied.v1', data });
    case 'returned':
      return accept({
        type: 'sightline.exception-request.request-returned.v1',
        data: { ...data, reason: 'sent-back' },
      });
  }
}
