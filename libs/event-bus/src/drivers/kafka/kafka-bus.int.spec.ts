import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, startKafkaBroker, type KafkaBroker } from '@sightline/testing';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { benchFor, notes } from '../../testing/bus-bench.js';
import { describeEventBus } from '../../testing/event-bus.suite.js';
import { KafkaUnderTest } from '../../testing/kafka-with-relays.js';
import type { RelayProcessOptions } from '../../testing/relay-process.js';

const relayProgram = fileURLToPath(new URL('../../../dist/testing/relay-process.js', import.meta.url));
let broker: KafkaBroker;
const driver = new KafkaUnderTest(() => broker);
const { patienceMs } = driver;

beforeAll(async () => {
  broker = await startKafkaBroker();
}, 90_000);
afterAll(() => broker.stop());

describeEventBus('Kafka', import.meta.url, driver);

describe('the Kafka driver', () => {
  const bench = benchFor(import.meta.url, driver);

  it('publishes each event once while nothing fails, though several replicas offer to', async () => {
    const { logs, append } = bench();
    await driver.stopRelays();
    for (let replica = 0; replica < 3; replica += 1) driver.startRelays(logs, { pollIntervalMs: 2 });
    for (let round = 0; round < 40; round += 1) await append(logs[0], notes(5));
    await driver.holds(logs[0], 200);
    await Promise.all(driver.relays.splice(0, logs.length).map((relay) => relay.close()));
    for (let round = 0; round < 10; round += 1) await append(logs[0], notes(5));
    await driver.holds(logs[0], 250);
    expect(driver.relays.map((relay) => relay.stoppedBy())).toEqual(driver.relays.map(() => undefined));
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
      () => [consumer.stoppedBy(), ...driver.relays.map((relay) => relay.stoppedBy())],
      (errors) => errors.every((error) => error === undefined),
      { timeoutMs: patienceMs },
    );
  });

  it('refills a bus that was erased, under a new generation, without a second effect', async () => {
    const { logs, append, start, settled, eachOnceInOrder } = bench();
    start({ consumer: 'a' });
    await append(logs[0], notes(30));
    await settled('a', 30);
    await driver.eraseTopics();
    await append(logs[0], notes(10));
    await append(logs[1], notes(10));
    await settled('a', 50);
    await eachOnceInOrder('a');
    expect((await driver.currentGeneration(logs[0]))!.generation).toBe(2);
    start({ consumer: 'late' });
    await settled('late', 50);
    await eachOnceInOrder('late');
  });

  it('sees while idle that the bus was erased', async () => {
    const { logs, append } = bench();
    await append(logs[0], notes(10));
    await driver.holds(logs[0], 10);
    await driver.eraseTopics();
    await eventually(
      async () => [(await driver.currentGeneration(logs[0]))?.generation, await driver.recordsOf(logs[0])],
      ([generation, count]) => generation === 2 && count === 10,
      { timeoutMs: patienceMs },
    );
  });

  it('sees that the bus has forgotten events though the topic is there', async () => {
    const { logs, append, start, settled, eachOnceInOrder } = bench();
    start({ consumer: 'a' });
    await append(logs[0], notes(10));
    await settled('a', 10);
    await driver.stopRelays();
    const erased = (await driver.currentGeneration(logs[0]))!;
    await driver.eraseTopics();
    await driver.createEmpty(logs[0], erased);
    driver.startRelays(logs);
    await append(logs[0], notes(10));
    await settled('a', 20);
    await eachOnceInOrder('a');
    expect((await driver.currentGeneration(logs[0]))!.generation).toBe(2);
    expect(await driver.recordsOf(logs[0])).toBe(20);
  });

  it('goes on over a change of the number of partitions, 3 to 2 to 5', async () => {
    const { logs, append, start, settled, eachOnceInOrder } = bench();
    start({ consumer: 'a' });
    let expected = 0;
    for (const partitions of [3, 2, 5]) {
      await append(logs[0], notes(20, 11));
      await driver.stopRelays();
      driver.startRelays(logs, { partitions });
      await append(logs[0], notes(20, 11));
      await append(logs[1], notes(5, 11));
      await settled('a', (expected += 45));
    }
    await eachOnceInOrder('a');
    expect(await driver.currentGeneration(logs[0])).toMatchObject({ generation: 3, partitions: 5 });
  });

  it('sends again what a crash kept from being recorded, and nobody acts on it twice', async () => {
    const { logs, append, start, settled, eachOnceInOrder } = bench();
    await driver.stopRelays();
    const options: RelayProcessOptions = {
      log: logs[0].log,
      connectionString: logs[0].connectionString,
      brokers: broker.brokers,
      topicPrefix: driver.topicPrefix,
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
    expect(await driver.recordsOf(logs[0])).toBe(30);

    start({ consumer: 'a' });
    driver.startRelays(logs);
    await settled('a', 45);
    await eachOnceInOrder('a');
    expect(await driver.recordsOf(logs[0])).toBe(55);
  });
});
