import { describe, expect, it } from '@jest/globals';
import { eventually } from '@sightline/testing';
import { listParkedEvents } from '../index.js';
import type { Bench } from './bus-bench.js';
import { kindOf } from './test-consumers.js';

export const describeParking = (bench: () => Bench, patienceMs: number): void => {
  describe('parking', () => {
    const parkedWhenThere = (count: number) =>
      eventually(
        () => listParkedEvents(bench().pool, 50),
        (parked) => parked.length === count,
        { timeoutMs: patienceMs },
      );

    it('parks a poison event with everything later of its key, across logs, and lets the rest go on', async () => {
      const { append, start, settled, logs, effects } = bench();
      let poisonous = true;
      let attempts = 0;
      const parked: string[] = [];
      const consumer = start({
        consumer: 'a',
        attemptsMax: 3,
        before: (event) => {
          if (kindOf(event) !== 'poison' || !poisonous) return;
          attempts += 1;
          throw new Error('a sentence that names a student');
        },
        onParked: (event) => parked.push(`${event.log} ${event.position}`),
      });
      await append(logs[0], [{ key: 'x' }, { key: 'x', kind: 'poison' }, { key: 'x' }, { key: 'y' }]);
      await settled('a', 2);
      await parkedWhenThere(2);
      await append(logs[1], [{ key: 'x' }, { key: 'y' }]);
      await settled('a', 3);
      const waiting = await parkedWhenThere(3);

      expect(waiting.map(({ log, position, reason }) => [log, position, reason])).toEqual([
        ['directory', 2, 'Error'],
        ['directory', 3, 'behind a parked event'],
        ['approval', 1, 'behind a parked event'],
      ]);
      expect(parked).toEqual(['directory 2']);
      // Once in the batch, then the bounded retries.
      expect(attempts).toBe(4);
      expect((await effects('a')).map(({ log, position }) => `${log} ${position}`).sort()).toEqual([
        'approval 2',
        'directory 1',
        'directory 4',
      ]);

      await expect(consumer.resume('x')).rejects.toThrow('a sentence');
      expect(await parkedWhenThere(3)).toEqual(waiting);

      poisonous = false;
      expect(await consumer.resume('x')).toBe(3);
      expect(await consumer.resume('x')).toBe(0);
      await append(logs[1], [{ key: 'x' }]);
      const done = await settled('a', 7);
      expect(done.slice(3).map(({ log, position }) => `${log} ${position}`)).toEqual([
        'directory 2',
        'directory 3',
        'approval 1',
        'approval 3',
      ]);
      expect(await listParkedEvents(bench().pool, 10)).toEqual([]);
    });

    it('keeps the order of a key when events arrive while it is resumed', async () => {
      const { append, start, settled, logs, eachOnceInOrder, effects } = bench();
      let state: 'poisonous' | 'slow' = 'poisonous';
      let entered: () => void = () => undefined;
      const resuming = new Promise<void>((resolve) => {
        entered = resolve;
      });
      const consumer = start({
        consumer: 'a',
        before: async (event) => {
          if (kindOf(event) !== 'poison') return;
          if (state === 'poisonous') throw new Error('poison');
          entered();
          await new Promise((resolve) => setTimeout(resolve, 400));
        },
      });
      await append(logs[0], [{ key: 'x', kind: 'poison' }, { key: 'x' }, { key: 'y' }]);
      await parkedWhenThere(2);
      state = 'slow';
      const resumed = consumer.resume('x');
      await resuming;
      await append(logs[0], [{ key: 'x' }, { key: 'x' }]);
      expect(await resumed).toBe(2);
      await settled('a', 5);
      await eachOnceInOrder('a');
      expect((await effects('a')).filter(({ key }) => key === 'x').map(({ position }) => position)).toEqual([
        1, 2, 4, 5,
      ]);
    });

    it('is a matter of one consumer alone', async () => {
      const { append, start, settled, logs, bus } = bench();
      const shared = bus();
      start({
        consumer: 'sick',
        bus: shared,
        before: (event) => {
          if (event.partitionkey === 'x') throw new Error('poison');
        },
      });
      start({ consumer: 'well', bus: shared });
      await append(logs[0], [{ key: 'x' }, { key: 'y' }, { key: 'x' }]);
      await settled('well', 3);
      await settled('sick', 1);
      const waiting = await parkedWhenThere(2);
      expect(new Set(waiting.map(({ consumer }) => consumer))).toEqual(new Set(['sick']));
    });
  });
};
