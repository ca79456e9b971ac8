import type { Kafka } from 'kafkajs';
import type { RunningSubscription, Subscription } from '../../event-bus.js';
import { ConsumerSession, type SessionSettings } from './consumer-session.js';
import { SubscriptionHealth } from './subscription-health.js';
import { isSameLayout, type Layout, type TopicWatch } from './topic-watch.js';
import { WakeableSleep } from './wakeable-sleep.js';

/** One consumer of a process for as long as it is subscribed: builds its session anew whenever one ends. */
export class KafkaSubscription implements RunningSubscription {
  private readonly sleep = new WakeableSleep();
  private readonly loop: Promise<void>;
  private session: ConsumerSession | undefined;
  private readonly health: SubscriptionHealth;
  private readonly stopping: Promise<undefined>;
  private beginStopping: () => void = () => undefined;
  private stopped = false;
  private failures = 0;

  constructor(
    private readonly kafka: Kafka,
    private readonly subscription: Subscription,
    private readonly watch: TopicWatch,
    private readonly settings: SessionSettings,
  ) {
    this.health = new SubscriptionHealth(subscription);
    this.stopping = new Promise((resolve) => {
      this.beginStopping = () => resolve(undefined);
    });
    this.loop = this.run();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.sleep.end();
    this.beginStopping();
    this.session?.finish({ reason: 'stopped' });
    await this.loop;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      const layout = await this.currentLayout();
      if (this.stopped) return;
      if (!layout || layout.size === 0) continue;
      this.session = new ConsumerSession(this.kafka, this.subscription, layout, this.watch, this.health, this.settings);
      const startedAt = performance.now();
      const end = await this.session.run();
      if (end.reason === 'refused') this.subscription.onStopped(end.error);
      if (end.reason === 'refused' || end.reason === 'stopped') return;
      if (performance.now() - startedAt > this.settings.sessionTimeoutMs) this.failures = 0;
      if (end.reason === 'failed') await this.failed(end.error);
    }
  }

  /** Waits for the first topic of any of the logs; undefined when the bus does not answer. */
  private async currentLayout(): Promise<Layout | undefined> {
    try {
      // A bus that does not answer must not hold up a stop.
      const layout = await Promise.race([this.watch.layoutNow(this.subscription.logs), this.stopping]);
      if (!layout || layout.size > 0) return layout;
    } catch (error) {
      await this.failed(error as Error);
      return undefined;
    }
    const unwatch = this.watch.onLook(this.subscription.logs, (layout) => {
      if (!isSameLayout(layout, new Map())) this.sleep.wake();
    });
    await this.sleep.for(this.settings.outageDelayMsMax);
    unwatch();
    return undefined;
  }

  private async failed(error: Error): Promise<void> {
    this.failures += 1;
    this.health.busFailed(error);
    await this.sleep.for(Math.min(100 * 2 ** Math.min(this.failures, 10), this.settings.outageDelayMsMax));
  }
}
