import type { Medium, Purpose, RequestKind } from '@sightline/contracts';
import { sealWords, type UnitResult } from '@sightline/event-store';
import type { PolicyBook } from '@sightline/policy';
import { newId, type Clock, type ServiceRuntime } from '@sightline/service-kit';
import { requestDecider, type RenewedAuthorization, type SubmitRequest, type WordsCompared } from '../domain/index.js';
import { keptUnder, personContext, type AskedBy } from './person-context.js';
import type { KeptWords, RosterFacts, StandingAuthorizations, WrittenRequests } from './ports.js';

/** What was written, as it came. */
export interface WrittenSubmission {
  readonly kind: RequestKind;
  readonly purpose: Purpose;
  readonly students: readonly string[];
  readonly group: string | undefined;
  readonly medium: Medium;
  readonly channelAddress: string | undefined;
  readonly reason: string;
  /** `districtFormId` undefined while the register is empty (C2). */
  readonly shortfall: { readonly districtFormId: string | undefined; readonly why: string } | undefined;
  readonly from: string;
  /** The longest that the policy allows when left out. */
  readonly until: string | undefined;
  /** A colleague's C5 authorization. */
  readonly joins: string | undefined;
}

export interface SubmittedRequest extends WrittenSubmission {
  readonly by: AskedBy;
  /** An earlier request of the same id, drafted or returned for changes; a new request when left out. */
  readonly requestId?: string;
  /** The request that this one renews, with its words. */
  readonly renews?: {
    readonly authorization: RenewedAuthorization;
    readonly words: KeptWords | undefined;
    /** The students were taken over: those who have left the district since are left out. */
    readonly studentsTakenOver: boolean;
  };
}

const lengthOf = (text: string): number => [...text.trim()].length;

/** Takes a written request under C3 or C5: looks up what the roster and the register say now, decides, keeps the words apart. */
export class SubmitRequestHandler {
  constructor(
    private readonly runtime: Pick<ServiceRuntime, 'execute'>,
    private readonly roster: RosterFacts,
    private readonly written: WrittenRequests,
    private readonly authorizations: Pick<StandingAuthorizations, 'joined'>,
    private readonly clock: Clock,
    private readonly today: () => string,
    private readonly policies: PolicyBook,
  ) {}

  async execute(request: SubmittedRequest): Promise<UnitResult<{ readonly id: string }>> {
    const { by, renews } = request;
    const [facts, before, joins] = await Promise.all([
      this.roster.lookUp({
        requesterId: by.personId,
        students: request.students,
        group: request.group,
        districtFormId: request.shortfall?.districtFormId,
      }),
      request.requestId === undefined ? renews?.words : this.written.lastWords(request.requestId),
      request.joins === undefined ? null : this.authorizations.joined(request.joins),
    ]);
    const requestId = request.requestId ?? newId();
    const subject = `request/${requestId}`;
    const policy = await this.policies.inForce(this.today());
    const words = {
      reason: request.reason,
      channelAddress: request.channelAddress ?? null,
      shortfallWhy: request.shortfall?.why ?? null,
    };
    const sealed = sealWords(newId(), subject, words);
    const { kind, purpose, medium, from } = request;
    const command: SubmitRequest = {
      type: 'submit',
      ...facts,
      ...{ requestId, kind, purpose, medium, from, policy, joins },
      students: renews?.studentsTakenOver ? facts.students.filter(({ known }) => known) : facts.students,
      until: request.until ?? null,
      groupNamed: request.group !== undefined,
      today: this.today(),
      words: { recordId: sealed.record.recordId, commitment: sealed.commitment },
      lengths: {
        reason: lengthOf(words.reason),
        channelAddress: words.channelAddress === null ? null : lengthOf(words.channelAddress),
        shortfallWhy: words.shortfallWhy === null ? null : lengthOf(words.shortfallWhy),
      },
      compared: before ? compare(before, words) : null,
      renews: renews?.authorization ?? null,
      expectedVersion: by.expectedVersion,
    };
    return this.runtime.execute({
      commands: [
        {
          subject,
          decider: requestDecider,
          command,
          expect: request.requestId === undefined ? 'new' : 'existing',
          context: personContext(requestId, by, policy.id, this.clock.now()),
        },
      ],
      words: [sealed.record],
      ...keptUnder(by),
      answer: () => ({ id: requestId }),
    });
  }
}

const compare = (before: KeptWords, words: KeptWords['words']): WordsCompared => ({
  recordId: before.recordId,
  reasonDiffers: before.words.reason !== words.reason,
  channelAddressDiffers: before.words.channelAddress !== words.channelAddress,
  shortfallWhyDiffers: before.words.shortfallWhy !== words.shortfallWhy,
});
