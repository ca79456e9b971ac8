import { findFreePort } from '@sightline/embedded-postgres';
import type { KafkaBroker } from './running-kafka.js';
import { kafkaVersion } from './kafka-jars.js';
import { asEnvironment, brokerSettings, startedLine } from './kafka-settings.js';

/** Apache Kafka's own image in a container, on one port that is the same inside and outside so that it survives a restart. */
export const startKafkaContainer = async (): Promise<KafkaBroker> => {
  const { GenericContainer, getContainerRuntimeClient, Wait } = await import('testcontainers');
  const engine = await getContainerRuntimeClient();
  const host = engine.info.containerRuntime.host;
  const port = await findFreePort();
  const settings = brokerSettings(host, '0.0.0.0', { broker: port, controller: port === 9_093 ? 9_094 : 9_093 });
  const container = await new GenericContainer(`apache/kafka:${kafkaVersion}`)
    .withEnvironment({ ...asEnvironment(settings), KAFKA_HEAP_OPTS: '-Xmx512m' })
    .withExposedPorts({ container: port, host: port })
    .withWaitStrategy(Wait.forLogMessage(startedLine))
    .start();
  return {
    brokers: [`${host}:${port}`],
    source: 'docker',
    kill: async (signal) => {
      await engine.container.getById(container.getId()).kill({ signal });
    },
    restart: () => container.restart(),
    stop: async () => void (await container.stop()),
  };
};
