import { describe, expect, it } from '@jest/globals';
import { WakeableSleep } from './wakeable-sleep.js';

const long = 30_000;
const isShort = async (pause: Promise<void>): Promise<boolean> =>
  Promise.race([pause.then(() => true), new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 50))]);

describe('a sleep that can be woken', () => {
  it('ends by a signal, also by one that came before it, and each signal ends one', async () => {
    const sleep = new WakeableSleep();
    const first = sleep.for(long);
    sleep.wake();
    expect(await isShort(first)).toBe(true);
    sleep.wake();
    expect(await isShort(sleep.for(long))).toBe(true);
    const unwoken = sleep.for(long);
    expect(await isShort(unwoken)).toBe(false);
    sleep.end();
    await unwoken;
  });

  it('keeps a signal that comes while it is deaf', async () => {
    const sleep = new WakeableSleep();
    const deaf = sleep.for(100, 'deaf');
    sleep.wake();
    expect(await isShort(deaf)).toBe(false);
    await deaf;
    expect(await isShort(sleep.for(long))).toBe(true);
  });

  it('lasts no time once it has ended', async () => {
    const sleep = new WakeableSleep();
    const pause = sleep.for(long, 'deaf');
    sleep.end();
    expect(await isShort(pause)).toBe(true);
    expect(await isShort(sleep.for(long))).toBe(true);
  });
});
