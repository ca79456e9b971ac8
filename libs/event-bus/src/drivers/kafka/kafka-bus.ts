import type { LogName } from '@sightline/contracts';
import type { Kafka } from 'kafkajs';
import type { EventBus, RunningSubscription, Subscription } from '../../event-bus.js';
import { connectToKafka, type KafkaConnectionOptions } from './kafka-connection.js';
import { KafkaSubscription } from './kafka-subscription.js';
import type { LogRelay } from './log-relay.js';
import { defaultTopicPrefix } from './topic-generations.js';
import { TopicWatch } from './topic-watch.js';

export interface KafkaBusOptions {
  readonly kafka: KafkaConnectionOptions;
  readonly topicPrefix?: string;
  /** Relays of this process, woken by `announce`; who made them closes them. */
  readonly relays?: readonly Pick<LogRelay, 'log' | 'announce'>[];
  /** How soon a new generation is seen. */
  readonly topicPollMs?: number;
  /** How long a replica that has died keeps its partitions. */
  readonly sessionTimeoutMs?: number;
  readonly outageDelayMsMax?: number;
}

/**
 * The distributed driver: consumers read from Kafka what each service's `LogRelay` publishes (design §4). The current
 * generation of a log is the highest among the cluster's topics `<prefix>.<log>.g<generation>`. Each consumer is a
 * consumer group of its own, with one subscription over the topics of all its logs.
 */
export class KafkaBus implements EventBus {
  private readonly kafka: Kafka;
  private readonly watch: TopicWatch;
  private readonly subscriptions = new Set<RunningSubscription>();

  constructor(private readonly options: KafkaBusOptions) {
    this.kafka = connectToKafka(options.kafka);
    this.watch = new TopicWatch(this.kafka, this.prefix, options.topicPollMs ?? 1_000);
  }

  announce(log: LogName): void {
    for (const relay of this.options.relays ?? []) if (relay.log === log) relay.announce();
  }

  subscribe(subscription: Subscription): RunningSubscription {
    const running = new KafkaSubscription(this.kafka, subscription, this.watch, {
      groupId: `${this.prefix}.${subscription.consumer}`,
      sessionTimeoutMs: this.options.sessionTimeoutMs ?? 6_000,
      outageDelayMsMax: this.options.outageDelayMsMax ?? 2_000,
    });
    this.subscriptions.add(running);
    return {
      stop: async () => {
        await running.stop();
        this.subscriptions.delete(running);
      },
    };
  }

  async close(): Promise<void> {
    await Promise.all([...this.subscriptions].map((subscription) => subscription.stop()));
    await this.watch.close();
  }

  private get prefix(): string {
    return this.options.topicPrefix ?? defaultTopicPrefix;
  }
}
