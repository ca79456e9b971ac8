import type { Medium, Purpose, RequestKind } from '@sightline/contracts';
import { sealWords, type UnitOfWork, type UnitResult } from '@sightline/event-store';
import { policyInForce } from '@sightline/policy';
import { newId, type Clock, type ServiceRuntime } from '@sightline/service-kit';
import { requestDecider, type SubmitRequest } from '../domain/index.js';
import type { RosterFacts } from './ports.js';

export interface SubmittedRequest {
  readonly requesterId: string;
  readonly kind: RequestKind;
  readonly purpose: Purpose;
  readonly students: readonly string[];
  readonly group: string | undefined;
  readonly medium: Medium;
  readonly channelAddress: string | undefined;
  readonly reason: string;
  readonly shortfall: { readonly districtFormId: string; readonly why: string } | undefined;
  readonly from: string;
  readonly until: string;
  readonly idempotency: UnitOfWork['idempotency'];
  readonly causationId: string;
  /** An earlier request of the same id, returned for changes; a new request when left out. */
  readonly requestId?: string;
  readonly traceparent?: string;
}

const lengthOf = (text: string): number => [...text.trim()].length;

/** Takes a written request under C3 or C5: looks up what the roster and the register say now, decides, keeps the words apart. */
export class SubmitRequestHandler {
  constructor(
    private readonly runtime: Pick<ServiceRuntime, 'execute'>,
    private readonly roster: RosterFacts,
    private readonly clock: Clock,
    private readonly today: () => string,
  ) {}

  async execute(request: SubmittedRequest): Promise<UnitResult<{ readonly id: string }>> {
    const facts = await this.roster.lookUp({
      requesterId: request.requesterId,
      students: request.students,
      group: request.group,
      districtFormId: request.shortfall?.districtFormId,
    });
    const requestId = request.requestId ?? newId();
    const subject = `request/${requestId}`;
    const policy = policyInForce(this.today());
    const sealed = sealWords(newId(), subject, {
      reason: request.reason,
      channelAddress: request.channelAddress ?? null,
      shortfallWhy: request.shortfall?.why ?? null,
    });
    const { requester, students, group, family, districtForm } = facts;
    const { kind, purpose, medium, from, until } = request;
    const command: SubmitRequest = {
      type: 'submit',
      ...{ requestId, kind, purpose, requester, students, group, family, districtForm, medium, from, until, policy },
      groupNamed: request.group !== undefined,
      today: this.today(),
      words: { recordId: sealed.record.recordId, commitment: sealed.commitment },
      lengths: {
        reason: lengthOf(request.reason),
        channelAddress: request.channelAddress === undefined ? null : lengthOf(request.channelAddress),
        shortfallWhy: request.shortfall === undefined ? null : lengthOf(request.shortfall.why),
      },
    };
    return this.runtime.execute({
      commands: [
        {
          subject,
          decider: requestDecider,
          command,
          expect: request.requestId === undefined ? 'new' : 'existing',
          context: {
            correlationId: requestId,
            causationId: request.causationId,
            actor: `person:${request.requesterId}`,
            policyVersion: policy.id,
            partitionKey: requestId,
            time: this.clock.now(),
            ...(request.traceparent === undefined ? {} : { traceparent: request.traceparent }),
          },
        },
      ],
      words: [sealed.record],
      ...(request.idempotency === undefined ? {} : { idempotency: request.idempotency }),
      answer: () => ({ id: requestId }),
    });
  }
}
