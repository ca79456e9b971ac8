import type { EventEnvelope } from '@sightline/contracts';
import type { KafkaMessage, Message } from 'kafkajs';
import type { Delivery } from '../../event-bus.js';
import type { TopicGeneration } from './topic-generations.js';

const contentType = 'application/cloudevents+json';

/** CloudEvents 1.0 Kafka binding, structured mode; beside it what lets a consumer prove that nothing is missing. */
export const toRecord = (
  event: EventEnvelope,
  chain: { readonly previousPosition: number; readonly epochBase: number },
): Message & { value: string } => ({
  key: event.partitionkey,
  value: JSON.stringify(event),
  headers: {
    'content-type': contentType,
    previousposition: String(chain.previousPosition),
    epochbase: String(chain.epochBase),
  },
});

/** A record that no relay of ours wrote. */
export class UnreadableRecord extends Error {
  override readonly name = 'UnreadableRecord';
  constructor(topic: string, partition: number, offset: string) {
    super(`topic ${topic}, partition ${partition}, offset ${offset} holds no record of a log`);
  }
}

const numberIn = (message: KafkaMessage, header: string): number => {
  const value = message.headers?.[header];
  return value === undefined ? Number.NaN : Number(value.toString());
};

const parse = (value: Buffer | null): EventEnvelope | undefined => {
  try {
    return value === null ? undefined : (JSON.parse(value.toString('utf8')) as EventEnvelope);
  } catch {
    return undefined;
  }
};

/** @throws UnreadableRecord */
export const fromRecord = (
  { log, generation, partitions, topic }: TopicGeneration,
  partition: number,
  message: KafkaMessage,
): Delivery => {
  const event = parse(message.value);
  const previousPosition = numberIn(message, 'previousposition');
  const epochBase = numberIn(message, 'epochbase');
  if (event?.log !== log || ![event.position, event.epoch, previousPosition, epochBase].every(Number.isSafeInteger))
    throw new UnreadableRecord(topic, partition, message.offset);
  return {
    event,
    origin: { log, generation, partition, partitions, offset: message.offset, previousPosition, epochBase },
  };
};
