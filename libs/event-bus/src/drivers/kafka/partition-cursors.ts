import type { LogName } from '@sightline/contracts';
import type { Checkpoint, OriginPartition } from '../../origin.js';
import type { Layout } from './topic-watch.js';
import type { TopicGeneration } from './topic-generations.js';

export interface AssignedTopic {
  readonly topic: string;
  readonly partitions: number[];
}

/** Which partitions are assigned, and the offset that each must be read from next. */
export class PartitionCursors {
  private readonly byTopic: ReadonlyMap<string, TopicGeneration>;
  private next = new Map<string, bigint>();
  private jumps = new Map<string, bigint>();

  constructor(layout: Layout) {
    this.byTopic = new Map([...layout.values()].map((generation) => [generation.topic, generation]));
  }

  generationOf(topic: string): TopicGeneration | undefined {
    return this.byTopic.get(topic);
  }

  origins(assigned: readonly AssignedTopic[]): OriginPartition[] {
    return assigned.flatMap(({ topic, partitions: ids }) => {
      const { log, generation, partitions } = this.byTopic.get(topic)!;
      return ids.map((partition) => ({ log, generation, partition, partitions }));
    });
  }

  /** @returns where each partition is to be read from */
  begin(checkpoints: readonly Checkpoint[]): { topic: string; partition: number; offset: string }[] {
    this.next = new Map();
    this.jumps = new Map();
    const topicOf = new Map<LogName, string>([...this.byTopic.values()].map(({ log, topic }) => [log, topic]));
    return checkpoints.map(({ log, partition, offset }) => {
      const topic = topicOf.get(log)!;
      const next = offset === null ? 0n : BigInt(offset) + 1n;
      this.next.set(`${topic}/${partition}`, next);
      return { topic, partition, offset: String(next) };
    });
  }

  handled(topic: string, partition: number, offset: string): void {
    this.next.set(`${topic}/${partition}`, BigInt(offset) + 1n);
  }

  /**
   * A batch that begins behind the expected offset was fetched before a seek: it must be read again. One that does so
   * twice shows a real hole, which is for the chain of events to tell.
   * @returns the offset to seek to, when it does
   */
  jumpedOver(topic: string, partition: number, firstOffset: string): string | undefined {
    const key = `${topic}/${partition}`;
    const expected = this.next.get(key) ?? 0n;
    const first = BigInt(firstOffset);
    if (first <= expected || this.jumps.get(key) === first) return undefined;
    this.jumps.set(key, first);
    return String(expected);
  }
}
