import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';
import { eventually, startKafkaBroker } from './index.js';
import type { KafkaBroker } from './index.js';
import { findKafkaJars, requireJava } from './kafka-jars.js';
import { startKafkaProcess } from './kafka-process.js';

process.env['KAFKAJS_NO_PARTITIONER_WARNING'] = '1';

const answers = (address: string): Promise<boolean> =>
  new Promise((resolve) => {
    const [host, port] = address.split(':');
    const socket = net.connect(Number(port), host);
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

describe('the Kafka broker of the tests', () => {
  let broker: KafkaBroker;

  const client = () => new kafkajs.Kafka({ brokers: broker.brokers, logLevel: kafkajs.logLevel.NOTHING });

  const readAll = async (topic: string, count: number): Promise<string[]> => {
    const consumer = client().consumer({ groupId: `reader-${topic}-${count}`, maxWaitTimeInMs: 100 });
    const seen: string[] = [];
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({ eachMessage: async ({ message }) => void seen.push(String(message.value)) });
    try {
      return [
        ...(await eventually(
          () => seen,
          (values) => values.length >= count,
          { timeoutMs: 30_000 },
        )),
      ];
    } finally {
      await consumer.disconnect();
    }
  };

  const send = async (topic: string, value: string): Promise<void> => {
    const producer = client().producer({ allowAutoTopicCreation: true, retry: { retries: 3 } });
    await producer.connect();
    try {
      await producer.send({ topic, acks: -1, messages: [{ key: 'case', value }] });
    } finally {
      await producer.disconnect();
    }
  };

  beforeAll(async () => {
    broker = await startKafkaBroker();
    const admin = client().admin();
    await admin.connect();
    await admin.createTopics({ topics: [{ topic: 'round-trip', numPartitions: 2, replicationFactor: 1 }] });
    await admin.disconnect();
  }, 360_000);

  afterAll(() => broker.stop());

  it('carries a message there and back', async () => {
    await send('round-trip', 'first');
    expect(await readAll('round-trip', 1)).toEqual(['first']);
  });

  it('creates no topic that nobody declared', async () => {
    await expect(send('never-declared', 'lost')).rejects.toThrow('does not host this topic-partition');
  });

  it('keeps what it acknowledged through a kill and a restart on the same address', async () => {
    await send('round-trip', 'second');
    await broker.kill('SIGKILL');
    expect(await answers(broker.brokers[0]!)).toBe(false);
    await broker.restart();
    expect((await readAll('round-trip', 2)).sort()).toEqual(['first', 'second']);
  }, 90_000);

  it('is ended by the next start when its test process was killed', async () => {
    const script = `
      import { startKafkaProcess } from '${new URL('../dist/kafka-process.js', import.meta.url).href}';
      console.log((await startKafkaProcess()).brokers[0]);
      setInterval(() => undefined, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    const [address] = (await once(child.stdout, 'data')) as [Buffer];
    const orphan = address.toString().trim();
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await answers(orphan)).toBe(true);
    const next = await startKafkaProcess();
    try {
      expect(await answers(orphan)).toBe(false);
      // The broker of a living test process stays.
      expect(await answers(broker.brokers[0]!)).toBe(true);
    } finally {
      await next.stop();
    }
  }, 120_000);
});

describe('a machine without Java or Maven', () => {
  const usualPath = process.env['PATH'];
  let empty: string;

  beforeAll(async () => {
    empty = await mkdtemp(path.join(os.tmpdir(), 'sightline-no-programs-'));
    process.env['PATH'] = empty;
  });

  afterAll(async () => {
    process.env['PATH'] = usualPath;
    await rm(empty, { recursive: true, force: true });
  });

  it('is told which packages to install', async () => {
    await expect(requireJava()).rejects.toThrow('openjdk-17-jre-headless');
    await expect(findKafkaJars(path.join(empty, 'lib'))).rejects.toThrow('Debian package maven');
  });

  it('fails to start a broker', async () => {
    await expect(startKafkaProcess()).rejects.toThrow('openjdk-17-jre-headless');
  });
});
