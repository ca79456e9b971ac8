import type { EventEnvelope } from '@sightline/contracts';
import type { Message } from 'kafkajs';
import { partitionOf } from '../../partition-of.js';
import { toRecord } from './event-record.js';
import type { RelayState } from './relay-state.js';

/** The log itself has a hole: what follows must not be published as if nothing were missing. */
export class LogHasGap extends Error {
  override readonly name = 'LogHasGap';
}

export interface RelayBatch {
  readonly messages: readonly Message[];
  /** The state once these are acknowledged, but for the offsets. */
  readonly after: RelayState;
}

/**
 * Pure. The next records of a log, in commit order, up to a size. The same state and log give the same records: what is
 * sent again after a crash names the same previous positions.
 * @throws LogHasGap
 */
export function nextRelayBatch(state: RelayState, events: readonly EventEnvelope[], bytesMax: number): RelayBatch {
  const lastPositions = [...state.lastPositions];
  const messages: Message[] = [];
  let { position, epoch, epochBase } = state;
  let bytes = 0;
  for (const event of events) {
    if (event.position !== position + 1)
      throw new LogHasGap(
        `log ${state.log}: position ${event.position} follows ${position}; nothing is published after it`,
      );
    if (event.epoch > epoch) {
      epoch = event.epoch;
      epochBase = position;
    }
    const partition = partitionOf(event.partitionkey, state.partitions);
    const record = toRecord(event, { previousPosition: lastPositions[partition]!, epochBase });
    bytes += Buffer.byteLength(record.value);
    if (bytes > bytesMax && messages.length > 0) break;
    messages.push({ ...record, partition });
    lastPositions[partition] = event.position;
    position = event.position;
  }
  return { messages, after: { ...state, position, epoch, epochBase, lastPositions } };
}
