import { accept, refuse, unchanged, type Decider, type Decision } from '@sightline/decider';
import { isCalendarDate, latestEnd, ownFamily } from '@sightline/policy';
import { evolveRequest, noRequest, type RequestFact, type RequestState } from './request.js';
import type {
  RecordOutcome,
  RequestCommand,
  RequestRefusalCode,
  SaveDraft,
  SubmitRequest,
  WithdrawRequest,
} from './request.commands.js';
import { changesBetween } from './submission-changes.js';
import { brokenRule, requesterIsStaff } from './submission-rules.js';

type RequestDecision = Decision<RequestFact, RequestRefusalCode>;

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

const over = (): RequestDecision =>
  refuse({
    refused: 'request-over',
    clause: 'C3',
    detail: 'This request has come to its end.',
    remedy: 'Write a new request.',
  });

const stale = (): RequestDecision =>
  refuse({
    refused: 'version-stale',
    clause: 'C3',
    detail: 'The request has changed since you read it.',
    remedy: 'Read it again and send your change with its new ETag.',
  });

const alreadySubmitted = (): RequestDecision =>
  refuse({
    refused: 'already-submitted',
    clause: 'C3',
    detail: 'This request is with the people who decide it.',
    remedy: 'Withdraw it, or wait until it is returned for changes.',
  });

const isStale = ({ expectedVersion }: { readonly expectedVersion: number | null }, state: RequestState): boolean =>
  expectedVersion !== null && expectedVersion !== state.version;

/** Who wrote it; undefined where nobody has, or where nothing is left that could be anybody's. */
const authorOf = (state: RequestState): string | undefined =>
  'submission' in state ? state.submission.requesterId : 'requesterId' in state ? state.requesterId : undefined;

const isStranger = (personId: string | undefined, state: RequestState): boolean => {
  const author = authorOf(state);
  return author !== undefined && author !== personId;
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

function submit(asked: SubmitRequest, state: RequestState): RequestDecision {
  if (state.status !== 'not-required' && isStranger(asked.requester?.personId, state)) return notRequester();
  if (isStale(asked, state)) return stale();
  if (state.status === 'submitted') return alreadySubmitted();
  if (state.status !== 'none' && state.status !== 'draft' && state.status !== 'returned') return over();
  const command = withPeriod(asked);
  const { requestId, requester, kind, purpose, words, medium, from, until, group, districtForm } = command;
  if (state.status === 'returned' && state.submission.kind !== kind)
    return refuse({
      refused: 'kind-cannot-change',
      clause: 'C3',
      detail: 'What was asked as one kind of exception cannot become another.',
      remedy: 'Withdraw this request and write a new one.',
      field: 'kind',
    });
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
  const facts = {
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
  };
  const before = state.status === 'returned' ? state.submission : command.renews?.submission;
  return [
    ...notRequired,
    {
      type: 'sightline.exception-request.request-submitted.v1',
      data: {
        requestId,
        submission: state.status === 'returned' ? state.submission.submission + 1 : 1,
        ...facts,
        words,
        register: purpose === 'district' ? command.register : null,
        renewalOf:
          state.status === 'returned'
            ? (state.submission.renewalOf ?? null)
            : (command.renews?.authorizationId ?? null),
        joins: command.joins?.authorizationId ?? null,
        changed: before ? changesBetween(before, facts, command.compared) : null,
      },
    },
  ];
}

/** Without a last day it is the last that the policy allows: never open-ended. */
const withPeriod = (command: SubmitRequest): SubmitRequest & { readonly until: string } => {
  const { from, until, group, policy } = command;
  if (until !== null) return { ...command, until };
  return { ...command, until: isCalendarDate(from) ? latestEnd(policy, from, group?.endsOn ?? null) : from };
};

const notRequester = (): RequestDecision =>
  refuse({
    refused: 'not-requester',
    clause: 'C3',
    detail: 'Only the person who asked can do this.',
    remedy: 'Write a request of your own.',
  });

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
