import type {
  EventEnvelope,
  RoundOpened,
  TaskClaimed,
  TaskDecided,
  TaskDelegated,
  TaskEscalated,
  TaskReassigned,
} from '@sightline/contracts';
import type { Transaction } from '@sightline/event-store';

type PartyEvent = RoundOpened | TaskDecided | TaskClaimed | TaskDelegated | TaskReassigned | TaskEscalated;

const partiesOf = (event: PartyEvent): { requestId: string; personId: string; relation: 'candidate' | 'decider' }[] => {
  const { requestId } = event.data;
  switch (event.type) {
    case 'sightline.approval.round-opened.v1':
      return event.data.tasks.flatMap(({ candidateIds }) =>
        candidateIds.map((personId) => ({ requestId, personId, relation: 'candidate' as const })),
      );
    case 'sightline.approval.task-decided.v1':
      return [{ requestId, personId: event.data.deciderId, relation: 'decider' }];
    case 'sightline.approval.task-reassigned.v1':
    case 'sightline.approval.task-escalated.v1':
      return event.data.candidateIds.map((personId) => ({ requestId, personId, relation: 'candidate' }));
    case 'sightline.approval.task-delegated.v1':
      return [{ requestId, personId: event.data.toId, relation: 'candidate' }];
    case 'sightline.approval.task-claimed.v1':
      return [{ requestId, personId: event.data.assigneeId, relation: 'candidate' }];
  }
};

/** Who decides, or decided, about a request: they may read it. Follows the log of `approval`. */
export const requestPartiesProjection = {
  types: new Set<string>([
    'sightline.approval.round-opened.v1',
    'sightline.approval.task-decided.v1',
    'sightline.approval.task-claimed.v1',
    'sightline.approval.task-delegated.v1',
    'sightline.approval.task-reassigned.v1',
    'sightline.approval.task-escalated.v1',
  ] satisfies PartyEvent['type'][]),
  async apply(transaction: Transaction, events: readonly EventEnvelope[]): Promise<void> {
    const parties = (events as unknown as readonly PartyEvent[]).flatMap(partiesOf);
    await transaction.query({
      name: 'request-parties.write',
      text: `insert into request_parties (request_id, person_id, relation)
             select * from unnest($1::uuid[], $2::uuid[], $3::text[]) on conflict do nothing`,
      values: [
        parties.map(({ requestId }) => requestId),
        parties.map(({ personId }) => personId),
        parties.map(({ relation }) => relation),
      ],
    });
  },
};
