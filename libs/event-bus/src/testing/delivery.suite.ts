import { describe, expect, it } from '@jest/globals';
import type { EventEnvelope } from '@sightline/contracts';
import { notes, type Bench } from './bus-bench.js';

export const describeDelivery = (bench: () => Bench): void => {
  describe('delivery', () => {
    it('brings every event to one effect, in the order of its log and key, while the logs grow', async () => {
      const { append, start, settled, logs, eachOnceInOrder } = bench();
      await append(logs[0], notes(60, 7));
      start({ consumer: 'a' });
      for (let round = 0; round < 5; round += 1)
        await Promise.all(logs.map((log) => append(log, [...notes(25, 7), ...notes(5, 7, 'irrelevant')])));
      await settled('a', 60 + 5 * 2 * 25);
      await eachOnceInOrder('a');
    });

    it('loses nothing but time when a wake-up is lost', async () => {
      const { append, start, settled, logs, eachOnceInOrder } = bench();
      start({ consumer: 'a' });
      await append(logs[0], notes(5));
      await settled('a', 5);
      await append(logs[0], notes(5), 'silently');
      await append(logs[1], notes(5), 'silently');
      await settled('a', 15);
      await eachOnceInOrder('a');
    });

    it('does not hold up one consumer for another', async () => {
      const { append, start, settled, logs, bus, effects, eachOnceInOrder } = bench();
      const shared = bus();
      let open: () => void = () => undefined;
      const gate = new Promise<void>((resolve) => {
        open = resolve;
      });
      start({ consumer: 'slow', bus: shared, before: () => gate });
      start({ consumer: 'quick', bus: shared });
      for (let round = 0; round < 4; round += 1) await append(logs[round % 2]!, notes(25));
      await settled('quick', 100);
      expect(await effects('slow')).toEqual([]);
      open();
      await settled('slow', 100);
      await eachOnceInOrder('slow');
    });

    it('begins where the checkpoint is', async () => {
      const { append, start, settled, logs, eachOnceInOrder } = bench();
      await append(logs[0], notes(20));
      const first = start({ consumer: 'a' });
      await settled('a', 20);
      await first.stop();
      await append(logs[0], notes(10));
      const seen: EventEnvelope[] = [];
      start({ consumer: 'a', replica: 'later', before: (event) => void seen.push(event) });
      await settled('a', 30);
      expect(seen.map(({ position }) => position).sort((left, right) => left - right)).toEqual(
        Array.from({ length: 10 }, (_, index) => 21 + index),
      );
      await eachOnceInOrder('a');
    });

    it('tells a new consumer the whole history', async () => {
      const { append, start, settled, logs, bus, eachOnceInOrder } = bench();
      const shared = bus();
      start({ consumer: 'a', bus: shared });
      await Promise.all(logs.map((log) => append(log, notes(40))));
      await settled('a', 80);
      start({ consumer: 'b', bus: shared });
      await settled('b', 80);
      await eachOnceInOrder('b');
    });

    it('gives one effect to an event though two replicas of the consumer run, and goes on when one ends', async () => {
      const { append, start, settled, logs, eachOnceInOrder } = bench();
      const first = start({ consumer: 'a', replica: 'first' });
      start({ consumer: 'a', replica: 'second' });
      for (let round = 0; round < 10; round += 1) {
        await Promise.all(logs.map((log) => append(log, notes(10, 8))));
        if (round === 5) await first.stop();
      }
      await settled('a', 200);
      await eachOnceInOrder('a');
    });
  });
};
