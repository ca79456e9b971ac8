import type { Delivery } from '../event-bus.js';
import { partitionOf } from '../partition-of.js';
import { checkpointKey, type Checkpoint } from './checkpoints.js';
import { ChainBroken } from './consumer-errors.js';

export interface Admitted {
  /** Deliveries whose effect is still to come, in order. */
  readonly fresh: readonly Delivery[];
  /** The checkpoints that the batch starts from, as believed. */
  readonly before: readonly Checkpoint[];
  /** The same partitions after the batch. */
  readonly after: readonly Checkpoint[];
}

/**
 * Pure. Drops what has been seen (in this generation or in an older one, whose layout is recomputed from its partition
 * count) and proves that nothing is missing: each event names the one before it in its partition.
 * @throws ChainBroken
 */
export function admitDeliveries(
  consumer: string,
  checkpoints: ReadonlyMap<string, Checkpoint>,
  batch: readonly Delivery[],
): Admitted {
  const older = new Map<string, Checkpoint[]>();
  for (const checkpoint of checkpoints.values()) {
    const list = older.get(checkpoint.log) ?? [];
    list.push(checkpoint);
    older.set(checkpoint.log, list);
  }
  const before = new Map<string, Checkpoint>();
  const after = new Map<string, Checkpoint>();
  const fresh: Delivery[] = [];

  for (const delivery of batch) {
    const { event, origin } = delivery;
    const key = checkpointKey(origin);
    const reached = after.get(key) ??
      checkpoints.get(key) ?? { ...origin, epoch: event.epoch, position: 0, offset: null };
    if (!before.has(key)) before.set(key, reached);
    if (event.position <= reached.position) continue;
    if (origin.previousPosition !== reached.position)
      throw new ChainBroken(
        consumer,
        origin.log,
        origin.partition,
        reached.position,
        origin.previousPosition,
        event.position,
      );
    after.set(key, { ...reached, epoch: event.epoch, position: event.position, offset: origin.offset });

    const seenBefore = (older.get(origin.log) ?? []).some(
      (checkpoint) =>
        checkpoint.generation < origin.generation &&
        checkpoint.position >= event.position &&
        checkpoint.partition === partitionOf(event.partitionkey, checkpoint.partitions),
    );
    if (!seenBefore) fresh.push(delivery);
  }
  return {
    fresh,
    before: [...before.values()].filter((checkpoint) => after.has(checkpointKey(checkpoint))),
    after: [...after.values()],
  };
}
