import { dockerAnswers } from './docker-engine.js';
import { startKafkaContainer } from './kafka-container.js';
import { startKafkaProcess } from './kafka-process.js';
import type { KafkaBroker } from './running-kafka.js';

const brokerOfEnvironment = (brokers: string[]): KafkaBroker => {
  const refuse = () =>
    Promise.reject(new Error('the broker of TEST_KAFKA_BROKERS is not ours to stop; unset it for this test'));
  return { brokers, source: 'environment', kill: refuse, restart: refuse, stop: () => Promise.resolve() };
};

/**
 * A real Kafka broker that creates no topic by itself: those of `TEST_KAFKA_BROKERS` (comma-separated), else a container where an
 * engine answers, else a Java process with the jars from Maven Central. Brokers of killed test runs are ended first.
 * @throws KafkaNeedsProgram naming the Debian package when nothing of that is possible: never a reason to skip
 */
export const startKafkaBroker = async (): Promise<KafkaBroker> => {
  const named = process.env['TEST_KAFKA_BROKERS'];
  if (named) return brokerOfEnvironment(named.split(',').map((broker) => broker.trim()));
  if (!(await dockerAnswers())) return startKafkaProcess();
  try {
    return await startKafkaContainer();
  } catch (error) {
    console.warn(`a container engine answers but does not run Kafka: tests use a Java process (${String(error)})`);
    return startKafkaProcess();
  }
};
