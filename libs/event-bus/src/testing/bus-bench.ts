import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import type { LogName } from '@sightline/contracts';
import { eventually, testDatabase, type TestDatabase } from '@sightline/testing';
import pg from 'pg';
import { consumerSchema, type EventBus, type RunningConsumer } from '../index.js';
import type { BusDescription } from './described-bus.js';
import {
  effectsOf,
  effectsSchema,
  expectEachOnceInOrder,
  startReplica,
  type Effect,
  type ReplicaOptions,
} from './test-consumers.js';
import { logNamesUnderTest } from './log-names.js';
import { createSchema, createTestLog, type Note, type TestLog } from './test-logs.js';

/** What a driver's spec gives to the suite. */
export interface DriverUnderTest {
  /** In the database of each producer. */
  readonly producerSchema: readonly string[];
  /** Longest time for anything to arrive, ms; a lost replica included. */
  readonly patienceMs: number;
  /** Producers' side over these logs; the suite closes it. */
  open(logs: readonly TestLog[]): Promise<OpenDriver>;
}

export interface OpenDriver {
  /** A bus as one process has it. */
  connect(): EventBus;
  /** The same for a process of its own. */
  readonly description: BusDescription;
  /** Makes the next event of the log one that does not follow the last one that was read. */
  breakChain(log: TestLog): Promise<void>;
  /** Runs something while no producer does. */
  whileProducersAreDown(work: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

export interface Bench {
  /** `directory` and `approval`. */
  readonly logs: readonly [TestLog, TestLog];
  readonly driver: OpenDriver;
  readonly pool: pg.Pool;
  readonly consumerUrl: string;
  /** A bus of its own: another process. */
  bus(): EventBus;
  /** Appends and wakes; `silently` loses the wake-up. */
  append(log: TestLog, notes: readonly Note[], how?: 'silently'): Promise<void>;
  start(options: Omit<ReplicaOptions, 'bus'> & { bus?: EventBus }): RunningConsumer;
  effects(consumer: string): Promise<Effect[]>;
  /** Waits until a consumer has left so many effects. */
  settled(consumer: string, count: number): Promise<Effect[]>;
  eachOnceInOrder(consumer: string): Promise<void>;
}

/** `count` notes over `keys` keys. */
export const notes = (count: number, keys = 5, kind = 'plain'): Note[] =>
  Array.from({ length: count }, (_, index) => ({ key: `key-${index % keys}`, kind }));

/** A new pair of logs, a consumer's database and the driver under test for each test. */
export function benchFor(specFile: string, driver: DriverUnderTest): () => Bench {
  let database: TestDatabase;
  let bench: Bench | undefined;
  let count = 0;
  let cleanUp: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    database = await testDatabase(specFile);
  });
  afterAll(() => database.drop());

  beforeEach(async () => {
    count += 1;
    const makeLog = (log: LogName) => createTestLog(database.url, `bench_${count}_${log}`, log, driver.producerSchema);
    const logs = [await makeLog('directory'), await makeLog('approval')] as const;
    const consumerUrl = await createSchema(database.url, `bench_${count}_consumer`, [
      ...consumerSchema,
      ...effectsSchema,
    ]);
    const pool = new pg.Pool({ connectionString: consumerUrl, max: 8 });
    pool.on('error', () => undefined);
    const open = await driver.open(logs);
    const buses: EventBus[] = [];
    const consumers: RunningConsumer[] = [];

    const bus = (): EventBus => {
      const connected = open.connect();
      buses.push(connected);
      return connected;
    };
    const effects = (consumer: string) => effectsOf(pool, consumer);
    bench = {
      logs,
      driver: open,
      pool,
      consumerUrl,
      bus,
      effects,
      append: async (log, appended, how) => {
        await log.append(appended);
        if (how !== 'silently') for (const each of buses) each.announce(log.log);
      },
      start: ({ bus: given, ...options }) => {
        const consumer = startReplica(pool, logNamesUnderTest, { bus: given ?? bus(), ...options });
        consumers.push(consumer);
        return consumer;
      },
      settled: (consumer, expected) =>
        eventually(
          () => effects(consumer),
          (seen) => seen.length >= expected,
          { timeoutMs: driver.patienceMs, everyMs: 50 },
        ),
      eachOnceInOrder: (consumer) => expectEachOnceInOrder(pool, consumer, logs),
    };
    cleanUp = [
      () => Promise.all(consumers.map((consumer) => consumer.stop())),
      () => Promise.all(buses.map((each) => each.close())),
      () => open.close(),
      () => Promise.all([pool.end(), ...logs.map((log) => log.pool.end())]),
    ];
  });
  afterEach(async () => {
    for (const step of cleanUp) await step();
    cleanUp = [];
  });

  return () => bench!;
}
