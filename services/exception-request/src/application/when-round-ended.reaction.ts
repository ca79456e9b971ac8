import type { EventEnvelope, RoundApproved, RoundDenied, RoundReturned } from '@sightline/contracts';
import type { EventContext, StreamCommand, Transaction, UnitOfWork } from '@sightline/event-store';
import { copiesRequired, requiredSides, type PolicyBook, type PolicyVersion } from '@sightline/policy';
import { newId, type Clock, type Reaction } from '@sightline/service-kit';
import {
  authorizationDecider,
  buildingsNow,
  requestDecider,
  rosterFindings,
  type Activate,
  type RecordOutcome,
  type RequestReview,
} from '../domain/index.js';
import type { RequestOnRoster, RosterStandings } from './on-roster.js';
import { rosterCommands } from './roster-commands.js';
import { systemContext } from './system-context.js';

type RoundEnded = RoundApproved | RoundDenied | RoundReturned;

const outcomeOf = {
  'sightline.approval.round-approved.v1': 'approved',
  'sightline.approval.round-denied.v1': 'denied',
  'sightline.approval.round-returned.v1': 'returned',
} as const;

/** The request takes the outcome of its round; an approved one becomes an authorization in the same transaction (C3, C5). */
export class WhenRoundEnded implements Reaction {
  readonly types = new Set(Object.keys(outcomeOf));

  constructor(
    private readonly standings: Pick<RosterStandings, 'ofRequests'>,
    private readonly clock: Clock,
    private readonly today: () => string,
    private readonly policies: PolicyBook,
  ) {}

  async react(transaction: Transaction, events: readonly EventEnvelope[]): Promise<readonly UnitOfWork[]> {
    const ended = events as unknown as readonly (RoundEnded & EventEnvelope)[];
    const today = this.today();
    const standing = await this.standings.ofRequests(
      transaction,
      ended.map(({ data }) => data.requestId),
      today,
    );
    const units = ended.map(async (event): Promise<UnitOfWork> => {
      const { requestId, submission, roundId } = event.data;
      const authorizationId = newId();
      const outcome: RecordOutcome = {
        type: 'record-outcome',
        ...{ roundId, submission, authorizationId, today },
        outcome: outcomeOf[event.type],
      };
      const context = systemContext(event.correlationid, event, event.policyversion, this.clock.now());
      const recorded: StreamCommand = {
        subject: `request/${requestId}`,
        decider: requestDecider,
        command: outcome,
        expect: 'existing',
        context,
      };
      const request = standing.get(requestId);
      if (event.type !== 'sightline.approval.round-approved.v1' || !request)
        return { commands: [recorded], answer: () => null };
      const policy = await this.policies.byId(event.policyversion);
      const copies = copiesRequired(request.kind, policy, event.data.copyCondition);
      return {
        commands: [recorded, ...activation(authorizationId, request, copies, policy, today, context)],
        answer: () => null,
      };
    });
    return Promise.all(units);
  }
}

/** Begins only with the approval that the request took; then at once what the roster and the register say since. */
const activation = (
  authorizationId: string,
  request: RequestOnRoster,
  copies: boolean,
  policy: PolicyVersion,
  today: string,
  context: EventContext,
): readonly StreamCommand[] => {
  const { requestId, kind, staffId, studentIds, groupId, medium, from, until, renewalOf, joins, family } = request;
  const findings = rosterFindings(request, policy);
  const activate: Activate = {
    type: 'activate',
    facts: {
      ...{ authorizationId, requestId, kind, staffId, studentIds, groupId, medium, from, until, renewalOf, joins },
      copiesRequired: copies,
    },
    ...{ family, today, policy },
    leftOut: findings.filter(({ change }) => change === 'student-left-district' || change === 'staff-restricted'),
  };
  const review: RequestReview = {
    ...{ type: 'request-review', reviewId: newId(), reason: 'form-available-again', clause: 'C2' },
    sides: requiredSides(kind, policy),
    buildings: buildingsNow(request),
    today,
  };
  const subject = `authorization/${authorizationId}`;
  const approved: StreamCommand['onlyWhen'] = (earlier) =>
    earlier.some(({ type }) => type === 'sightline.exception-request.request-approved.v1');
  return [
    { subject, decider: authorizationDecider, command: activate, expect: 'new', context, onlyWhen: approved },
    ...[
      ...(request.formIsBack
        ? [{ subject, decider: authorizationDecider, command: review, expect: 'existing' as const, context }]
        : []),
      ...rosterCommands(authorizationId, request, policy, today, context),
    ].map((command) => ({ ...command, onlyWhen: approved })),
  ];
};
