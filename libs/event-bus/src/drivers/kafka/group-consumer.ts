import type { Consumer, Kafka } from 'kafkajs';

const heartbeatIntervalMs = 1_000;
export const fetchWaitMs = 250;

const rebalancingTypes = new Set([
  'REBALANCE_IN_PROGRESS',
  'NOT_COORDINATOR_FOR_GROUP',
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
]);

/** True for the errors by which kafkajs learns that it has to join its group again. */
export const isRebalancing = (error: unknown): boolean =>
  rebalancingTypes.has((error as { type?: string } | null)?.type ?? '');

/** A member of a consumer group that never restarts itself: whoever made it makes another. */
export const createGroupConsumer = (kafka: Kafka, groupId: string, sessionTimeoutMs: number): Consumer =>
  kafka.consumer({
    groupId,
    allowAutoTopicCreation: false,
    sessionTimeout: sessionTimeoutMs,
    rebalanceTimeout: sessionTimeoutMs * 2,
    heartbeatInterval: heartbeatIntervalMs,
    maxWaitTimeInMs: fetchWaitMs,
    retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 5, restartOnFailure: () => Promise.resolve(false) },
  });

/** Tells when a consumer has neither fetched nor sent a heartbeat for too long, for kafkajs may stop without a word. @returns ends the watch */
export const watchForSilence = (consumer: Consumer, silenceMaxMs: number, onSilence: (error: Error) => void) => {
  const { GROUP_JOIN, HEARTBEAT, FETCH } = consumer.events;
  let heardAt = performance.now();
  for (const event of [GROUP_JOIN, HEARTBEAT, FETCH] as const)
    consumer.on(event, () => {
      heardAt = performance.now();
    });
  const timer = setInterval(() => {
    if (performance.now() - heardAt > silenceMaxMs)
      onSilence(new Error(`nothing heard of the bus for ${silenceMaxMs} ms`));
  }, 1_000);
  return (): void => clearInterval(timer);
};
