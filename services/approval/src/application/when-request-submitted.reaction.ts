import type { EventEnvelope, RequestSubmitted } from '@sightline/contracts';
import type { Transaction, UnitOfWork } from '@sightline/event-store';
import { decidingBuildings, requiredSides, taskDueAt, type PolicyBook, type PolicyVersion } from '@sightline/policy';
import { newId, type Clock, type Reaction } from '@sightline/service-kit';
import { roundDecider, type OpenRound, type SideCandidates } from '../domain/index.js';
import type { DecidersFound, DecidersQuestion } from './ports.js';

type Submitted = RequestSubmitted & EventEnvelope;

/** A submission opens a round: the tasks of those who must decide it, as the roster stands now (C3, C5). */
export class WhenRequestSubmitted implements Reaction {
  readonly types = new Set<string>([
    'sightline.exception-request.request-submitted.v1' satisfies RequestSubmitted['type'],
  ]);

  constructor(
    private readonly findDeciders: (transaction: Transaction, question: DecidersQuestion) => Promise<DecidersFound>,
    private readonly clock: Clock,
    private readonly policies: PolicyBook,
  ) {}

  async react(transaction: Transaction, events: readonly EventEnvelope[]): Promise<readonly UnitOfWork[]> {
    const submissions = events as unknown as readonly Submitted[];
    const found = await this.findDeciders(transaction, {
      buildingIds: [
        ...new Set(submissions.flatMap(({ data }) => [...data.requesterBuildingIds, ...data.studentBuildingIds])),
      ],
      staffIds: submissions.map(({ data }) => data.requesterId),
      studentIds: [...new Set(submissions.flatMap(({ data }) => data.studentIds))],
    });
    return Promise.all(submissions.map((event) => this.openRound(event, found)));
  }

  private async openRound(event: Submitted, found: DecidersFound): Promise<UnitOfWork> {
    const { requestId, submission, kind, requesterId, studentIds } = event.data;
    const policy = await this.policies.byId(event.policyversion);
    const now = this.clock.now();
    // The submission's own event names the round, so that whoever else reacts to it knows the round too.
    const roundId = event.id;
    const command: OpenRound = {
      type: 'open',
      ...{ roundId, requestId, submission, kind, requesterId },
      partyIds: [...new Set([...studentIds, ...studentIds.flatMap((id) => found.guardians.get(id) ?? [])])],
      sides: sidesOf(event, policy, found),
      escalationIds: found.administrators,
      nextTaskId: newId,
      dueAt: taskDueAt(policy, now.toISOString()),
    };
    return {
      commands: [
        {
          subject: `round/${roundId}`,
          decider: roundDecider,
          command,
          expect: 'new',
          context: {
            correlationId: event.correlationid,
            causationId: event.id,
            actor: 'system:approval',
            policyVersion: policy.id,
            partitionKey: event.correlationid,
            time: now,
            ...(event.traceparent === undefined ? {} : { traceparent: event.traceparent }),
          },
        },
      ],
      answer: () => null,
    };
  }
}

const sidesOf = ({ data }: Submitted, policy: PolicyVersion, found: DecidersFound): SideCandidates[] => {
  const buildings = decidingBuildings(policy, data.requesterBuildingIds, data.studentBuildingIds);
  return requiredSides(data.kind, policy).flatMap((side): SideCandidates[] => {
    switch (side) {
      case 'principal':
        return buildings.length === 0
          ? [{ side, buildingId: null, candidateIds: [] }]
          : buildings.map((buildingId) => ({ side, buildingId, candidateIds: found.principals.get(buildingId) ?? [] }));
      case 'technology':
        return [
          {
            side,
            buildingId: null,
            candidateIds: [
              ...(found.technology.get(null) ?? []),
              ...data.requesterBuildingIds.flatMap((buildingId) => found.technology.get(buildingId) ?? []),
            ],
          },
        ];
      case 'supervisor': {
        const supervisor = found.supervisors.get(data.requesterId);
        return [{ side, buildingId: null, candidateIds: supervisor === undefined ? [] : [supervisor] }];
      }
    }
  });
};
