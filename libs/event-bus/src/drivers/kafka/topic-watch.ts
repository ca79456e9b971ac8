import type { LogName } from '@sightline/contracts';
import type { Admin, Kafka } from 'kafkajs';
import { disconnectTimeoutMs, settleWithin } from './kafka-connection.js';
import { readCurrentGenerations, type TopicGeneration } from './topic-generations.js';

/** The current topics of some logs; logs whose producer has not come up yet are missing. */
export type Layout = ReadonlyMap<LogName, TopicGeneration>;

export const isSameLayout = (left: Layout, right: Layout): boolean =>
  left.size === right.size &&
  [...left].every(([log, { topic, partitions }]) => {
    const other = right.get(log);
    return other?.topic === topic && other.partitions === partitions;
  });

/** Looks at the cluster's topics once for all consumers of a process. */
export class TopicWatch {
  private admin: Promise<Admin> | undefined;
  private readonly timer: NodeJS.Timeout;
  private readonly listeners = new Set<(all: Layout) => void>();

  constructor(
    private readonly kafka: Kafka,
    private readonly prefix: string,
    intervalMs: number,
  ) {
    this.timer = setInterval(() => {
      if (this.listeners.size === 0) return;
      this.look().then(
        (all) => this.listeners.forEach((listener) => listener(all)),
        () => undefined,
      );
    }, intervalMs);
  }

  /** Tells the topics of these logs after each look. */
  onLook(logs: readonly LogName[], listener: (layout: Layout) => void): () => void {
    const selecting = (all: Layout): void => listener(select(all, logs));
    this.listeners.add(selecting);
    return () => this.listeners.delete(selecting);
  }

  /** The topics of these logs as they are now. @throws what the connection throws */
  async layoutNow(logs: readonly LogName[]): Promise<Layout> {
    return select(await this.look(), logs);
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    this.listeners.clear();
    await this.disconnect();
  }

  private async look(): Promise<Layout> {
    try {
      this.admin ??= this.connect();
      return await readCurrentGenerations(await this.admin, this.prefix);
    } catch (error) {
      void this.disconnect();
      throw error;
    }
  }

  private async connect(): Promise<Admin> {
    const admin = this.kafka.admin();
    await admin.connect();
    return admin;
  }

  private async disconnect(): Promise<void> {
    const admin = this.admin;
    this.admin = undefined;
    if (admin)
      await settleWithin(
        disconnectTimeoutMs,
        admin.then((connected) => connected.disconnect()),
      );
  }
}

const select = (layout: Layout, logs: readonly LogName[]): Layout =>
  new Map([...layout].filter(([log]) => logs.includes(log)));
