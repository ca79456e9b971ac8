import type { LogName } from '@sightline/contracts';
import { failpoint, readLog, type Transaction } from '@sightline/event-store';
import kafkajs, { type Admin, type Producer } from 'kafkajs';
import type pg from 'pg';
import { connectToKafka, disconnectTimeoutMs, settleWithin, type KafkaConnectionOptions } from './kafka-connection.js';
import { nextRelayBatch } from './relay-batch.js';
import { recordPublished, type RelayState } from './relay-state.js';
import { establishTopic, isWhole } from './relay-topic.js';
import { defaultTopicPrefix, topicName } from './topic-generations.js';
import { WakeableSleep } from './wakeable-sleep.js';

export interface LogRelayOptions {
  readonly log: LogName;
  /** The producer's own database; one connection of it is held for as long as this replica is the relay. */
  readonly pool: pg.Pool;
  readonly kafka: KafkaConnectionOptions;
  readonly topicPrefix?: string;
  /** Of a new generation; another number than the current one's begins a new generation. */
  readonly partitions?: number;
  /** -1: what the broker says. */
  readonly replicationFactor?: number;
  readonly pollIntervalMs?: number;
  readonly batchSizeMax?: number;
  readonly batchBytesMax?: number;
  /** How often an idle relay looks whether the bus still holds what was published. */
  readonly verifyIntervalMs?: number;
  readonly retryDelayMsMax?: number;
  /** Publishing has stopped for a reason that may pass, or goes on again (undefined). */
  readonly onStopped?: (error: Error | undefined) => void;
}

/** Any fixed number: together with the log's name, the lock under which one replica is its relay. */
const relayLock = 4_650_002;
const lockRetryMs = 500;
/** Longer than any answer of the bus: only a frozen process leaves its connection idle for so long, and then loses the lock. */
const idleSessionMs = 20_000;

/**
 * Publishes a service's own log to Kafka, in commit order, to one topic per generation (design §4). Promises: each
 * event at least once and per partition in order; what is sent again after a crash names the same previous position;
 * a lost bus is refilled from the log under a new generation. One replica of the service at a time does the work; the
 * others wait for it to end.
 */
export class LogRelay {
  readonly log: LogName;
  private readonly sleep = new WakeableSleep();
  private running: Promise<void> | undefined;
  private stopped = false;
  private trouble: Error | undefined;

  constructor(private readonly options: LogRelayOptions) {
    this.log = options.log;
  }

  start(): void {
    this.running ??= this.run();
  }

  /** The log has grown. Never throws and never waits. */
  announce(): void {
    this.sleep.wake();
  }

  /** Why nothing is published, when nothing is. */
  stoppedBy(): Error | undefined {
    return this.trouble;
  }

  /** Resolves when nothing more will be published by this replica. */
  async close(): Promise<void> {
    this.stopped = true;
    this.sleep.end();
    await this.running;
  }

  private async run(): Promise<void> {
    let failures = 0;
    while (!this.stopped) {
      try {
        await this.lead(() => {
          failures = 0;
          this.report(undefined);
        });
      } catch (error) {
        failures += 1;
        this.report(error as Error);
        await this.sleep.for(Math.min(50 * 2 ** Math.min(failures, 10), this.options.retryDelayMsMax ?? 2_000), 'deaf');
      }
    }
  }

  private report(error: Error | undefined): void {
    if (error === undefined && this.trouble === undefined) return;
    this.trouble = error;
    this.options.onStopped?.(error);
  }

  /** For as long as this replica is the relay, the bus is whole and nothing fails. */
  private async lead(onProgress: () => void): Promise<void> {
    const client = await this.options.pool.connect();
    client.on('error', () => undefined);
    try {
      await client.query(`set idle_session_timeout = ${idleSessionMs}`);
      // What a crash of the server forgets is sent again, and seen as such.
      await client.query('set synchronous_commit = off');
      const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1, hashtext($2)) as mine', [
        relayLock,
        this.log,
      ]);
      if (rows[0]?.mine !== true) {
        await this.sleep.for(lockRetryMs, 'deaf');
        return;
      }
      await this.publishWith(client, onProgress);
    } finally {
      // Not to be used again: the lock and the settings go with the connection.
      client.release(true);
    }
  }

  private async publishWith(client: Transaction, onProgress: () => void): Promise<void> {
    const {
      kafka: connection,
      partitions = 6,
      replicationFactor = -1,
      topicPrefix = defaultTopicPrefix,
    } = this.options;
    const kafka = connectToKafka(connection);
    const admin = kafka.admin();
    const producer = kafka.producer({
      allowAutoTopicCreation: false,
      idempotent: false,
      maxInFlightRequests: 1,
      retry: { retries: 1 },
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    });
    try {
      await Promise.all([admin.connect(), producer.connect()]);
      const topic = { log: this.log, topicPrefix, partitions, replicationFactor };
      const state = await establishTopic(client, admin, topic);
      onProgress();
      await this.follow(client, admin, producer, state, onProgress);
    } finally {
      await Promise.all([
        settleWithin(disconnectTimeoutMs, admin.disconnect()),
        settleWithin(disconnectTimeoutMs, producer.disconnect()),
      ]);
    }
  }

  /** Returns when a new generation is needed. */
  private async follow(
    client: Transaction,
    admin: Admin,
    producer: Producer,
    from: RelayState,
    onProgress: () => void,
  ): Promise<void> {
    const { batchSizeMax = 1_000, batchBytesMax = 512 * 1024, pollIntervalMs = 250 } = this.options;
    const { verifyIntervalMs = 5_000, topicPrefix = defaultTopicPrefix } = this.options;
    let state = from;
    let verifiedAt = performance.now();
    while (!this.stopped) {
      const events = await readLog(client, this.log, state.position, batchSizeMax);
      if (events.some(({ epoch }) => epoch > state.headEpoch)) return;
      if (events.length > 0) {
        const published = await this.send(client, producer, state, nextRelayBatch(state, events, batchBytesMax));
        if (!published) return;
        state = published;
        onProgress();
        continue;
      }
      if (performance.now() - verifiedAt > verifyIntervalMs) {
        if (!(await isWhole(admin, topicPrefix, state))) return;
        verifiedAt = performance.now();
      }
      await this.sleep.for(pollIntervalMs);
    }
  }

  /** Sends, waits for all acknowledgements, records them. @returns undefined when the bus had forgotten earlier events */
  private async send(
    client: Transaction,
    producer: Producer,
    state: RelayState,
    { messages, after }: ReturnType<typeof nextRelayBatch>,
  ): Promise<RelayState | undefined> {
    failpoint('relay.before-send');
    const acknowledged = await producer.send({
      topic: topicName(this.options.topicPrefix ?? defaultTopicPrefix, this.log, state.generation),
      acks: -1,
      messages: [...messages],
    });
    failpoint('relay.after-send-before-record');
    const nextOffsets = [...state.nextOffsets];
    for (const { partition, baseOffset } of acknowledged) {
      const first = BigInt(baseOffset ?? '-1');
      if (first < nextOffsets[partition]!) return undefined;
      nextOffsets[partition] = first + BigInt(messages.filter((message) => message.partition === partition).length);
    }
    const recorded = { ...after, nextOffsets };
    await recordPublished(client, state, recorded);
    return recorded;
  }
}
