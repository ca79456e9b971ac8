import type { EventEnvelope } from '@sightline/contracts';

/**
 * A batch gathers several logs, one after the other; a case is read in the order in which things were decided. Merges by
 * the time of the decision and keeps each log's own order, whatever its times say.
 */
export const causesFirst = <Event extends Pick<EventEnvelope, 'log' | 'time'>>(events: readonly Event[]): Event[] => {
  const logs = new Map<string, Event[]>();
  for (const event of events) {
    const queue = logs.get(event.log);
    if (queue) queue.push(event);
    else logs.set(event.log, [event]);
  }
  const queues = [...logs.values()].map((queue) => ({ queue, next: 0 }));
  return events.map(() => {
    const waiting = queues.filter(({ queue, next }) => next < queue.length);
    const first = waiting.reduce((left, right) =>
      right.queue[right.next]!.time < left.queue[left.next]!.time ? right : left,
    );
    first.next += 1;
    return first.queue[first.next - 1]!;
  });
};
