import { describe, expect, it } from '@jest/globals';
import type { EventEnvelope, LogName } from '@sightline/contracts';
import fc from 'fast-check';
import { ChainBroken, ConsumerAheadOfLog, partitionOf, type Checkpoint, type Delivery } from '../index.js';
import { admitDeliveries } from './admit-deliveries.js';
import { checkpointKey } from './checkpoints.js';

const eventAt = (log: LogName, position: number, key: string, epoch = 1) =>
  ({ log, position, epoch, partitionkey: key }) as EventEnvelope;

/** What a driver reads from one partition of one generation of a log: each event names the one before it. */
const partitionOfLog = (
  events: readonly EventEnvelope[],
  generation: number,
  partitions: number,
  partition: number,
): Delivery[] => {
  let previousPosition = 0;
  return events
    .filter(({ partitionkey }) => partitionOf(partitionkey, partitions) === partition)
    .map((event, index) => {
      const log = event.log as LogName;
      const origin = { log, generation, partition, partitions, offset: String(index), previousPosition };
      previousPosition = event.position;
      return { event, origin };
    });
};

/** Checkpoints as the database holds them. */
class Checkpoints {
  readonly kept = new Map<string, Checkpoint>();
  readonly effects: EventEnvelope[] = [];

  deliver(batch: readonly Delivery[], commits = true): void {
    const { fresh, after } = admitDeliveries('spec', this.kept, batch);
    if (!commits) return;
    for (const checkpoint of after) this.kept.set(checkpointKey(checkpoint), checkpoint);
    this.effects.push(...fresh.map(({ event }) => event));
  }
}

const logs = ['directory', 'approval'] as const;
const keys = Array.from({ length: 9 }, (_, index) => `key-${index}`);

describe('admitting deliveries', () => {
  const step = fc.record({
    log: fc.constantFrom(...logs),
    partition: fc.nat(5),
    /** How far back a redelivery reaches. */
    back: fc.nat(12),
    length: fc.integer({ min: 1, max: 12 }),
    commits: fc.boolean(),
    nextGeneration: fc.constantFrom(false, false, false, true),
  });

  it('gives each event one effect, in the order of its log and key, through any redelivery and change of layout', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...keys), { minLength: 1, maxLength: 40 }),
        fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 }),
        fc.array(step, { maxLength: 40 }),
        (sequence, layouts, steps) => {
          const content = logs.map((log) => sequence.map((key, index) => eventAt(log, index + 1, key)));
          const checkpoints = new Checkpoints();
          // Generation 0 is the log itself, in one partition.
          const partitionCounts = [1, ...layouts];
          const current = [0, 0];
          const read = (logIndex: number, partition: number) =>
            partitionOfLog(content[logIndex]!, current[logIndex]!, partitionCounts[current[logIndex]!]!, partition);
          const reached = (deliveries: readonly Delivery[]) => {
            const first = deliveries[0];
            const position = first ? (checkpoints.kept.get(checkpointKey(first.origin))?.position ?? 0) : 0;
            return deliveries.filter(({ event }) => event.position <= position).length;
          };

          for (const { log, partition, back, length, commits, nextGeneration } of steps) {
            const logIndex = logs.indexOf(log);
            if (nextGeneration) current[logIndex] = Math.min(current[logIndex]! + 1, partitionCounts.length - 1);
            const deliveries = read(logIndex, partition % partitionCounts[current[logIndex]!]!);
            const start = Math.max(0, reached(deliveries) - back);
            checkpoints.deliver(deliveries.slice(start, start + length), commits);
          }
          logs.forEach((_log, logIndex) => {
            for (let partition = 0; partition < partitionCounts[current[logIndex]!]!; partition += 1)
              checkpoints.deliver(read(logIndex, partition));
          });

          const order = (events: readonly EventEnvelope[]) =>
            Object.fromEntries(
              logs.flatMap((log) =>
                keys.map((key) => [
                  `${log} ${key}`,
                  events
                    .filter((event) => event.log === log && event.partitionkey === key)
                    .map((event) => event.position),
                ]),
              ),
            );
          expect(order(checkpoints.effects)).toEqual(order(content.flat()));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('finds any hole in a partition', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...keys), { minLength: 3, maxLength: 30 }),
        fc.integer({ min: 1, max: 3 }),
        fc.nat(),
        (sequence, partitions, hole) => {
          const events = sequence.map((key, index) => eventAt('directory', index + 1, key));
          const deliveries = partitionOfLog(events, 1, partitions, 0);
          fc.pre(deliveries.length >= 2);
          const missing = hole % (deliveries.length - 1);
          const holed = deliveries.filter((_, index) => index !== missing);
          expect(() => new Checkpoints().deliver(holed)).toThrow(ChainBroken);
        },
      ),
    );
  });

  it('drops what a newer generation saw as well: a restored bus may count its generations anew', () => {
    const events = [eventAt('directory', 1, 'a'), eventAt('directory', 2, 'a')];
    const checkpoints = new Checkpoints();
    checkpoints.deliver(partitionOfLog(events, 3, 1, 0));
    checkpoints.deliver(partitionOfLog([...events, eventAt('directory', 3, 'a')], 2, 1, 0));
    expect(checkpoints.effects.map(({ position }) => position)).toEqual([1, 2, 3]);
  });

  describe('of a log that was restored', () => {
    const restored = (epochBase: number, positions: readonly number[]): Delivery[] =>
      positions.map((position) => ({
        event: eventAt('directory', position, 'a', position > epochBase ? 2 : 1),
        origin: {
          log: 'directory',
          generation: 2,
          partition: 0,
          partitions: 1,
          offset: String(position - 1),
          previousPosition: position - 1,
          epochBase: position > epochBase ? epochBase : 0,
        },
      }));
    const seenUpTo = (position: number) => {
      const checkpoints = new Checkpoints();
      const events = Array.from({ length: position }, (_, index) => eventAt('directory', index + 1, 'a'));
      checkpoints.deliver(partitionOfLog(events, 1, 1, 0));
      return checkpoints;
    };

    it('refuses a consumer that has seen what the restore undid', () => {
      const checkpoints = seenUpTo(5);
      expect(() => checkpoints.deliver(restored(4, [1, 2, 3, 4, 5, 6]))).toThrow(ConsumerAheadOfLog);
      expect(checkpoints.effects).toHaveLength(5);
    });

    it('goes on with one that has not', () => {
      const checkpoints = seenUpTo(4);
      checkpoints.deliver(restored(4, [1, 2, 3, 4, 5, 6]));
      checkpoints.deliver(restored(4, [7]));
      expect(checkpoints.effects.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    });
  });
});
