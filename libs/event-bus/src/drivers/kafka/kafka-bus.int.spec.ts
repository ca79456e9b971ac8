import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, startKafkaBroker } from '@sightline/testing';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { KafkaBus, LogRelay, relaySchema, type LogRelayOptions } from '../../index.js';
import { benchFor, notes, type DriverUnderTest } from '../../testing/bus-bench.js';
import { describeEventBus } from '../../testing/event-bus.suite.js';
import type { RelayProcessOptions } from '../../testing/relay-process.js';
import type { TestLog } from '../../testing/test-logs.js';
import { connectToKafka } from './kafka-connection.js';
import { createGeneration, readCurrentGenerations, readOffsets } from './topic-generations.js';

type Broker = Awaited<ReturnType<typeof startKafkaBroker>>;

const patienceMs = 25_000;
const relayProgram = fileURLToPath(new URL('../../../dist/testing/relay-process.js', import.meta.url));
let broker: Broker;
let topicPrefix = '';
let relays: LogRelay[] = [];

const startRelays = (logs: readonly TestLog[], more: Partial<LogRelayOptions> = {}): void => {
  relays = logs.map(
    ({ log, pool }) =>
      new LogRelay({
        log,
        pool,
        topicPrefix,
        kafka: { brokers: broker.brokers },
        partitions: 3,
        verifyIntervalMs: 300,
        retryDelayMsMax: 300,
        ...more,
      }),
  );
  for (const relay of relays) relay.start();
};
const stopRelays = () => Promise.all(relays.map((relay) => relay.close()));

const withAdmin = async <Result>(
  work: (
    kafka: ReturnType<typeof connectToKafka>,
    admin: ReturnType<ReturnType<typeof connectToKafka>['admin']>,
  ) => Promise<Result>,
): Promise<Result> => {
  const kafka = connectToKafka({ brokers: broker.brokers });
  const admin = kafka.admin();
  await admin.connect();
  try {
    return await work(kafka, admin);
  } finally {
    await admin.disconnect();
  }
};

const currentGeneration = (log: TestLog) =>
  withAdmin(async (_kafka, admin) => (await readCurrentGenerations(admin, topicPrefix)).get(log.log));

const recordsOf = (log: TestLog) =>
  withAdmin(async (_kafka, admin) => {
    const generation = (await readCurrentGenerations(admin, topicPrefix)).get(log.log);
    if (!generation) return 0;
    const offsets = await readOffsets(admin, generation.topic);
    return offsets.reduce((sum, { next }) => sum + Number(next), 0);
  });

const eraseTopics = () =>
  withAdmin(async (_kafka, admin) => {
    const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(`${topicPrefix}.`));
    await admin.deleteTopics({ topics });
  });

const driver: DriverUnderTest = {
  producerSchema: relaySchema,
  patienceMs,
  open: async (logs) => {
    topicPrefix = `t${randomBytes(4).toString('hex')}`;
    startRelays(logs);
    return {
      connect: () =>
        new KafkaBus({
          kafka: { brokers: broker.brokers },
          topicPrefix,
          topicPollMs: 200,
          outageDelayMsMax: 500,
          relays: logs.map(
            (_, index) => ({ log: logs[index]!.log, announce: () => relays[index]?.announce() }) as LogRelay,
          ),
        }),
      description: { driver: 'kafka', brokers: broker.brokers, topicPrefix },
      breakChain: (log) =>
        withAdmin(async (kafka, admin) => {
          const { topic } = (await readCurrentGenerations(admin, topicPrefix)).get(log.log)!;
          const producer = kafka.producer();
          await producer.connect();
          const event = { log: log.log, position: 1_000, epoch: 1, partitionkey: 'key-0' };
          const headers = { previousposition: '999', epochbase: '0' };
          await producer.send({ topic, messages: [{ partition: 0, value: JSON.stringify(event), headers }] });
          await producer.disconnect();
        }),
      whileProducersAreDown: async (work) => {
        await stopRelays();
        await work();
        startRelays(logs);
      },
      close: async () => void (await stopRelays()),
    };
  },
};

beforeAll(async () => {
  broker = await startKafkaBroker();
}, 90_000);
afterAll(() => broker.stop());

describeEventBus('Kafka', import.meta.url, driver);

