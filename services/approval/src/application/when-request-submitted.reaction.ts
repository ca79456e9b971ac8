import type { EventEnvelope, RequestSubmitted, SubmissionChange } from '@sightline/contracts';
import type { Queryable, Transaction, UnitOfWork } from '@sightline/event-store';
import { decidingBuildings, requiredSides, taskDueAt, type PolicyBook, type PolicyVersion } from '@sightline/policy';
import { newId, type Clock, type Reaction } from '@sightline/service-kit';
import { nextDeadline, type OpenRound, type StandingApproval } from '../domain/index.js';
import { policiesNamed } from './policies-named.js';
import { contextAfter, roundUnit } from './round-unit.js';
import type { DecidersFound, FindDeciders } from './ports.js';
import { officesOf, questionFor, whoDecides } from './who-decides.js';

type Submitted = RequestSubmitted & EventEnvelope;

/** The approvals that the submissions of these requests have got so far; one statement for all. */
export type FindApprovals = (
  database: Queryable,
  requestIds: readonly string[],
) => Promise<readonly (StandingApproval & { readonly requestId: string; readonly submission: number })[]>;

/** Whoever agreed to other students, another channel, period or reason has not agreed to this (C3). */
const fellWith: readonly SubmissionChange[] = ['students', 'channel', 'period', 'reason'];
const approvalsStand = ({ data: { submission, changed } }: Submitted): boolean =>
  submission > 1 && !!changed && !changed.some((change) => fellWith.includes(change));

/** A submission opens a round: the tasks of those who must decide it, as the roster stands now (C3, C5). */
export class WhenRequestSubmitted implements Reaction {
  readonly types = new Set<string>([
    'sightline.exception-request.request-submitted.v1' satisfies RequestSubmitted['type'],
  ]);

  constructor(
    private readonly findDeciders: FindDeciders,
    private readonly findApprovals: FindApprovals,
    private readonly clock: Clock,
    private readonly today: () => string,
    private readonly policies: PolicyBook,
  ) {}

  async react(transaction: Transaction, events: readonly EventEnvelope[]): Promise<readonly UnitOfWork[]> {
    const submissions = events as unknown as readonly Submitted[];
    const policyOf = await policiesNamed(
      this.policies,
      submissions.map(({ policyversion }) => policyversion),
    );
    const policies = submissions.map(({ policyversion }) => policyOf(policyversion));
    const matters = submissions.map(({ data }) => data);
    const found = await this.findDeciders(transaction, questionFor(matters, policies, this.today()));
    const amended = submissions.filter(approvalsStand).map(({ data }) => data.requestId);
    const approvals = amended.length === 0 ? [] : await this.findApprovals(transaction, amended);
    return submissions.map((event) =>
      this.openRound(
        event,
        policyOf(event.policyversion),
        found,
        approvals.filter(
          ({ requestId, submission }) =>
            approvalsStand(event) && requestId === event.data.requestId && submission === event.data.submission - 1,
        ),
      ),
    );
  }

  private openRound(
    event: Submitted,
    policy: PolicyVersion,
    found: DecidersFound,
    standing: readonly StandingApproval[],
  ): UnitOfWork {
    const { requestId, submission, kind, requesterId, purpose, medium, groupId, studentIds, from, until } = event.data;
    const { requesterBuildingIds, studentBuildingIds, registerState } = event.data;
    const now = this.clock.now();
    // The submission's own event names the round, so that whoever else reacts to it knows the round too.
    const roundId = event.id;
    const offices = officesOf(
      requiredSides(kind, policy),
      decidingBuildings(policy, requesterBuildingIds, studentBuildingIds),
    );
    const { sides, partyIds, escalationIds } = whoDecides({ ...event.data, offices }, policy, found);
    const dueAt = taskDueAt(policy, now.toISOString());
    const command: OpenRound = {
      type: 'open',
      ...{ roundId, requestId, submission, kind, requesterId, review: null, standing },
      ...{ sides, partyIds, escalationIds, nextTaskId: newId, dueAt },
      asked: {
        ...{ purpose, medium, groupId, studentIds, from, until, registerState },
        ...{ requesterBuildingIds, studentBuildingIds },
      },
      changed: event.data.changed ?? null,
      nextAt: nextDeadline(policy, dueAt, now.toISOString()),
    };
    return roundUnit(roundId, command, 'new', contextAfter(event, policy.id, now));
  }
}
