import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import type { Subscription } from '../../event-bus.js';
import { ChainBroken, ConsumerAheadOfLog, StaleCheckpoint } from '../../runner/consumer-errors.js';
import { fromRecord, UnreadableRecord } from './event-record.js';
import { createGroupConsumer, fetchWaitMs, isRebalancing, watchForSilence } from './group-consumer.js';
import { disconnectTimeoutMs, settleWithin } from './kafka-connection.js';
import { PartitionCursors, type AssignedTopic } from './partition-cursors.js';
import type { SubscriptionHealth } from './subscription-health.js';
import { isSameLayout, type Layout, type TopicWatch } from './topic-watch.js';

export interface SessionSettings {
  readonly groupId: string;
  readonly sessionTimeoutMs: number;
  readonly outageDelayMsMax: number;
}

export type SessionEnd =
  | { readonly reason: 'stopped' }
  /** A new generation, or the topic of a log that had none. */
  | { readonly reason: 'layout-changed' }
  /** To be built again after a while. */
  | { readonly reason: 'failed'; readonly error: Error }
  /** Never to be built again. */
  | { readonly reason: 'refused'; readonly error: Error };

/** Two replicas may race for a while; one that loses every time does not run. */
const lostRacesMax = 20;
/**
 * The life of one kafkajs consumer: from connecting until it is stopped, crashes, falls silent or reads topics that are
 * no longer the current ones. Offsets are never committed to Kafka: it assigns partitions, the checkpoints say where
 * to begin. Nothing escapes into kafkajs but rebalance errors, since anything else would end its consumer for good.
 */
export class ConsumerSession {
  private readonly consumer: Consumer;
  private readonly cursors: PartitionCursors;
  private readonly ended: Promise<SessionEnd>;
  private conclude: (end: SessionEnd) => void = () => undefined;
  private isOver = false;
  /** One thing at a time: a begin or a delivery. */
  private turn: Promise<unknown> = Promise.resolve();
  private joins = 0;
  private isNewAssignment = false;
  /** The join whose checkpoints are loaded; batches of any other are left alone. */
  private begun = 0;
  private assigned: AssignedTopic[] = [];
  private failures = 0;
  private retry: NodeJS.Timeout | undefined;

  constructor(
    kafka: Kafka,
    private readonly subscription: Subscription,
    private readonly layout: Layout,
    private readonly watch: TopicWatch,
    private readonly health: SubscriptionHealth,
    private readonly settings: SessionSettings,
  ) {
    this.cursors = new PartitionCursors(layout);
    this.ended = new Promise((resolve) => {
      this.conclude = resolve;
    });
    this.consumer = createGroupConsumer(kafka, settings.groupId, settings.sessionTimeoutMs);
  }

  /** Resolves when nothing is under way any more. Never rejects. */
  async run(): Promise<SessionEnd> {
    const { GROUP_JOIN, CRASH } = this.consumer.events;
    const fail = (error: Error): void => this.finish({ reason: 'failed', error });
    this.consumer.on(GROUP_JOIN, ({ payload }) => this.joined(payload.memberAssignment));
    this.consumer.on(CRASH, ({ payload }) => fail(payload.error));
    const endWatch = watchForSilence(this.consumer, this.settings.sessionTimeoutMs * 4, fail);
    const unwatch = this.watch.onLook(this.subscription.logs, (layout) => {
      if (!isSameLayout(layout, this.layout)) this.finish({ reason: 'layout-changed' });
    });

    void this.startUp().catch(fail);
    const end = await this.ended;
    unwatch();
    endWatch();
    clearTimeout(this.retry);
    await this.turn;
    await settleWithin(disconnectTimeoutMs, this.consumer.disconnect());
    return end;
  }

  finish(end: SessionEnd): void {
    this.isOver = true;
    this.conclude(end);
  }

