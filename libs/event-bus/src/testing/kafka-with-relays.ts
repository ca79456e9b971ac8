import { eventually, type KafkaBroker } from '@sightline/testing';
import type { Admin, Kafka } from 'kafkajs';
import { randomBytes } from 'node:crypto';
import { connectToKafka } from '../drivers/kafka/kafka-connection.js';
import {
  createGeneration,
  readCurrentGenerations,
  readOffsets,
  type TopicGeneration,
} from '../drivers/kafka/topic-generations.js';
import { KafkaBus, LogRelay, relaySchema, type LogRelayOptions } from '../index.js';
import type { DriverUnderTest, OpenDriver } from './bus-bench.js';
import type { TestLog } from './test-logs.js';

/** The Kafka driver with topics of its own for each test, and hands to hurt them. */
export class KafkaUnderTest implements DriverUnderTest {
  readonly producerSchema = relaySchema;
  readonly patienceMs = 25_000;
  topicPrefix = '';
  relays: LogRelay[] = [];

  constructor(private readonly broker: () => KafkaBroker) {}

  get brokers(): string[] {
    return this.broker().brokers;
  }

  async open(logs: readonly TestLog[]): Promise<OpenDriver> {
    this.topicPrefix = `t${randomBytes(4).toString('hex')}`;
    this.startRelays(logs);
    return {
      connect: () =>
        new KafkaBus({
          kafka: { brokers: this.brokers },
          topicPrefix: this.topicPrefix,
          topicPollMs: 200,
          outageDelayMsMax: 500,
          relays: logs.map(({ log }) => ({
            log,
            announce: () => this.relays.filter((relay) => relay.log === log).forEach((relay) => relay.announce()),
          })),
        }),
      description: { driver: 'kafka', brokers: this.brokers, topicPrefix: this.topicPrefix },
      breakChain: (log) => this.sendForeignRecord(log),
      whileProducersAreDown: async (work) => {
        await this.stopRelays();
        await work();
        this.startRelays(logs);
      },
      close: () => this.stopRelays(),
    };
  }

  startRelays(logs: readonly TestLog[], more: Partial<LogRelayOptions> = {}): void {
    const started = logs.map(({ log, pool }) => {
      const options = { log, pool, topicPrefix: this.topicPrefix, kafka: { brokers: this.brokers }, partitions: 3 };
      return new LogRelay({ ...options, verifyIntervalMs: 300, retryDelayMsMax: 300, ...more });
    });
    for (const relay of started) relay.start();
    this.relays.push(...started);
  }

  async stopRelays(): Promise<void> {
    await Promise.all(this.relays.splice(0).map((relay) => relay.close()));
  }

  /** The topic that carries a log now. */
  currentGeneration(log: TestLog): Promise<TopicGeneration | undefined> {
    return this.withAdmin(async (admin) => (await readCurrentGenerations(admin, this.topicPrefix)).get(log.log));
  }

  /** How many records the current topic of a log holds. */
  async recordsOf(log: TestLog): Promise<number> {
    const current = await this.currentGeneration(log);
    if (!current) return 0;
    const offsets = await this.withAdmin((admin) => readOffsets(admin, current.topic));
    return offsets.reduce((sum, { next }) => sum + Number(next), 0);
  }

  async holds(log: TestLog, records: number): Promise<void> {
    await eventually(
      () => this.recordsOf(log),
      (count) => count === records,
      { timeoutMs: this.patienceMs },
    );
  }

  eraseTopics(): Promise<void> {
    return this.withAdmin(async (admin) => {
      const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(`${this.topicPrefix}.`));
      await admin.deleteTopics({ topics });
    });
  }

  /** Makes a topic again that was erased a moment ago. */
  async createEmpty(log: TestLog, generation: TopicGeneration): Promise<void> {
    await eventually(
      async () => {
        await this.withAdmin((admin) => createGeneration(admin, generation, -1));
        return this.currentGeneration(log);
      },
      (current) => current?.topic === generation.topic,
      { timeoutMs: this.patienceMs },
    );
  }

  private sendForeignRecord(log: TestLog): Promise<void> {
    return this.withAdmin(async (admin, kafka) => {
      const { topic } = (await readCurrentGenerations(admin, this.topicPrefix)).get(log.log)!;
      const producer = kafka.producer();
      await producer.connect();
      const event = { log: log.log, position: 1_000, epoch: 1, partitionkey: 'key-0' };
      const headers = { previousposition: '999', epochbase: '0' };
      await producer.send({ topic, messages: [{ partition: 0, value: JSON.stringify(event), headers }] });
      await producer.disconnect();
    });
  }

  private async withAdmin<Result>(work: (admin: Admin, kafka: Kafka) => Promise<Result>): Promise<Result> {
    const kafka = connectToKafka({ brokers: this.brokers });
    const admin = kafka.admin();
    await admin.connect();
    try {
      return await work(admin, kafka);
    } finally {
      await admin.disconnect();
    }
  }
}
