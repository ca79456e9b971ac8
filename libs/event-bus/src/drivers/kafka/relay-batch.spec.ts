import { describe, expect, it } from '@jest/globals';
import type { EventEnvelope } from '@sightline/contracts';
import fc from 'fast-check';
import type { KafkaMessage, Message } from 'kafkajs';
import { partitionOf } from '../../partition-of.js';
import { fromRecord, UnreadableRecord } from './event-record.js';
import { LogHasGap, nextRelayBatch } from './relay-batch.js';
import { emptyGeneration } from './relay-state.js';
import { topicName } from './topic-generations.js';

const eventAt = (position: number, key = 'a', epoch = 1) =>
  ({ log: 'directory', position, epoch, partitionkey: key, data: {} }) as EventEnvelope;
const empty = (partitions: number) => emptyGeneration('directory', 1, partitions, 1);
const generation = (partitions: number) =>
  ({ log: 'directory', generation: 1, partitions, topic: topicName('t', 'directory', 1) }) as const;

/** As a consumer sees it. */
const received = (messages: readonly Message[], partitions: number) =>
  messages.map((message) => {
    const headers = Object.fromEntries(
      Object.entries(message.headers ?? {}).map(([name, value]) => [name, Buffer.from(String(value))]),
    );
    const raw = { ...message, offset: '0', value: Buffer.from(String(message.value)), headers };
    return fromRecord(generation(partitions), message.partition!, raw as unknown as KafkaMessage);
  });

describe('what a relay publishes', () => {
  it('forms one chain a partition, however the log is cut into batches and whatever is sent again', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 40 }),
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.record({ size: fc.integer({ min: 1, max: 9 }), recorded: fc.boolean() }), { maxLength: 30 }),
        (keys, partitions, cuts) => {
          const events = keys.map((key, index) => eventAt(index + 1, key));
          let state = empty(partitions);
          const previous = new Map<number, number>();
          for (const { size, recorded } of [...cuts, { size: 100, recorded: true }]) {
            const { messages, after } = nextRelayBatch(
              state,
              events.slice(state.position, state.position + size),
              1_000_000,
            );
            for (const { event, origin } of received(messages, partitions)) {
              expect(origin.partition).toBe(partitionOf(event.partitionkey, partitions));
              const inPartition = events.filter(
                ({ partitionkey }) => partitionOf(partitionkey, partitions) === origin.partition,
              );
              const before = inPartition.filter(({ position }) => position < event.position).at(-1)?.position ?? 0;
              expect(origin.previousPosition).toBe(before);
              previous.set(origin.partition, event.position);
            }
            if (recorded) state = after;
          }
          expect(state.position).toBe(events.length);
        },
      ),
    );
  });

  it('keeps to a size, but lets a single larger event pass', () => {
    const events = [1, 2, 3].map((position) => eventAt(position));
    const one = Buffer.byteLength(JSON.stringify(events[0]));
    expect(nextRelayBatch(empty(1), events, 2 * one).messages).toHaveLength(2);
    expect(nextRelayBatch(empty(1), events, 1).messages).toHaveLength(1);
  });

  it('stops before a hole in the log', () => {
    expect(() => nextRelayBatch(empty(1), [eventAt(1), eventAt(3)], 1_000)).toThrow(LogHasGap);
    expect(() => nextRelayBatch({ ...empty(1), position: 4 }, [eventAt(6)], 1_000)).toThrow(LogHasGap);
  });

  it('says where each epoch began', () => {
    const events = [eventAt(1), eventAt(2), eventAt(3, 'a', 2), eventAt(4, 'a', 4)];
    const bases = received(nextRelayBatch(empty(1), events, 10_000).messages, 1).map(({ origin }) => origin.epochBase);
    expect(bases).toEqual([0, 0, 2, 3]);
  });
});

describe('a record that no relay wrote', () => {
  const good = { value: JSON.stringify(eventAt(1)), headers: { previousposition: '0', epochbase: '0' } };
  it.each([
    ['has no value', { ...good, value: null }],
    ['is no JSON', { ...good, value: '{' }],
    ['is null', { ...good, value: 'null' }],
    ['is of another log', { ...good, value: JSON.stringify({ ...eventAt(1), log: 'approval' }) }],
    ['has no position', { ...good, value: JSON.stringify({ ...eventAt(1), position: '1' }) }],
    ['names no event before it', { ...good, headers: { epochbase: '0' } }],
  ])('is not taken for an event when it %s', (_how, { value, headers }) => {
    const raw = {
      value: value === null ? null : Buffer.from(value),
      headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)])),
      offset: '7',
    } as unknown as KafkaMessage;
    expect(() => fromRecord(generation(1), 0, raw)).toThrow(UnreadableRecord);
  });
});
