import type { Decider, Decision, Refusal } from '@sightline/decider';
import { accept, refuse, unchanged } from '@sightline/decider';
import { ownFamily } from '@sightline/policy';
import type {
  RecordOutcome,
  RequestCommand,
  RequestRefusalCode,
  SubmitRequest,
  WithdrawRequest,
} from './request.commands.js';
import type { RequestFact, RequestState } from './request.js';
import { evolveRequest, noRequest } from './request.js';
import { contentRules, firstRefusal, partiesRules } from './submission-rules.js';

type RequestDecision = Decision<RequestFact, RequestRefusalCode>;

const notFound = (): Refusal<RequestRefusalCode> =>
  refuse({
    refused: 'request-not-found',
    detail: 'There is no such request.',
    remedy: 'Check the id of the request.',
  });

const notTheRequester = (): Refusal<RequestRefusalCode> =>
  refuse({
    refused: 'not-the-requester',
    clause: 'C3',
    detail: 'Only the person who made the request can change or withdraw it.',
    remedy: 'Ask that person to do it.',
  });

const notOpen = (status: string): Refusal<RequestRefusalCode> =>
  refuse({
    refused: 'request-not-open',
    clause: 'C3',
    detail: `The request is ${status === 'not-required' ? 'not required' : status} and can no longer be changed.`,
    remedy: 'Make a new request.',
  });

const requesterOf = (state: Exclude<RequestState, { status: 'none' }>): string =>
  state.status === 'not-required' ? state.requesterId : state.submission.requesterId;

/** The facts of one submission by the rules of its policy, whatever came before it. */
const factsOfSubmission = (command: SubmitRequest, submission: number): RequestDecision => {
  const refusedParties = firstRefusal(partiesRules, command);
  if (refusedParties) return refusedParties;
  const { requestId, requester } = command;
  const { relations, others } = ownFamily(
    command.students.map(({ personId }) => personId),
    command.family,
  );
  const notRequired: readonly RequestFact[] =
    relations.length === 0
      ? []
      : [
          {
            type: 'sightline.exception-request.request-not-required.v1',
            data: { requestId, requesterId: requester.personId, relations, othersRemain: others.length > 0 },
          },
        ];
  if (others.length === 0) return notRequired;
  const refusedContent = firstRefusal(contentRules, command);
  if (refusedContent) return refusedContent;
  const asked = new Set(others);
  return accept<RequestFact>(...notRequired, {
    type: 'sightline.exception-request.request-submitted.v1',
    data: {
      requestId,
      submission,
      kind: command.kind,
      purpose: command.purpose,
      requesterId: requester.personId,
      studentIds: others,
      groupId: command.groupId,
      requesterBuildingIds: [...new Set(requester.buildingIds)],
      studentBuildingIds: [
        ...new Set(command.students.flatMap((student) => (asked.has(student.personId) ? student.buildingIds : []))),
      ],
      medium: command.medium,
      from: command.from,
      until: command.until,
      registerState: command.districtForm && {
        districtFormId: command.districtForm.districtFormId,
        available: command.districtForm.available,
      },
      words: command.words,
    },
  });
};

const submit = (command: SubmitRequest, state: RequestState): RequestDecision => {
  if (state.status === 'none') return factsOfSubmission(command, 1);
  if (requesterOf(state) !== command.requester.personId) return notTheRequester();
  switch (state.status) {
    case 'returned':
      return factsOfSubmission(command, state.submission.submission + 1);
    case 'submitted':
      return state.submission.words.commitment === command.words.commitment &&
        state.submission.words.recordId === command.words.recordId
        ? unchanged
        : refuse({
            refused: 'request-already-submitted',
            clause: 'C3',
            detail: 'The request is being decided and cannot be changed now.',
            remedy: 'Withdraw it and make a new one, or wait until it is returned for changes.',
          });
    case 'not-required': {
      const named = new Set(command.students.map(({ personId }) => personId));
      const answered = state.relations.length === named.size && state.relations.every((r) => named.has(r.studentId));
      return answered ? unchanged : notOpen(state.status);
    }
    case 'withdrawn':
    case 'approved':
    case 'denied':
      return notOpen(state.status);
    default: {
      const unknown: never = state;
      throw new Error(`a request has no state ${JSON.stringify(unknown)}`);
    }
  }
};

const withdraw = (command: WithdrawRequest, state: RequestState): RequestDecision => {
  if (state.status === 'none') return notFound();
  if (requesterOf(state) !== command.by) return notTheRequester();
  if (state.status === 'withdrawn') return unchanged;
  if (state.status !== 'submitted' && state.status !== 'returned') return notOpen(state.status);
  const { requestId, submission } = state.submission;
  return accept<RequestFact>({
    type: 'sightline.exception-request.request-withdrawn.v1',
    data: { requestId, submission, withdrawnBy: command.by },
  });
};

/** An outcome that comes too late, for an earlier submission or after a withdrawal, changes nothing. */
const recordOutcome = (command: RecordOutcome, state: RequestState): RequestDecision => {
  if (state.status !== 'submitted' || state.submission.submission !== command.submission) return unchanged;
  const { requestId, submission, until } = state.submission;
  const outcome = { requestId, submission, roundId: command.roundId };
  const returned: RequestFact = { type: 'sightline.exception-request.request-returned.v1', data: outcome };
  switch (command.outcome) {
    case 'approved':
      // Nothing can be allowed for the past: with its last day gone, the request goes back for new dates.
      if (until < command.today) return accept(returned);
      return accept<RequestFact>({
        type: 'sightline.exception-request.request-approved.v1',
        data: { ...outcome, authorizationId: command.authorizationId },
      });
    case 'denied':
      return accept<RequestFact>({ type: 'sightline.exception-request.request-denied.v1', data: outcome });
    case 'returned':
      return accept(returned);
    default: {
      const unknown: never = command.outcome;
      throw new Error(`a round has no outcome ${JSON.stringify(unknown)}`);
    }
  }
};

/** One request from its submission to what it comes to (C2–C5). */
export const requestDecider: Decider<RequestState, RequestCommand, RequestFact, RequestRefusalCode> = {
  initialState: noRequest,
  evolve: evolveRequest,
  decide: (command, state) => {
    switch (command.type) {
      case 'submit':
        return submit(command, state);
      case 'withdraw':
        return withdraw(command, state);
      case 'record-outcome':
        return recordOutcome(command, state);
      default: {
        const unknown: never = command;
        throw new Error(`a request knows no command ${JSON.stringify(unknown)}`);
      }
    }
  },
};
