import type { EventEnvelope, RequestSubmitted, RequestWithdrawn } from '@sightline/contracts';
import type { Transaction, UnitOfWork } from '@sightline/event-store';
import type { Clock, Reaction } from '@sightline/service-kit';
import { roundDecider } from '../domain/index.js';

/** Finds the open rounds of requests; one statement for all. */
export type FindOpenRounds = (
  transaction: Transaction,
  requestIds: readonly string[],
) => Promise<readonly { readonly requestId: string; readonly roundId: string }[]>;

const submitted: RequestSubmitted['type'] = 'sightline.exception-request.request-submitted.v1';
const withdrawn: RequestWithdrawn['type'] = 'sightline.exception-request.request-withdrawn.v1';

/** A withdrawn request closes its round: open tasks end without a decision. */
export class WhenRequestWithdrawn implements Reaction {
  readonly types = new Set<string>([submitted, withdrawn]);

  constructor(
    private readonly findOpenRounds: FindOpenRounds,
    private readonly clock: Clock,
  ) {}

  async react(transaction: Transaction, events: readonly EventEnvelope[]): Promise<readonly UnitOfWork[]> {
    const withdrawals = events.filter(({ type }) => type === withdrawn) as unknown as readonly (RequestWithdrawn &
      EventEnvelope)[];
    if (withdrawals.length === 0) return [];
    const openedHere = events
      .filter(({ type }) => type === submitted)
      .map(({ id, data }) => ({ requestId: (data as RequestSubmitted['data']).requestId, roundId: id }));
    const opened = await this.findOpenRounds(
      transaction,
      withdrawals.map(({ data }) => data.requestId),
    );
    return withdrawals.flatMap((event) =>
      [...opened, ...openedHere]
        .filter(({ requestId }) => requestId === event.data.requestId)
        .map(({ roundId }): UnitOfWork => ({
          commands: [
            {
              subject: `round/${roundId}`,
              decider: roundDecider,
              command: { type: 'close', reason: 'withdrawn' },
              expect: 'existing',
              context: {
                correlationId: event.correlationid,
                causationId: event.id,
                actor: event.actor,
                policyVersion: event.policyversion,
                partitionKey: event.correlationid,
                time: this.clock.now(),
              },
            },
          ],
          answer: () => null,
        })),
    );
  }
}
