export type { EventBus, Subscription, RunningSubscription, Delivery } from './event-bus.js';
export type { Checkpoint, Origin, OriginPartition } from './origin.js';
export {
  startConsumer,
  type ConsumerOptions,
  type RunningConsumer,
  type BatchHandler,
} from './runner/consumer-runner.js';
export { consumerSchema, consumerSchemaDown } from './runner/consumer-schema.js';
export { findParkedEvent, listParkedEvents, type ParkedEvent } from './runner/parked-events.js';
export {
  ChainBroken,
  ConsumerAheadOfLog,
  ConsumerOutage,
  isOutage,
  StaleCheckpoint,
} from './runner/consumer-errors.js';
export { PostgresBus, type PostgresBusOptions } from './drivers/postgres/postgres-bus.js';
export { KafkaBus, type KafkaBusOptions } from './drivers/kafka/kafka-bus.js';
export { LogRelay, type LogRelayOptions } from './drivers/kafka/log-relay.js';
export type { KafkaConnectionOptions } from './drivers/kafka/kafka-connection.js';
export { relaySchema, relaySchemaDown } from './drivers/kafka/relay-state.js';
export { partitionOf } from './partition-of.js';