describe('the Kafka driver', () => {
  const bench = benchFor(import.meta.url, driver);

  it('publishes each event once while nothing fails, though two replicas offer to', async () => {
    const { logs, append } = bench();
    const first = relays;
    startRelays(logs);
    const second = relays;
    await append(logs[0], notes(50));
    await eventually(
      () => recordsOf(logs[0]),
      (count) => count >= 50,
      { timeoutMs: patienceMs },
    );
    await Promise.all(first.map((relay) => relay.close()));
    await append(logs[0], notes(50));
    await eventually(
      () => recordsOf(logs[0]),
      (count) => count >= 100,
      { timeoutMs: patienceMs },
    );
    expect(await recordsOf(logs[0])).toBe(100);
    expect(second.map((relay) => relay.stoppedBy())).toEqual([undefined, undefined]);
  });

  it('keeps its promises while replicas come and go', async () => {
    const { logs, append, start, settled, eachOnceInOrder } = bench();
    start({ consumer: 'a', replica: 'first' });
    await append(logs[0], notes(30, 9));
    await settled('a', 30);
    const second = start({ consumer: 'a', replica: 'second' });
    for (let round = 0; round < 8; round += 1) {
      await Promise.all(logs.map((log) => append(log, notes(20, 9))));
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    const shared = await settled('a', 350);
    expect(new Set(shared.map(({ replica }) => replica))).toEqual(new Set(['first', 'second']));
    await second.stop();
    await append(logs[1], notes(30, 9));
    await settled('a', 380);
    await eachOnceInOrder('a');
  });

  it('loses and doubles nothing when the broker is killed and comes back', async () => {
    const { logs, append, start, settled, eachOnceInOrder } = bench();
    const consumer = start({ consumer: 'a' });
    await append(logs[0], notes(30));
    await settled('a', 10);
    await broker.kill('SIGKILL');
    await append(logs[0], notes(30));
    await append(logs[1], notes(10));
    await broker.restart();
    await settled('a', 70);
    await eachOnceInOrder('a');
    await eventually(
      () => [consumer.stoppedBy(), ...relays.map((relay) => relay.stoppedBy())],
      (errors) => errors.every((error) => error === undefined),
      { timeoutMs: patienceMs },
    );
  });

  it('refills a bus that was erased, under a new generation, without a second effect', async () => {
    const { logs, append, start, settled, eachOnceInOrder } = bench();
    start({ consumer: 'a' });
    await append(logs[0], notes(30));
    await settled('a', 30);
    await eraseTopics();
    await append(logs[0], notes(10));
    await append(logs[1], notes(10));
    await settled('a', 50);
    await eachOnceInOrder('a');
    expect((await currentGeneration(logs[0]))!.generation).toBe(2);
    start({ consumer: 'late' });
    await settled('late', 50);
    await eachOnceInOrder('late');
  });

  it('sees while idle that the bus was erased', async () => {
    const { logs, append } = bench();
    await append(logs[0], notes(10));
    await eventually(
      () => recordsOf(logs[0]),
      (count) => count === 10,
      { timeoutMs: patienceMs },
    );
    await eraseTopics();
    await eventually(
      async () => [(await currentGeneration(logs[0]))?.generation, await recordsOf(logs[0])],
      ([generation, count]) => generation === 2 && count === 10,
      { timeoutMs: patienceMs },
    );
  });

  it('sees that the bus has forgotten events though the topic is there', async () => {
    const { logs, append, start, settled, eachOnceInOrder } = bench();
    start({ consumer: 'a' });
    await append(logs[0], notes(10));
    await settled('a', 10);
    await stopRelays();
    const erased = (await currentGeneration(logs[0]))!;
    await eraseTopics();
    await eventually(
      () => withAdmin((_kafka, admin) => createGeneration(admin, erased, -1)).then(() => currentGeneration(logs[0])),
      (current) => current?.topic === erased.topic,
      { timeoutMs: patienceMs },
    );
    startRelays(logs);
    await append(logs[0], notes(10));
    await settled('a', 20);
    await eachOnceInOrder('a');
    expect((await currentGeneration(logs[0]))!.generation).toBe(2);
    expect(await recordsOf(logs[0])).toBe(20);
  });

  it('goes on over a change of the number of partitions, 3 to 2 to 5', async () => {
    const { logs, append, start, settled, eachOnceInOrder } = bench();
    start({ consumer: 'a' });
    let expected = 0;
    for (const partitions of [3, 2, 5]) {
      await append(logs[0], notes(20, 11));
      await stopRelays();
      startRelays(logs, { partitions });
      await append(logs[0], notes(20, 11));
      await append(logs[1], notes(5, 11));
      await settled('a', (expected += 45));
    }
    await eachOnceInOrder('a');
    expect(await currentGeneration(logs[0])).toMatchObject({ generation: 3, partitions: 5 });
  });

  it('sends again what a crash kept from being recorded, and nobody acts on it twice', async () => {
    const { logs, append, start, settled, eachOnceInOrder } = bench();
    await stopRelays();
    const options: RelayProcessOptions = {
      log: logs[0].log,
      connectionString: logs[0].connectionString,
      brokers: broker.brokers,
      topicPrefix,
      partitions: 3,
      batchSizeMax: 10,
    };
    await append(logs[0], notes(45, 7));
    const child = spawn(process.execPath, [relayProgram], {
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        RELAY: JSON.stringify(options),
        SIGHTLINE_FAILPOINTS: 'relay.after-send-before-record:3',
      },
      stdio: ['pipe', 'inherit', 'inherit'],
    });
    const [, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    expect(signal).toBe('SIGKILL');
    expect(await recordsOf(logs[0])).toBe(30);

    start({ consumer: 'a' });
    startRelays(logs);
    await settled('a', 45);
    await eachOnceInOrder('a');
    expect(await recordsOf(logs[0])).toBe(55);
  });
});
