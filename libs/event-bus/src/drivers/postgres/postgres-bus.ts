import type { LogName } from '@sightline/contracts';
import type { EventBus, Delivery, RunningSubscription, Subscription } from '../../event-bus.js';
import type { Checkpoint } from '../../runner/checkpoints.js';
import { ChainBroken, ConsumerAheadOfLog, StaleCheckpoint } from '../../runner/consumer-errors.js';
import { LogFeed } from './log-feed.js';

export interface PostgresBusOptions {
  /** For each log, a connection string of the role that may only read it. */
  readonly logs: Readonly<Partial<Record<LogName, string>>>;
  /** True when producers and consumers are not all in this process. */
  readonly acrossProcesses: boolean;
  readonly pollIntervalMs?: number;
  readonly tailLengthMax?: number;
  readonly outageDelayMsMax?: number;
}

/** The default driver: consumers read the producers' logs straight from PostgreSQL (design §4). */
export class PostgresBus implements EventBus {
  private readonly feeds = new Map<LogName, LogFeed>();
  private readonly subscriptions = new Set<RunningSubscription>();

  constructor(private readonly options: PostgresBusOptions) {}

  announce(log: LogName): void {
    if (this.options.acrossProcesses) this.feed(log).notifyOthers();
    this.feeds.get(log)?.wake();
  }

  subscribe(subscription: Subscription): RunningSubscription {
    const feeds = subscription.logs.map((log) => this.feed(log));
    let stopped = false;
    let wake: () => void = () => undefined;
    let woken = true;
    const signal = (): void => {
      woken = true;
      wake();
    };
    const unsubscribe = feeds.map((feed) => feed.onAdvanced(signal));

    const sleep = (milliseconds?: number): Promise<void> =>
      new Promise((resolve) => {
        if (woken && milliseconds === undefined) return resolve();
        const timer = milliseconds === undefined ? undefined : setTimeout(resolve, milliseconds);
        wake = () => {
          if (milliseconds !== undefined && !stopped) return;
          clearTimeout(timer);
          resolve();
        };
      });

    const run = async (): Promise<void> => {
      let positions: Map<LogName, number> | undefined;
      let outages = 0;
      while (!stopped) {
        try {
          positions ??= await this.begin(subscription, feeds);
          woken = false;
          const batch = await this.nextBatch(subscription, feeds, positions);
          if (batch.length === 0) {
            await sleep();
            continue;
          }
          await subscription.deliver(batch);
          for (const { event, origin } of batch) positions.set(origin.log, event.position);
          if (outages > 0) subscription.onStopped(undefined);
          outages = 0;
        } catch (error) {
          positions = undefined;
          if (error instanceof StaleCheckpoint) continue;
          subscription.onStopped(error as Error);
          if (error instanceof ChainBroken || error instanceof ConsumerAheadOfLog) return;
          outages += 1;
          await sleep(Math.min(100 * 2 ** Math.min(outages, 10), this.options.outageDelayMsMax ?? 2_000));
        }
      }
    };

    for (const feed of feeds) feed.wake();
    const loop = run();
    const running: RunningSubscription = {
      stop: async () => {
        stopped = true;
        signal();
        await loop;
        for (const off of unsubscribe) off();
        this.subscriptions.delete(running);
      },
    };
    this.subscriptions.add(running);
    return running;
  }

  async close(): Promise<void> {
    await Promise.all([...this.subscriptions].map((subscription) => subscription.stop()));
    await Promise.all([...this.feeds.values()].map((feed) => feed.close()));
  }

  private async begin(subscription: Subscription, feeds: readonly LogFeed[]): Promise<Map<LogName, number>> {
    const checkpoints = await subscription.begin(
      subscription.logs.map((log) => ({ log, generation: 0, partition: 0, partitions: 1 })),
    );
    const heads = await Promise.all(feeds.map((feed) => feed.head()));
    checkpoints.forEach((checkpoint, index) => refuseToBeAhead(subscription.consumer, checkpoint, heads[index]!));
    return new Map(checkpoints.map(({ log, position }) => [log, position]));
  }

  private async nextBatch(
    subscription: Subscription,
    feeds: readonly LogFeed[],
    positions: ReadonlyMap<LogName, number>,
  ): Promise<Delivery[]> {
    const share = Math.ceil(subscription.batchSizeMax / Math.max(feeds.length, 1));
    const read = await Promise.all(
      feeds.map((feed, index) => feed.read(positions.get(subscription.logs[index]!)!, share)),
    );
    return read.flatMap((events, index) =>
      events.map((event) => ({
        event,
        origin: {
          log: subscription.logs[index]!,
          generation: 0,
          partition: 0,
          partitions: 1,
          offset: String(event.position),
          previousPosition: event.position - 1,
        },
      })),
    );
  }

  private feed(log: LogName): LogFeed {
    let feed = this.feeds.get(log);
    if (!feed) {
      const connectionString = this.options.logs[log];
      if (!connectionString) throw new Error(`no connection is configured for the log of ${log}`);
      feed = new LogFeed({
        log,
        connectionString,
        pollIntervalMs: this.options.pollIntervalMs ?? 250,
        tailLengthMax: this.options.tailLengthMax ?? 4_000,
        acrossProcesses: this.options.acrossProcesses,
      });
      this.feeds.set(log, feed);
    }
    return feed;
  }
}

const refuseToBeAhead = (consumer: string, seen: Checkpoint, head: { epoch: number; position: number }): void => {
  if (seen.position > head.position || (seen.position > 0 && seen.epoch > head.epoch))
    throw new ConsumerAheadOfLog(consumer, seen.log, seen, head);
};
