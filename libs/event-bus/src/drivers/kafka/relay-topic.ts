import { readLogHead, type Queryable } from '@sightline/event-store';
import type { Admin } from 'kafkajs';
import { beginGeneration, emptyGeneration, loadRelayState, type RelayState } from './relay-state.js';
import { createGeneration, readCurrentGenerations, readOffsets, topicName } from './topic-generations.js';
import type { LogName } from '@sightline/contracts';

export interface RelayTopicOptions {
  readonly log: LogName;
  readonly topicPrefix: string;
  readonly partitions: number;
  readonly replicationFactor: number;
}

/** True when the topic still holds everything that was recorded as published, from its first event on. */
export async function isWhole(admin: Admin, prefix: string, state: RelayState): Promise<boolean> {
  const current = (await readCurrentGenerations(admin, prefix)).get(state.log);
  if (current?.generation !== state.generation || current.partitions !== state.partitions) return false;
  const offsets = await readOffsets(admin, current.topic);
  return state.nextOffsets.every((recorded, partition) => {
    const found = offsets[partition];
    return found !== undefined && found.low === 0n && found.next >= recorded;
  });
}

/**
 * Where to go on publishing. What was published counts as long as the bus holds it, the log is in the same epoch and
 * the number of partitions is still the wanted one; otherwise a new generation begins at the log's first event.
 */
export async function establishTopic(
  database: Queryable,
  admin: Admin,
  { log, topicPrefix, partitions, replicationFactor }: RelayTopicOptions,
): Promise<RelayState> {
  const head = await readLogHead(database);
  const stored = await loadRelayState(database, log);
  if (
    stored?.partitions === partitions &&
    stored.headEpoch === head.epoch &&
    stored.position <= head.position &&
    (await isWhole(admin, topicPrefix, stored))
  )
    return stored;

  const newest = (await readCurrentGenerations(admin, topicPrefix)).get(log)?.generation ?? 0;
  const generation = Math.max(newest, stored?.generation ?? 0) + 1;
  const fresh = emptyGeneration(log, generation, partitions, head.epoch);
  // Recorded before the topic exists: a crash in between finds it missing and begins the next one.
  await beginGeneration(database, fresh);
  const topic = topicName(topicPrefix, log, generation);
  await createGeneration(admin, { log, generation, partitions, topic }, replicationFactor);
  return fresh;
}
