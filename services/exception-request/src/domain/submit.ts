import { refuse } from '@sightline/decider';
import { isCalendarDate, latestEnd, ownFamily } from '@sightline/policy';
import type { SubmitRequest } from './request.commands.js';
import type { RequestFact, RequestState } from './request.js';
import {
  alreadySubmitted,
  isStale,
  isStranger,
  notRequester,
  over,
  stale,
  type RequestDecision,
} from './standing-rules.js';
import { changesBetween } from './submission-changes.js';
import { brokenRule } from './submission-rules.js';

/** A written request, for the first time or after a return; own family goes without (C4). */
export function submit(asked: SubmitRequest, state: RequestState): RequestDecision {
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
