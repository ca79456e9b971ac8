import { describe, expect, it } from '@jest/globals';
import { OwnerUnavailable } from '@sightline/contracts';
import { eventually } from '@sightline/testing';
import { ChainBroken, ConsumerAheadOfLog, listParkedEvents } from '../index.js';
import { notes, type Bench } from './bus-bench.js';
import { kindOf } from './test-consumers.js';

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export const describeStopping = (bench: () => Bench, patienceMs: number): void => {
  describe('stopping and not stopping', () => {
    it('delivers nothing after stop, and stop waits for what is under way', async () => {
      const { append, start, settled, logs, effects } = bench();
      let handling = 0;
      let handled = 0;
      const consumer = start({
        consumer: 'a',
        batchSizeMax: 2,
        before: async () => {
          handling += 1;
          await pause(20);
          handled += 1;
        },
      });
      await append(logs[0], notes(40));
      await settled('a', 2);
      await consumer.stop();
      expect(handled).toBe(handling);
      const before = await effects('a');
      expect(before.length).toBeLessThan(40);
      await append(logs[0], notes(10));
      await pause(500);
      expect(await effects('a')).toEqual(before);
      expect(handling).toBe(handled);
    });

    it('waits out an outage of a dependency and parks nothing', async () => {
      const { append, start, settled, logs, pool, eachOnceInOrder } = bench();
      let down = true;
      const consumer = start({
        consumer: 'a',
        before: () => {
          if (down) throw new OwnerUnavailable('directory');
        },
      });
      await Promise.all(logs.map((log) => append(log, notes(10))));
      await eventually(
        () => consumer.stoppedBy()?.name,
        (name) => name === 'ConsumerOutage',
        { timeoutMs: patienceMs },
      );
      down = false;
      await settled('a', 20);
      await eachOnceInOrder('a');
      expect(await listParkedEvents(pool, 10)).toEqual([]);
      await eventually(
        () => consumer.stoppedBy(),
        (error) => error === undefined,
        { timeoutMs: patienceMs },
      );
    });

    it('survives the loss of its database connections', async () => {
      const { append, start, settled, logs, pool, eachOnceInOrder } = bench();
      let cut = true;
      start({
        consumer: 'a',
        before: async (event) => {
          if (!cut || kindOf(event) !== 'cut') return;
          cut = false;
          await pool.query(
            `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
               and usename = current_user and state = 'idle in transaction'`,
          );
        },
      });
      await append(logs[0], [...notes(10), ...notes(1, 1, 'cut'), ...notes(10)]);
      await settled('a', 21);
      await append(logs[1], notes(10));
      await settled('a', 31);
      await eachOnceInOrder('a');
    });

    it('outlives a handler with a bug', async () => {
      const { append, start, settled, logs, pool } = bench();
      const consumer = start({
        consumer: 'a',
        before: (event) => {
          if (kindOf(event) === 'bug') (undefined as unknown as { call(): void }).call();
        },
      });
      await append(logs[0], [...notes(3, 1), { key: 'bad', kind: 'bug' }, ...notes(3, 1)]);
      await settled('a', 6);
      await append(logs[1], notes(4));
      await settled('a', 10);
      expect(await listParkedEvents(pool, 10)).toEqual([expect.objectContaining({ reason: 'TypeError', position: 4 })]);
      expect(consumer.stoppedBy()).toBeUndefined();
    });

    it('stops at a broken chain, names the log and skips nothing', async () => {
      const { append, start, settled, logs, driver, effects } = bench();
      const consumer = start({ consumer: 'a' });
      await append(logs[1], notes(5, 1));
      await settled('a', 5);
      await driver.breakChain(logs[1]);
      const error = await eventually(
        () => consumer.stoppedBy(),
        (stoppedBy) => stoppedBy instanceof ChainBroken,
        { timeoutMs: patienceMs },
      );
      expect(error!.message).toContain('log approval');
      await append(logs[0], notes(3, 1));
      await pause(500);
      expect(await effects('a')).toHaveLength(5);
      expect(consumer.stoppedBy()).toBe(error);
    });

    it('refuses to run ahead of a log that was restored, also when the log has grown past it again', async () => {
      const { append, start, settled, logs, driver, effects } = bench();
      const first = start({ consumer: 'a' });
      await append(logs[0], notes(6, 1));
      await settled('a', 6);
      await first.stop();
      await driver.whileProducersAreDown(() => logs[0].restoreTo(4));
      await append(logs[0], notes(5, 1));
      const consumer = start({ consumer: 'a' });
      const error = await eventually(
        () => consumer.stoppedBy(),
        (stoppedBy) => stoppedBy instanceof ConsumerAheadOfLog,
        { timeoutMs: patienceMs },
      );
      expect(error!.message).toMatch(/^a has seen position 6 \(epoch 1\) of log directory/);
      expect(await effects('a')).toHaveLength(6);
    });

    it('goes on over a new epoch when it had not seen more than was restored', async () => {
      const { append, start, settled, logs, driver, eachOnceInOrder } = bench();
      const first = start({ consumer: 'a' });
      await append(logs[0], notes(4, 2));
      await settled('a', 4);
      await first.stop();
      await append(logs[0], notes(2, 2));
      await driver.whileProducersAreDown(() => logs[0].restoreTo(4));
      await append(logs[0], notes(5, 2));
      start({ consumer: 'a' });
      await settled('a', 9);
      await eachOnceInOrder('a');
    });
  });
};
