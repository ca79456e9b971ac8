import type { LogName } from '@sightline/contracts';
import type { Delivery, EventBus, OriginPartition, Subscription } from '@sightline/event-bus';
import type { UnplacedEvent } from './unplaced-event.js';

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
    await this.begin([...new Set(events.map(({ log }) => log as LogName))]);
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
    await this.subscription!.deliver(batch);
  }

  private async begin(logs: readonly LogName[]): Promise<void> {
    const fresh = logs.filter((log) => !this.begun.has(log));
    if (fresh.length > 0) await this.subscription!.begin(fresh.map(partitionOf));
    for (const log of fresh) this.begun.add(log);
  }
}
