import { refuse } from '@sightline/decider';
import type { UnitResult } from '@sightline/event-store';
import { addDays } from '@sightline/policy';
import type { RequestRefusalCode } from '../domain/index.js';
import type { AskedBy } from './person-context.js';
import type { StandingAuthorizations, WrittenRequests } from './ports.js';
import type { SubmitRequestHandler, WrittenSubmission } from './submit-request.handler.js';

export interface Renewal {
  /** The request whose authorization is to be followed on. */
  readonly requestId: string;
  readonly by: AskedBy;
  /** What differs; everything left out is taken over. */
  readonly changes: Partial<WrittenSubmission>;
}

/** A renewal is a new request that shows the old one: what was not changed is taken over, the words included. */
export class RenewRequestHandler {
  constructor(
    private readonly submitRequest: SubmitRequestHandler,
    private readonly written: WrittenRequests,
    private readonly authorizations: Pick<StandingAuthorizations, 'renewedBy'>,
    private readonly today: () => string,
  ) {}

  async execute({ requestId, by, changes }: Renewal): Promise<UnitResult<{ readonly id: string }>> {
    const [authorization, words] = await Promise.all([
      this.authorizations.renewedBy(requestId),
      this.written.lastWords(requestId),
    ]);
    if (!authorization)
      return {
        outcome: 'refused',
        refusal: refuse<RequestRefusalCode>({
          refused: 'not-renewable',
          clause: 'C3',
          detail: 'This request has not become an authorization that could be renewed.',
          remedy: 'Write a new request.',
        }),
      };
    const { submission, until } = authorization;
    const purpose = changes.purpose ?? submission.purpose;
    const dayAfter = addDays(until, 1);
    const othersNamed = changes.students !== undefined || changes.group !== undefined;
    const followsGroup = submission.kind === 'personal-phone';
    return this.submitRequest.execute({
      by: { ...by, expectedVersion: null },
      kind: submission.kind,
      purpose,
      students: changes.students ?? (othersNamed || followsGroup ? [] : submission.studentIds),
      group: changes.group ?? (!othersNamed && followsGroup ? (submission.groupId ?? undefined) : undefined),
      medium: changes.medium ?? submission.medium,
      channelAddress: changes.channelAddress ?? words?.words.channelAddress ?? undefined,
      reason: changes.reason ?? words?.words.reason ?? '',
      shortfall:
        changes.shortfall ?? (purpose === 'private' ? undefined : shortfallOf(submission, words?.words.shortfallWhy)),
      from: changes.from ?? (dayAfter > this.today() ? dayAfter : this.today()),
      until: changes.until,
      joins: changes.joins,
      renews: { authorization, words, studentsTakenOver: !othersNamed },
    });
  }
}

const shortfallOf = (
  { registerState }: { readonly registerState: { readonly districtFormId: string } | null },
  why: string | null | undefined,
): WrittenSubmission['shortfall'] =>
  why === null || why === undefined ? undefined : { districtFormId: registerState?.districtFormId, why };
