import { describe, expect, it, jest } from '@jest/globals';
import { eventually } from '@sightline/testing';
import type { EachBatchPayload, Kafka } from 'kafkajs';
import { ChainBroken, ConsumerOutage, StaleCheckpoint, type Subscription } from '../../index.js';
import { ConsumerSession } from './consumer-session.js';
import { SubscriptionHealth } from './subscription-health.js';
import type { TopicGeneration } from './topic-generations.js';
import type { Layout, TopicWatch } from './topic-watch.js';

const topic = 't.directory.g1';
const generation: TopicGeneration = { log: 'directory', generation: 1, partitions: 2, topic };
const layout: Layout = new Map([['directory', generation]]);
const turn = () => new Promise((resolve) => setTimeout(resolve, 5));

const message = (position: number) => ({
  offset: String(position - 1),
  value: Buffer.from(JSON.stringify({ log: 'directory', position, epoch: 1, partitionkey: 'a' })),
  headers: { previousposition: Buffer.from(String(position - 1)), epochbase: Buffer.from('0') },
});

/** A session over a kafkajs consumer that the test plays; `calls` is everything that either side was told, in order. */
const played = (over: Partial<Subscription> = {}) => {
  const calls: string[] = [];
  const listeners = new Map<string, ((event: { payload: unknown }) => void)[]>();
  let eachBatch: (payload: EachBatchPayload) => Promise<void> = () => Promise.reject(new Error('not running'));
  let connected: () => void = () => undefined;
  const connecting = new Promise<void>((resolve) => {
    connected = resolve;
  });
  const consumer = {
    events: { GROUP_JOIN: 'join', CRASH: 'crash', HEARTBEAT: 'heartbeat', FETCH: 'fetch' },
    on: (name: string, listener: (event: { payload: unknown }) => void) =>
      listeners.set(name, [...(listeners.get(name) ?? []), listener]),
    connect: () => connecting,
    subscribe: async () => void calls.push('subscribe'),
    run: async ({ eachBatch: given }: { eachBatch: typeof eachBatch }) => {
      calls.push('run');
      eachBatch = given;
    },
    disconnect: async () => void calls.push('disconnect'),
    pause: () => void calls.push('pause'),
    resume: () => void calls.push('resume'),
    seek: ({ partition, offset }: { partition: number; offset: string }) =>
      void calls.push(`seek ${partition} ${offset}`),
  };
  const subscription: Subscription = {
    consumer: 'a',
    logs: ['directory'],
    lingerMs: () => 0,
    batchSizeMax: 2,
    begin: async (partitions) => {
      calls.push('begin');
      await turn();
      return partitions.map((each) => ({ ...each, epoch: 1, position: 0, offset: null }));
    },
    deliver: async (batch) => void calls.push(`deliver ${batch.map(({ event }) => event.position).join(' ')}`),
    onStopped: (error) => void calls.push(`stopped by ${error?.name}`),
    ...over,
  };
  const watch = { onLook: () => () => undefined, layoutNow: async () => layout } as unknown as TopicWatch;
  const session = new ConsumerSession(
    { consumer: () => consumer } as unknown as Kafka,
    subscription,
    layout,
    watch,
    new SubscriptionHealth(subscription),
    { groupId: 'g', sessionTimeoutMs: 60, outageDelayMsMax: 10 },
  );
  const emit = (name: string, payload: unknown) => listeners.get(name)?.forEach((listener) => listener({ payload }));
  const deliver = (positions: readonly number[], more: Partial<EachBatchPayload> = {}, partition = 0) =>
    eachBatch({
      batch: { topic, partition, messages: positions.map(message) },
      isRunning: () => true,
      isStale: () => false,
      heartbeat: async () => undefined,
      resolveOffset: (offset: string) => void calls.push(`resolve ${offset}`),
      ...more,
    } as unknown as EachBatchPayload);
  return {
    session,
    calls,
    emit,
    connected,
    deliver,
    join: () => emit('join', { memberAssignment: { [topic]: [0, 1] } }),
  };
};

/** Joined, with its checkpoints loaded. */
const begun = async (over: Partial<Subscription> = {}) => {
  const game = played(over);
  const run = game.session.run();
  game.connected();
  await turn();
  game.join();
  await turn();
  await turn();
  await turn();
  return { ...game, run };
};

