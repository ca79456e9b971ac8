import type { LogName } from '@sightline/contracts';
import { KafkaBus, LogRelay, PostgresBus, type EventBus } from '@sightline/event-bus';
import type pg from 'pg';
import type { HealthRegistry } from '../operations/health.js';
import type { BusEnvironment } from './service-environment.js';

/** The bus of one process, and the way its own log takes to it. */
export interface ServiceBus {
  readonly bus: EventBus;
  /** On Kafka, publishes the log from its database; the postgres driver needs no such step, others read the log itself. */
  publish(log: LogName, pool: pg.Pool): void;
  close(): Promise<void>;
}

export function openServiceBus(environment: BusEnvironment, health: HealthRegistry): ServiceBus {
  if (environment.bus === 'postgres') {
    const bus = new PostgresBus({ logs: environment.logUrls, acrossProcesses: true });
    return { bus, publish: () => undefined, close: () => bus.close() };
  }
  const kafka = { brokers: environment.kafkaBrokers };
  const topicPrefix = environment.kafkaTopicPrefix;
  const relays: LogRelay[] = [];
  const bus = new KafkaBus({ kafka, topicPrefix, relays });
  return {
    bus,
    publish(log, pool) {
      const relay = new LogRelay({
        log,
        pool,
        kafka,
        topicPrefix,
        onStopped: (error) => health.report(`relay ${log}`, error),
      });
      relays.push(relay);
      relay.start();
    },
    async close() {
      await Promise.all(relays.map((relay) => relay.close()));
      await bus.close();
    },
  };
}
