import type { LogName } from '@sightline/contracts';
import type { EventBus, Delivery, RunningSubscription, Subscription } from '../../event-bus.js';
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

/** Two replicas may race for a while; one that loses every time does not run. */
const lostRacesMax = 20;

/** How far one subscription has come in one log, and in which epoch the log stood when it began. */
interface Reached {
  position: number;
  readonly headEpoch: number;
}

/** The default driver: consumers read the producers' logs straight from PostgreSQL (design §4). */
export class PostgresBus implements EventBus {
  private readonly feeds = new Map<LogName, LogFeed>();
  private readonly subscriptions = new Set<RunningSubscription>();

  constructor(private readonly options: PostgresBusOptions) {}

  announce(log: LogName): void {
    if (this.options.acrossProcesses && this.options.logs[log]) this.feed(log).notifyOthers();
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
      let reached: Map<LogName, Reached> | undefined;
      let outages = 0;
      let lostRaces = 0;
      while (!stopped) {
        try {
          reached ??= await this.begin(subscription, feeds);
          woken = false;
          const batch = await this.nextBatch(subscription, feeds, reached);
          if (batch.some(({ event }) => event.epoch > reached!.get(event.log as LogName)!.headEpoch)) {
            reached = undefined;
            continue;
          }
          if (batch.length > 0) await subscription.deliver(batch);
          for (const { event, origin } of batch) reached.get(origin.log)!.position = event.position;
          if (outages > 0) subscription.onStopped(undefined);
          outages = 0;
          lostRaces = 0;
          if (batch.length === 0) await sleep();
          else if (subscription.lingerMs() > 0) await sleep(subscription.lingerMs());
        } catch (error) {
          reached = undefined;
          if (error instanceof StaleCheckpoint) {
            lostRaces += 1;
            if (lostRaces > lostRacesMax) {
              outages = 1;
              subscription.onStopped(error);
            }
            await sleep(Math.min(2 ** lostRaces, this.options.pollIntervalMs ?? 250));
            continue;
          }
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

  private async begin(subscription: Subscription, feeds: readonly LogFeed[]): Promise<Map<LogName, Reached>> {
    const checkpoints = await subscription.begin(
      subscription.logs.map((log) => ({ log, generation: 0, partition: 0, partitions: 1 })),
    );
    const reached = new Map<LogName, Reached>();
    for (const [index, checkpoint] of checkpoints.entries()) {
      const feed = feeds[index]!;
      const head = await feed.head();
      // What has been seen must still stand, in the epoch in which it was seen.
      if (checkpoint.position > 0 && (await feed.epochAt(checkpoint.position)) !== checkpoint.epoch)
        throw new ConsumerAheadOfLog(subscription.consumer, checkpoint.log, checkpoint, head);
      reached.set(checkpoint.log, { position: checkpoint.position, headEpoch: head.epoch });
    }
    return reached;
  }

  private async nextBatch(
    subscription: Subscription,
    feeds: readonly LogFeed[],
    reached: ReadonlyMap<LogName, Reached>,
  ): Promise<Delivery[]> {
    const share = Math.ceil(subscription.batchSizeMax / Math.max(feeds.length, 1));
    const read = await Promise.all(
      feeds.map((feed, index) => feed.read(reached.get(subscription.logs[index]!)!.position, share)),
    );
    return read.flatMap((events, index) => {
      const log = subscription.logs[index]!;
      return events.map((event) => ({
        event,
        origin: {
          log,
          generation: 0,
          partition: 0,
          partitions: 1,
          offset: String(event.position),
          previousPosition: event.position - 1,
        },
      }));
    });
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
        tailLengthMax: this.options.tailLengthMax ?? 1_000,
        acrossProcesses: this.options.acrossProcesses,
      });
      this.feeds.set(log, feed);
    }
    return feed;
  }
}
