import { describe, expect, it } from '@jest/globals';
import { eventually } from './index.js';

const counter = () => {
  let count = 0;
  return () => Promise.resolve((count += 1));
};

describe('eventually', () => {
  it('answers the first thing that the check accepts', async () => {
    expect(await eventually(counter(), (count) => count >= 3, { everyMs: 1 })).toBe(3);
  });

  it('takes a check made of expectations', async () => {
    expect(await eventually(counter(), (count) => expect(count).toBe(2), { everyMs: 1 })).toBe(2);
  });

  it('bears a probe that fails at first', async () => {
    const next = counter();
    const probe = async () => {
      const count = await next();
      if (count < 3) throw new Error('not up');
      return count;
    };
    expect(await eventually(probe, () => true, { everyMs: 1 })).toBe(3);
  });

  it('says what it saw last, and why that was not enough', async () => {
    const look = eventually(
      () => ({ state: 'half done' }),
      () => false,
      { timeoutMs: 20, everyMs: 1 },
    );
    await expect(look).rejects.toThrow("not so within 20 ms; last seen: { state: 'half done' }");
    const failing = eventually(
      () => 7,
      () => {
        throw new Error('seven is odd');
      },
      { timeoutMs: 20, everyMs: 1 },
    );
    await expect(failing).rejects.toThrow('last seen: 7 (seven is odd)');
  });

  it('ends in time although the probe never answers', async () => {
    const look = eventually(
      () => new Promise(() => undefined),
      () => true,
      { timeoutMs: 30 },
    );
    await expect(look).rejects.toThrow('the probe itself did not answer');
  });
});
