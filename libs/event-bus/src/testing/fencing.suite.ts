import { afterEach, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { notes, type Bench } from './bus-bench.js';
import type { ReplicaProcessOptions } from './replica-process.js';

const program = fileURLToPath(new URL('../../dist/testing/replica-process.js', import.meta.url));

export const describeFencing = (bench: () => Bench, patienceMs: number): void => {
  describe('a replica that is frozen and thawed', () => {
    let child: ChildProcess | undefined;

    const startChild = (options: ReplicaProcessOptions): { holding: Promise<unknown> } => {
      child = spawn(process.execPath, [program], {
        env: { ...process.env, NODE_OPTIONS: '', REPLICA: JSON.stringify(options) },
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      return { holding: once(createInterface({ input: child.stdout! }), 'line') };
    };

    afterEach(async () => {
      if (!child || child.exitCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
      child = undefined;
    });

    it.each(['delivery', 'transaction'] as const)(
      'has no second effect, though it was halted in its %s with a batch in hand',
      async (holdIn) => {
        const { append, start, settled, logs, driver, consumerUrl, eachOnceInOrder, bus } = bench();
        const awake = bus();
        const { holding } = startChild({ bus: driver.description, consumerUrl, consumer: 'a', holdIn });
        await append(logs[0], notes(4));
        await settled('a', 4);
        await append(logs[0], [{ key: 'key-0', kind: 'hold' }, ...notes(5)]);
        await holding;
        child!.kill('SIGSTOP');

        start({ consumer: 'a', bus: awake, replica: 'parent' });
        await append(logs[0], notes(10));
        const held = (await settled('a', 20)).filter(({ position }) => position === 5);
        expect(held.map(({ replica }) => replica)).toEqual(['parent']);

        child!.kill('SIGCONT');
        await new Promise((resolve) => setTimeout(resolve, 1_500));
        await append(logs[0], notes(10));
        await settled('a', 30);
        await eachOnceInOrder('a');
        expect(child!.exitCode).toBeNull();
      },
      patienceMs * 4,
    );
  });
};
