import type { Clock, Reaction } from '@sightline/service-kit';
import { offeredEventTypes } from '../domain/index.js';
import { composeMessage } from './compose-message.js';
import type { DeliveryRows } from './webhook-ports.js';

/** What happened in a service is put into the queue of every webhook that names it, in the transaction of the checkpoint; it decides nothing. */
export const whenEventPublished = (rows: DeliveryRows, clock: Clock, publicUrl: string): Reaction => ({
  types: new Set<string>(offeredEventTypes),
  async react(transaction, events) {
    const at = clock.now();
    await rows.open(
      transaction,
      events.map((event) => ({
        ...{ eventId: event.id, eventType: event.type, payload: composeMessage(event, publicUrl) },
        ...{ at, decidedAt: new Date(event.time) },
      })),
    );
    return [];
  },
});
