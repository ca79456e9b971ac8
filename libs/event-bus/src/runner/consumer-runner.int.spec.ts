import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readLog } from '@sightline/event-store';
import { eventually, testDatabase, type TestDatabase } from '@sightline/testing';
import pg from 'pg';
import {
  ConsumerOutage,
  consumerSchema,
  listParkedEvents,
  StaleCheckpoint,
  type Delivery,
  type EventBus,
  type OriginPartition,
  type RunningConsumer,
  type Subscription,
} from '../index.js';
import { effectsOf, effectsSchema, startReplica, type ReplicaOptions } from '../testing/test-consumers.js';
import { createSchema, createTestLog, type Note, type TestLog } from '../testing/test-logs.js';

const whole: OriginPartition = { log: 'directory', generation: 0, partition: 0, partitions: 1 };

/** Hands the subscription to the test, which plays the driver. */
const played = (): { bus: EventBus; subscription: () => Subscription } => {
  let given: Subscription | undefined;
  return {
    bus: {
      subscribe: (subscription) => {
        given = subscription;
        return { stop: () => Promise.resolve() };
      },
      announce: () => undefined,
      close: () => Promise.resolve(),
    },
    subscription: () => given!,
  };
};

describe('the consumer runner', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  let log: TestLog;
  let count = 0;

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
  });
  beforeEach(async () => {
    count += 1;
    log = await createTestLog(database.url, `log_${count}`, 'directory', []);
    const url = await createSchema(database.url, `consumer_${count}`, [...consumerSchema, ...effectsSchema]);
    pool = new pg.Pool({ connectionString: url, max: 6 });
    pool.on('error', () => undefined);
  });
  afterEach(() => Promise.all([pool.end(), log.pool.end()]));
  afterAll(() => database.drop());

  const replica = (
    options: Omit<ReplicaOptions, 'bus' | 'consumer'> = {},
  ): Subscription & { running: RunningConsumer } => {
    const { bus, subscription } = played();
    const running = startReplica(pool, ['directory'], { bus, consumer: 'a', ...options });
    return { ...subscription(), running };
  };

  const deliveries = async (notes: readonly Note[]): Promise<Delivery[]> => {
    const before = (await readLog(log.pool, 'directory', 0, 1_000)).length;
    await log.append(notes);
    return (await readLog(log.pool, 'directory', before, 1_000)).map((event) => ({
      event,
      origin: { ...whole, offset: String(event.position), previousPosition: event.position - 1 },
    }));
  };

  const positions = async () => (await effectsOf(pool, 'a')).map(({ position }) => position);

  it('refuses the batch of a replica whose picture of the checkpoint is old, before any effect', async () => {
    const [frozen, awake] = [replica({ replica: 'frozen' }), replica({ replica: 'awake' })];
    const batch = await deliveries([{ key: 'x' }, { key: 'y' }]);
    await frozen.begin([whole]);
    await awake.begin([whole]);
    await awake.deliver(batch);
    await expect(frozen.deliver(batch)).rejects.toBeInstanceOf(StaleCheckpoint);
    expect((await effectsOf(pool, 'a')).map((effect) => effect.replica)).toEqual(['awake', 'awake']);

    const [checkpoint] = await frozen.begin([whole]);
    expect(checkpoint).toMatchObject({ position: 2, offset: '2', epoch: 1 });
    await frozen.deliver(await deliveries([{ key: 'x' }]));
    expect(await positions()).toEqual([1, 2, 3]);
  });

  it('refuses a replica that still reads a generation that another has left', async () => {
    const [old, current] = [replica(), replica()];
    const first: OriginPartition = { ...whole, generation: 1 };
    await old.begin([first]);
    await current.begin([{ ...whole, generation: 2 }]);
    const batch = (await deliveries([{ key: 'x' }])).map(({ event, origin }) => ({
      event,
      origin: { ...origin, ...first },
    }));
    await expect(old.deliver(batch)).rejects.toBeInstanceOf(StaleCheckpoint);
    expect(await positions()).toEqual([]);
  });

  it('does not let a replica that sleeps inside a transaction hold up the others for long', async () => {
    const slow = replica({ frozenAfterMs: 200, before: () => new Promise((resolve) => setTimeout(resolve, 800)) });
    const awake = replica();
    const batch = await deliveries([{ key: 'x' }]);
    await Promise.all([slow.begin([whole]), awake.begin([whole])]);
    const sleeping = slow.deliver(batch).catch((error: unknown) => error);
    await eventually(
      () => pool.query(`select 1 from pg_stat_activity where state = 'idle in transaction' and usename = current_user`),
      ({ rows }) => rows.length > 0,
    );
    await awake.deliver(batch);
    expect(await sleeping).toBeInstanceOf(ConsumerOutage);
    expect(await positions()).toEqual([1]);
  });

  it('does not write the checkpoint for every batch that nobody here acts on, and loses nothing by it', async () => {
    const first = replica();
    await first.begin([whole]);
    await first.deliver(
      await deliveries([
        { key: 'x', kind: 'irrelevant' },
        { key: 'x', kind: 'irrelevant' },
      ]),
    );
    expect(await replica().begin([whole])).toMatchObject([{ position: 0 }]);
    await first.deliver(await deliveries([{ key: 'x' }]));
    expect(await replica().begin([whole])).toMatchObject([{ position: 3 }]);
    expect(await positions()).toEqual([3]);
  });

  it('parks an event again that fails again after its tables were rebuilt', async () => {
    let poisonous = true;
    const before = () => {
      if (poisonous) throw new Error('poison');
    };
    const consumer = replica({ before });
    await consumer.begin([whole]);
    const batch = await deliveries([{ key: 'x' }]);
    await consumer.deliver(batch);
    poisonous = false;
    await consumer.running.resume('x');
    expect(await listParkedEvents(pool, 10)).toEqual([]);

    await pool.query('delete from checkpoints');
    poisonous = true;
    await consumer.begin([whole]);
    await consumer.deliver(batch);
    expect(await listParkedEvents(pool, 10)).toMatchObject([{ position: 1, reason: 'Error', attempts: 3 }]);
    poisonous = false;
    expect(await consumer.running.resume('x')).toBe(1);
  });

  it('takes the same number of statements for a batch of any size', async () => {
    const counted = async (size: number) => {
      const consumer = replica();
      let statements = 0;
      const client = await pool.connect();
      const query = pg.Client.prototype.query;
      client.release();
      pg.Client.prototype.query = function (this: pg.Client, ...parameters: unknown[]) {
        statements += 1;
        return (query as (...given: unknown[]) => unknown).apply(this, parameters);
      } as typeof query;
      try {
        const batch = await deliveries(Array.from({ length: size }, (_, index) => ({ key: `key-${index}` })));
        await consumer.begin([whole]);
        statements = 0;
        await consumer.deliver(batch);
        return statements;
      } finally {
        pg.Client.prototype.query = query;
      }
    };
    const one = await counted(1);
    expect(await counted(200)).toBe(one);
    expect(one).toBeLessThanOrEqual(6);
  });
});
