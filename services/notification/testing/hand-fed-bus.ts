import type { EventEnvelope, LogName } from '@sightline/contracts';
import type { Delivery, EventBus, OriginPartition, Subscription } from '@sightline/event-bus';

export type UnplacedEvent = Omit<EventEnvelope, 'epoch' | 'position'>;

const partitionOf = (log: LogName): OriginPartition => ({ log, generation: 0, partition: 0, partitions: 1 });

/** Carries to the real consumer runner what a spec hands it, in the order and in the batches of the spec. */
export class HandFedBus implements EventBus {
  private subscription: Subscription | undefined;
  private readonly begun = new Set<LogName>();

  /** @param positions shared by the buses of several replicas: how far each log has come */
  constructor(private readonly positions = new Map<LogName, number>()) {}

  subscribe(subscription: Subscription): { stop(): Promise<void> } {
    this.subscription = subscription;
    return { stop: () => Promise.resolve() };
  }

  announce(): void {}

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** One batch; resolves after its commit. */
  async feed(...events: readonly UnplacedEvent[]): Promise<void> {
    const subscription = this.subscription!;
    const logs = [...new Set(events.map(({ log }) => log as LogName))].filter((log) => !this.begun.has(log));
    if (logs.length > 0) await subscription.begin(logs.map(partitionOf));
    for (const log of logs) this.begun.add(log);
    const batch = events.map((event): Delivery => {
      const log = event.log as LogName;
      const previousPosition = this.positions.get(log) ?? 0;
      const position = previousPosition + 1;
      this.positions.set(log, position);
      return {
        event: { ...event, epoch: 1, position },
        origin: { ...partitionOf(log), offset: String(position), previousPosition },
      };
    });
    await subscription.deliver(batch);
  }
}