describe('a session of a Kafka consumer', () => {
  it('pauses an assignment before anything else can happen, and reads it from its checkpoints', async () => {
    const game = played();
    void game.session.run();
    game.connected();
    await turn();
    game.calls.length = 0;
    game.join();
    expect(game.calls).toEqual(['pause']);
    await turn();
    await game.deliver([1]);
    await turn();
    expect(game.calls).toEqual(['pause', 'begin', 'seek 0 0', 'seek 1 0', 'resume', 'deliver 1', 'resolve 0']);
    game.session.finish({ reason: 'stopped' });
  });

  it('resolves only what was delivered, in bounded batches', async () => {
    const { calls, deliver, session } = await begun();
    calls.length = 0;
    await deliver([1, 2, 3]);
    expect(calls).toEqual(['deliver 1 2', 'resolve 1', 'deliver 3', 'resolve 2']);
    session.finish({ reason: 'stopped' });
  });

  it.each([
    ['is stale', { isStale: () => true }],
    ['comes while the consumer stops', { isRunning: () => false }],
  ])('leaves a batch alone that %s', async (_when, more) => {
    const { calls, deliver, session } = await begun();
    calls.length = 0;
    await deliver([1], more);
    expect(calls).toEqual([]);
    session.finish({ reason: 'stopped' });
  });

  it('leaves a batch alone when the checkpoints of the assignment could not be loaded', async () => {
    const { calls, deliver, session } = await begun({ begin: () => Promise.reject(new ConsumerOutage('down')) });
    calls.length = 0;
    await deliver([1]);
    expect(calls).toEqual([]);
    session.finish({ reason: 'stopped' });
  });

  it('reads again what jumps over the expected offset, and lets the chain judge when it does so twice', async () => {
    const { calls, deliver, session } = await begun();
    calls.length = 0;
    await deliver([3]);
    expect(calls).toEqual(['seek 0 0']);
    await deliver([3]);
    expect(calls).toEqual(['seek 0 0', 'deliver 3', 'resolve 2']);
    session.finish({ reason: 'stopped' });
  });

  it.each([
    ['another replica was faster', new StaleCheckpoint('stale'), [] as string[]],
    ['a dependency is down', new ConsumerOutage('down'), ['stopped by ConsumerOutage']],
    ['there is a bug', new TypeError('bug'), ['stopped by TypeError']],
  ])('lets nothing escape into kafkajs and begins again when %s', async (_why, error, told) => {
    const deliveries = jest.fn<Subscription['deliver']>().mockRejectedValueOnce(error).mockResolvedValue();
    const { calls, deliver, session } = await begun({ deliver: deliveries });
    calls.length = 0;
    await expect(deliver([1])).resolves.toBeUndefined();
    expect(calls).toEqual([...told, 'pause']);
    await eventually(
      () => calls,
      (seen) => seen.includes('resume'),
    );
    expect(calls.slice(told.length)).toEqual(['pause', 'pause', 'begin', 'seek 0 0', 'seek 1 0', 'resume']);
    await deliver([1]);
    expect(calls.at(-1)).toBe(told.length > 0 ? 'stopped by undefined' : 'resolve 0');
    session.finish({ reason: 'stopped' });
  });

  it('ends for good at a broken chain', async () => {
    const error = new ChainBroken('a', 'directory', 0, 1, 2, 3);
    const { deliver, run } = await begun({ deliver: () => Promise.reject(error) });
    await deliver([1]);
    expect(await run).toEqual({ reason: 'refused', error });
  });

  it('sends heartbeats during a long delivery, and passes on that the group rebalances', async () => {
    const rebalance = Object.assign(new Error('rebalance'), { type: 'REBALANCE_IN_PROGRESS' });
    const heartbeat = jest
      .fn<() => Promise<void>>()
      .mockRejectedValueOnce(new Error('late'))
      .mockRejectedValue(rebalance);
    const long = () => new Promise<void>((resolve) => setTimeout(resolve, 80));
    const { calls, deliver, session } = await begun({ deliver: long });
    await expect(deliver([1, 2, 3], { heartbeat })).rejects.toBe(rebalance);
    expect(heartbeat.mock.calls.length).toBeGreaterThanOrEqual(2);
    expect(calls.filter((call) => call.startsWith('resolve'))).toEqual(['resolve 1']);
    session.finish({ reason: 'stopped' });
  });

  it('takes its leave also when it was stopped before it had connected', async () => {
    const { session, calls, connected } = played();
    const run = session.run();
    session.finish({ reason: 'stopped' });
    expect(await run).toEqual({ reason: 'stopped' });
    connected();
    await turn();
    expect(calls).toEqual(['disconnect', 'disconnect']);
  });

  it('is told by the crash of kafkajs to be built anew', async () => {
    const { emit, run } = await begun();
    const error = new Error('crash');
    emit('crash', { error });
    expect(await run).toEqual({ reason: 'failed', error });
  });
});
