import { logNames, type LogName } from '@sightline/contracts';
import type { Admin } from 'kafkajs';

/** A topic that carries a log from its first event on. The highest generation of a log is the current one. */
export interface TopicGeneration {
  readonly log: LogName;
  /** From 1. */
  readonly generation: number;
  readonly partitions: number;
  readonly topic: string;
}

export const defaultTopicPrefix = 'sightline';

export const topicName = (prefix: string, log: LogName, generation: number): string =>
  `${prefix}.${log}.g${generation}`;

const parseTopic = (prefix: string, topic: string): { log: LogName; generation: number } | undefined => {
  if (!topic.startsWith(`${prefix}.`)) return undefined;
  const [, name, generation] = /^([a-z-]+)\.g([1-9]\d*)$/.exec(topic.slice(prefix.length + 1)) ?? [];
  const log = logNames.find((each) => each === name);
  return log && { log, generation: Number(generation) };
};

/** The current generation of every log that has one, from the cluster's metadata. */
export async function readCurrentGenerations(admin: Admin, prefix: string): Promise<Map<LogName, TopicGeneration>> {
  const current = new Map<LogName, TopicGeneration>();
  const { topics } = await admin.fetchTopicMetadata();
  for (const { name: topic, partitions } of topics) {
    const parsed = parseTopic(prefix, topic);
    if (!parsed || partitions.length === 0) continue;
    const known = current.get(parsed.log);
    if (!known || parsed.generation > known.generation)
      current.set(parsed.log, { ...parsed, partitions: partitions.length, topic });
  }
  return current;
}

/** Keeps everything for good; the record size leaves room for the largest event. */
export async function createGeneration(
  admin: Admin,
  { topic, partitions }: TopicGeneration,
  replicationFactor: number,
): Promise<void> {
  await admin.createTopics({
    waitForLeaders: true,
    topics: [
      {
        topic,
        numPartitions: partitions,
        replicationFactor,
        configEntries: [
          { name: 'retention.ms', value: '-1' },
          { name: 'retention.bytes', value: '-1' },
          { name: 'cleanup.policy', value: 'delete' },
          { name: 'max.message.bytes', value: '8388608' },
        ],
      },
    ],
  });
}

/** The first and the next offset of each partition, in the order of the partitions. */
export async function readOffsets(admin: Admin, topic: string): Promise<{ low: bigint; next: bigint }[]> {
  const offsets = await admin.fetchTopicOffsets(topic);
  return offsets
    .toSorted((left, right) => left.partition - right.partition)
    .map(({ low, high }) => ({ low: BigInt(low), next: BigInt(high) }));
}
