import kafkajs, { type Kafka, type KafkaConfig } from 'kafkajs';
import { stopIdleTimer } from './kafkajs-idle-timer.js';

export interface KafkaConnectionOptions {
  /** `host:port` */
  readonly brokers: readonly string[];
  readonly clientId?: string;
  readonly ssl?: KafkaConfig['ssl'];
  readonly sasl?: KafkaConfig['sasl'];
}

/** Short patience everywhere: whoever uses a client rebuilds it, which is quicker than what kafkajs does by itself. */
export const connectToKafka = ({ brokers, clientId = 'sightline', ssl, sasl }: KafkaConnectionOptions): Kafka => {
  stopIdleTimer();
  return new kafkajs.Kafka({
    brokers: [...brokers],
    clientId,
    connectionTimeout: 2_000,
    requestTimeout: 5_000,
    retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 4 },
    logLevel: kafkajs.logLevel.NOTHING,
    ...(ssl === undefined ? {} : { ssl }),
    ...(sasl === undefined ? {} : { sasl }),
  });
};

/** Waits for something that may hang or fail, but not for ever, and does not care how it went. */
export const settleWithin = async (milliseconds: number, work: Promise<unknown>): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([work.catch(() => undefined), late]);
  clearTimeout(timer);
};

export const disconnectTimeoutMs = 3_000;
