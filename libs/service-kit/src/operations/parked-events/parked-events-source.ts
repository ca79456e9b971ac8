import { findParkedEvent, isOutage, listParkedEvents, type ParkedEvent } from '@sightline/event-bus';
import { OwnerUnavailable } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';
import type { Logger } from 'pino';

/** A parked event as operators see it: which event of whom waits where and why, and nothing of what it says. */
export interface ParkedEventSummary {
  readonly id: string;
  /** `parked`: could not be handled. `waiting`: came later for the same case and waits behind it. */
  readonly status: 'parked' | 'waiting' | 'resumed';
  /** The service that could not handle it. */
  readonly service: string;
  /** The case, or for roster events the person or group. */
  readonly partitionKey: string;
  readonly log: string;
  readonly position: number;
  readonly type: string;
  readonly reason: string;
  readonly attempts: number;
  /** ISO 8601. */
  readonly parkedAt: string;
  readonly resumedAt: string | null;
}

/** How a resume went. */
export type Resumed =
  | { readonly outcome: 'resumed'; readonly event: ParkedEventSummary }
  /** It failed again, with this kind of failure; everything is parked as it was. */
  | { readonly outcome: 'failed-again'; readonly reason: string };

/** The parked events of one service, in this process or over HTTP. */
export interface ParkedEventsSource {
  readonly service: string;
  /** Oldest first, behind that id. @throws OwnerUnavailable */
  list(limit: number, afterId: string | undefined): Promise<readonly ParkedEventSummary[]>;
  /**
   * Handles the event and whatever waits under the same key, in order. Repeating it changes nothing.
   * @param actor who wants it, for the log
   * @returns undefined for an id that is not of this service
   * @throws OwnerUnavailable
   */
  resume(id: string, actor: string): Promise<Resumed | undefined>;
}

const behind = 'behind a parked event';

const summaryOf = (event: ParkedEvent, resumedAt: Date | null): ParkedEventSummary => ({
  id: event.id,
  status: resumedAt ? 'resumed' : event.reason === behind ? 'waiting' : 'parked',
  service: event.consumer,
  partitionKey: event.partitionKey,
  log: event.log,
  position: event.position,
  type: event.type,
  reason: event.reason,
  attempts: event.attempts,
  parkedAt: event.parkedAt.toISOString(),
  resumedAt: resumedAt?.toISOString() ?? null,
});

/** The kind of a failure alone: its message could quote what the event says. */
const kindOf = (error: unknown): string => (error instanceof Error ? error.name : 'Error');

/** Reads and resumes in the service's own database. */
export const parkedEventsIn = (
  service: string,
  database: Queryable,
  resumeKey: (partitionKey: string) => Promise<number>,
  logger: Pick<Logger, 'info' | 'warn'>,
): ParkedEventsSource => ({
  service,
  async list(limit, afterId) {
    return (await listParkedEvents(database, limit, afterId)).map((event) => summaryOf(event, null));
  },
  async resume(id, actor) {
    const parked = await findParkedEvent(database, id);
    if (!parked) return undefined;
    const { partitionKey, type } = parked;
    if (!parked.resumedAt) {
      const trail = { parkedEventId: id, partitionKey, eventType: type, actor };
      try {
        const events = await resumeKey(partitionKey);
        logger.info({ ...trail, events }, 'parked events resumed');
      } catch (error) {
        logger.warn({ ...trail, err: error }, 'parked events could not be resumed');
        if (isOutage(error)) throw new OwnerUnavailable(service, { cause: error });
        return { outcome: 'failed-again', reason: kindOf(error) };
      }
    }
    const { resumedAt, ...event } = (await findParkedEvent(database, id))!;
    return { outcome: 'resumed', event: summaryOf(event, resumedAt) };
  },
});
