import type { Delivery } from '../event-bus.js';
import { partitionOf } from '../partition-of.js';
import type { Checkpoint } from '../origin.js';
import { checkpointKey } from './checkpoints.js';
import { ChainBroken, ConsumerAheadOfLog } from './consumer-errors.js';

export interface Admitted {
  /** Deliveries whose effect is still to come, in order. */
  readonly fresh: readonly Delivery[];
  /** The checkpoints that the batch starts from, as believed. */
  readonly before: readonly Checkpoint[];
  /** The same partitions after the batch. */
  readonly after: readonly Checkpoint[];
}

/**
 * Pure. Drops what has been seen (in this generation or in another one, whose layout is recomputed from its partition
 * count) and proves that nothing is missing: each event names the one before it in its partition.
 * @throws ChainBroken, or ConsumerAheadOfLog when an event belongs to an epoch that began before what has been seen
 */
export function admitDeliveries(
  consumer: string,
  checkpoints: ReadonlyMap<string, Checkpoint>,
  batch: readonly Delivery[],
): Admitted {
  const ofLog = new Map<string, Checkpoint[]>();
  for (const checkpoint of checkpoints.values()) {
    const list = ofLog.get(checkpoint.log) ?? [];
    list.push(checkpoint);
    ofLog.set(checkpoint.log, list);
  }
  const before = new Map<string, Checkpoint>();
  const after = new Map<string, Checkpoint>();
  const fresh: Delivery[] = [];

  for (const delivery of batch) {
    const { event, origin } = delivery;
    const known = ofLog.get(origin.log) ?? [];
    const { epochBase = Infinity } = origin;
    const undone = known.find(({ epoch, position }) => epoch < event.epoch && position > epochBase);
    if (undone) throw new ConsumerAheadOfLog(consumer, origin.log, undone, { epoch: event.epoch, position: epochBase });
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

    const seenBefore = known.some(
      (checkpoint) =>
        checkpoint.generation !== origin.generation &&
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
