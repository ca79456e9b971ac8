import type { AuthorizationActivated, EventEnvelope } from '@sightline/contracts';
import type { Transaction, UnitOfWork } from '@sightline/event-store';
import { newId, type Clock, type Reaction } from '@sightline/service-kit';
import { copyAddressDecider, type CopyAddressCommand } from '../domain/index.js';

/** C7: an authorization whose copies are due gets an address of its own for them. */
export class WhenCopiesDue implements Reaction {
  readonly types = new Set<string>([
    'sightline.exception-request.authorization-activated.v1' satisfies AuthorizationActivated['type'],
  ]);

  constructor(private readonly clock: Clock) {}

  react(_: Transaction, events: readonly EventEnvelope[]): Promise<readonly UnitOfWork[]> {
    const due = (events as unknown as readonly (AuthorizationActivated & EventEnvelope)[]).filter(
      ({ data }) => data.copiesRequired,
    );
    return Promise.resolve(
      due.map((event) => {
        const { authorizationId } = event.data;
        const command: CopyAddressCommand = { type: 'issue', authorizationId, copyAddressId: newId() };
        return {
          commands: [
            {
              subject: `copy-address/${authorizationId}`,
              decider: copyAddressDecider,
              command,
              expect: 'any',
              context: {
                correlationId: event.correlationid,
                causationId: event.id,
                actor: 'system:messaging-archive',
                policyVersion: event.policyversion,
                partitionKey: event.correlationid,
                time: this.clock.now(),
                ...(event.traceparent === undefined ? {} : { traceparent: event.traceparent }),
              },
            },
          ],
          answer: () => null,
        };
      }),
    );
  }
}
