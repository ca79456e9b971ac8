import { accept, refuse, unchanged, type Decider, type Decision } from '@sightline/decider';
import { ownFamily } from '@sightline/policy';
import { evolveRequest, noRequest, type RequestFact, type RequestState } from './request.js';
import type {
  RecordOutcome,
  RequestCommand,
  RequestRefusalCode,
  SubmitRequest,
  WithdrawRequest,
} from './request.commands.js';
import { brokenRule } from './submission-rules.js';

type RequestDecision = Decision<RequestFact, RequestRefusalCode>;

/** Requests under C3 and C5: from the written request to what became of it. Nothing ends twice, nothing comes back. */
export const requestDecider: Decider<RequestState, RequestCommand, RequestFact, RequestRefusalCode> = {
  initialState: noRequest,
  evolve: evolveRequest,
  decide(command, state) {
    switch (command.type) {
      case 'submit':
        return submit(command, state);
      case 'withdraw':
        return withdraw(command, state);
      case 'record-outcome':
        return recordOutcome(command, state);
      default:
        return command satisfies never;
    }
  },
};

const over = (): RequestDecision =>
  refuse({
    refused: 'request-over',
    clause: 'C3',
    detail: 'This request has come to its end.',
    remedy: 'Write a new request.',
  });

function submit(command: SubmitRequest, state: RequestState): RequestDecision {
  const { requestId, requester, kind, purpose, words, medium, from, until, group, districtForm } = command;
  if (state.status === 'submitted')
    return refuse({
      refused: 'already-submitted',
      clause: 'C3',
      detail: 'This request is with the people who decide it.',
      remedy: 'Withdraw it, or wait until it is returned for changes.',
    });
  if (state.status !== 'none' && state.status !== 'returned') return over();
  if (state.status === 'returned' && requester?.personId !== state.submission.requesterId) return notRequester();
  const { relations, others } = ownFamily(
    command.students.map(({ personId }) => personId),
    command.family,
  );
  const refusal = brokenRule(command, others);
  if (refusal) return refusal;

  const requesterId = requester!.personId;
  const notRequired: RequestFact[] =
    relations.length === 0
      ? []
      : [
          {
            type: 'sightline.exception-request.request-not-required.v1',
            data: { requestId, requesterId, relations, othersRemain: others.length > 0 },
          },
        ];
  if (others.length === 0) return notRequired;
  const named = new Set(others);
  return [
    ...notRequired,
    {
      type: 'sightline.exception-request.request-submitted.v1',
      data: {
        requestId,
        submission: state.status === 'returned' ? state.submission.submission + 1 : 1,
        kind,
        purpose,
        requesterId,
        studentIds: others,
        groupId: group?.groupId ?? null,
        requesterBuildingIds: requester!.buildingIds,
        studentBuildingIds: [
          ...new Set(
            command.students.filter(({ personId }) => named.has(personId)).flatMap(({ buildingIds }) => buildingIds),
          ),
        ],
        medium,
        from,
        until,
        registerState: districtForm && {
          districtFormId: districtForm.districtFormId,
          available: districtForm.available,
        },
        words,
      },
    },
  ];
}

const notRequester = (): RequestDecision =>
  refuse({ refused: 'not-requester', clause: 'C3', detail: 'Only the person who asked can do this.' });

function withdraw({ by }: WithdrawRequest, state: RequestState): RequestDecision {
  switch (state.status) {
    case 'submitted':
    case 'returned': {
      const { submission } = state;
      if (submission.requesterId !== by) return notRequester();
      return accept({
        type: 'sightline.exception-request.request-withdrawn.v1',
        data: { requestId: submission.requestId, submission: submission.submission, withdrawnBy: by },
      });
    }
    case 'withdrawn':
      return state.submission.requesterId === by ? unchanged : notRequester();
    case 'none':
    case 'begun':
    case 'not-required':
    case 'denied':
    case 'approved':
      return over();
  }
}

/** An outcome for another submission, or after a withdrawal, changes nothing: whichever came first stands. */
function recordOutcome(
  { roundId, submission, outcome, authorizationId }: RecordOutcome,
  state: RequestState,
): RequestDecision {
  if (state.status !== 'submitted' || state.submission.submission !== submission) return unchanged;
  const data = { requestId: state.submission.requestId, submission, roundId };
  switch (outcome) {
    case 'approved':
      return accept({ type: 'sightline.exception-request.request-approved.v1', data: { ...data, authorizationId } });
    case 'denied':
      return accept({ type: 'sightline.exception-request.request-denied.v1', data });
    case 'returned':
      return accept({ type: 'sightline.exception-request.request-returned.v1', data });
  }
}
