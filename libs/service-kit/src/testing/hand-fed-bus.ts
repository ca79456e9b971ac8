import type { LogName } from '@sightline/contracts';
import type { Delivery, EventBus, OriginPartition, Subscription } from '@sightline/event-bus';
import type { UnplacedEvent } from './unplaced-event.js';

const partitionOf = (log: LogName): OriginPartition => ({ log, generation: 0, partition: 0, partitions: 1 });

/** Carries to the real consumer runner what a spec hands it, in the order and in the batches of the spec. */
export class HandFedBus implements EventBus {
  private subscription: Subscription | undefined;
  private begun = false;

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

  /** What the consumer listens to. */
  get logs(): readonly LogName[] {
    return this.subscription!.logs;
  }

  /** One batch; resolves after its commit. @throws Error for an event of a log that the consumer does not listen to */
  async feed(...events: readonly UnplacedEvent[]): Promise<void> {
    const subscription = this.subscription!;
    const foreign = events.find(({ log }) => !subscription.logs.includes(log as LogName));
    if (foreign) throw new Error(`${subscription.consumer} does not listen to ${foreign.log}`);
    if (!this.begun) await subscription.begin(subscription.logs.map(partitionOf));
    this.begun = true;
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
