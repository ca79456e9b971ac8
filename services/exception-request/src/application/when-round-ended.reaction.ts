import type { EventEnvelope, RoundApproved, RoundDenied, RoundReturned } from '@sightline/contracts';
import type { EventContext, UnitOfWork, Transaction } from '@sightline/event-store';
import { copiesRequired, type PolicyBook } from '@sightline/policy';
import { newId, type Clock, type Reaction } from '@sightline/service-kit';
import {
  authorizationDecider,
  requestDecider,
  type AuthorizationCommand,
  type RecordOutcome,
} from '../domain/index.js';
import type { StandingRequests } from './standing-requests.js';

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
    private readonly requests: StandingRequests,
    private readonly clock: Clock,
    private readonly today: () => string,
    private readonly policies: PolicyBook,
  ) {}

  async react(transaction: Transaction, events: readonly EventEnvelope[]): Promise<readonly UnitOfWork[]> {
    const ended = events as unknown as readonly (RoundEnded & EventEnvelope)[];
    const standing = await this.requests.find(
      transaction,
      ended.map(({ data }) => data.requestId),
    );
    const units = ended.map(async (event): Promise<UnitOfWork> => {
      const { requestId, submission, roundId } = event.data;
      const authorizationId = newId();
      const outcome: RecordOutcome = {
        type: 'record-outcome',
        roundId,
        submission,
        outcome: outcomeOf[event.type],
        authorizationId,
        today: this.today(),
      };
      const context = this.contextFor(event);
      const request = standing.get(requestId);
      const recorded = {
        subject: `request/${requestId}`,
        decider: requestDecider,
        command: outcome,
        expect: 'existing' as const,
        context,
      };
      if (event.type !== 'sightline.approval.round-approved.v1' || !request)
        return { commands: [recorded], answer: () => null };
      const policy = await this.policies.byId(event.policyversion);
      const { ownFamilyIds, ...asked } = request;
      const activate: AuthorizationCommand = {
        type: 'activate',
        facts: {
          authorizationId,
          ...asked,
          copiesRequired: copiesRequired(request.kind, policy, event.data.copyCondition),
        },
        ownFamilyIds,
      };
      return {
        commands: [
          recorded,
          {
            subject: `authorization/${authorizationId}`,
            decider: authorizationDecider,
            command: activate,
            expect: 'new',
            context,
            onlyWhen: (earlier) =>
              earlier.some(({ type }) => type === 'sightline.exception-request.request-approved.v1'),
          },
        ],
        answer: () => null,
      };
    });
    return Promise.all(units);
  }

  private contextFor(event: EventEnvelope): EventContext {
    return {
      correlationId: event.correlationid,
      causationId: event.id,
      actor: 'system:exception-request',
      policyVersion: event.policyversion,
      partitionKey: event.correlationid,
      time: this.clock.now(),
      ...(event.traceparent === undefined ? {} : { traceparent: event.traceparent }),
    };
  }
}