  private async startUp(): Promise<void> {
    const topics = [...this.layout.values()].map(({ topic }) => topic);
    try {
      await this.consumer.connect();
      if (!this.isOver) await this.consumer.subscribe({ topics, fromBeginning: true });
      if (this.isOver) return;
      await this.consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: 1,
        eachBatch: (payload) => this.inTurn(() => this.handle(payload)),
      });
    } finally {
      // Ended while it was still joining: it must not stay in the group, where it would hold partitions and read nothing.
      if (this.isOver) await settleWithin(disconnectTimeoutMs, this.consumer.disconnect());
    }
  }

  private inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.turn.then(work);
    this.turn = result.catch(() => undefined);
    return result;
  }

  /** Before anything else can happen to the new assignment: nothing of it is fetched until its checkpoints are loaded. */
  private joined(assignment: Readonly<Record<string, number[]>>): void {
    this.joins += 1;
    this.isNewAssignment = true;
    this.assigned = Object.entries(assignment).map(([topic, partitions]) => ({ topic, partitions }));
    clearTimeout(this.retry);
    this.beginAgain();
  }

  private beginAgain(): void {
    if (this.isOver) return;
    const { joins } = this;
    this.begun = 0;
    this.pauseAll();
    void this.inTurn(() => this.begin(joins));
  }

  private async begin(join: number): Promise<void> {
    if (this.isOver || join !== this.joins) return;
    try {
      const checkpoints = await this.subscription.begin(this.cursors.origins(this.assigned));
      if (!isSameLayout(await this.watch.layoutNow(this.subscription.logs), this.layout)) {
        this.finish({ reason: 'layout-changed' });
        return;
      }
      // A later join has paused other partitions and loads its own checkpoints.
      if (this.isOver || join !== this.joins) return;
      for (const seek of this.cursors.begin(checkpoints)) this.consumer.seek(seek);
      this.begun = join;
      this.consumer.resume(this.assigned);
      this.health.begun(this.isNewAssignment);
      this.isNewAssignment = false;
    } catch (error) {
      this.failed(error, 'bus');
    }
  }

  private async handle(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    const { topic, partition } = batch;
    const join = this.joins;
    const mayGoOn = (): boolean =>
      !this.isOver && this.begun === this.joins && join === this.joins && payload.isRunning() && !payload.isStale();
    const generation = this.cursors.generationOf(topic);
    const first = batch.messages[0];
    if (!mayGoOn() || !generation || !first) return;
    const jumped = this.cursors.jumpedOver(topic, partition, first.offset);
    if (jumped !== undefined) {
      this.consumer.seek({ topic, partition, offset: jumped });
      return;
    }

    let rebalance: unknown;
    const heartbeat = setInterval(() => {
      payload.heartbeat().catch((error: unknown) => {
        if (isRebalancing(error)) rebalance ??= error;
      });
    }, this.settings.sessionTimeoutMs / 3);
    try {
      for (let start = 0; start < batch.messages.length; start += this.subscription.batchSizeMax) {
        if (rebalance !== undefined || !mayGoOn()) break;
        const messages = batch.messages.slice(start, start + this.subscription.batchSizeMax);
        await this.subscription.deliver(messages.map((message) => fromRecord(generation, partition, message)));
        const { offset } = messages[messages.length - 1]!;
        this.cursors.handled(topic, partition, offset);
        payload.resolveOffset(offset);
        this.failures = 0;
        this.health.delivered();
      }
    } catch (error) {
      this.failed(error, 'delivery');
    } finally {
      clearInterval(heartbeat);
    }
    if (rebalance !== undefined) throw rebalance as Error;
  }

  private failed(error: unknown, what: 'bus' | 'delivery'): void {
    if (error instanceof ChainBroken || error instanceof ConsumerAheadOfLog || error instanceof UnreadableRecord) {
      this.finish({ reason: 'refused', error });
      return;
    }
    this.begun = 0;
    this.failures += 1;
    const lostRace = error instanceof StaleCheckpoint;
    if (!lostRace || this.failures > lostRacesMax) {
      if (what === 'bus') this.health.busFailed(error as Error);
      else this.health.deliveryFailed(error as Error);
    }
    if (this.isOver) return;
    this.pauseAll();
    const delayMs = Math.min(
      (lostRace ? 1 : 100) * 2 ** Math.min(this.failures, 12),
      lostRace ? fetchWaitMs : this.settings.outageDelayMsMax,
    );
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.beginAgain(), delayMs);
  }

  private pauseAll(): void {
    try {
      this.consumer.pause(this.assigned);
    } catch {
      // kafkajs has already given the consumer up; its crash is on the way.
      this.begun = 0;
    }
  }
}
