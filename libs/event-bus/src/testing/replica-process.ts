import pg from 'pg';
import type { EventBus } from '../index.js';
import { busFrom, type BusDescription } from './described-bus.js';
import { kindOf, startReplica } from './test-consumers.js';
import { logNamesUnderTest } from './log-names.js';

/** What the parent process passes as JSON in REPLICA. */
export interface ReplicaProcessOptions {
  readonly bus: BusDescription;
  readonly consumerUrl: string;
  readonly consumer: string;
  /** Where it lingers with an event of kind `hold`: with the batch in hand, or inside the transaction. */
  readonly holdIn: 'delivery' | 'transaction';
}

const options = JSON.parse(process.env['REPLICA'] ?? 'null') as ReplicaProcessOptions;

/** Long enough for the parent to freeze this process. */
const hold = async (): Promise<void> => {
  process.stdout.write('holding\n');
  await new Promise((resolve) => setTimeout(resolve, 1_000));
};

const lingering = (bus: EventBus): EventBus => ({
  announce: (log) => bus.announce(log),
  close: () => bus.close(),
  subscribe: (subscription) =>
    bus.subscribe({
      ...subscription,
      deliver: async (batch) => {
        if (batch.some(({ event }) => kindOf(event) === 'hold')) await hold();
        return subscription.deliver(batch);
      },
    }),
});

const bus = busFrom(options.bus);
const pool = new pg.Pool({ connectionString: options.consumerUrl, max: 2 });
pool.on('error', () => undefined);
startReplica(pool, logNamesUnderTest, {
  bus: options.holdIn === 'delivery' ? lingering(bus) : bus,
  consumer: options.consumer,
  replica: 'child',
  before: async (event) => {
    if (options.holdIn === 'transaction' && kindOf(event) === 'hold') await hold();
  },
});
// Goes with its parent, also when that is killed.
process.stdin.on('end', () => process.exit()).resume();
