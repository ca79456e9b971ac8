import { describe, expect, it } from '@jest/globals';
import { testClock } from '@sightline/testing';
import type { SetUpLink } from '../domain/set-up-link.js';
import { SetUpFirstOperator } from './set-up-first-operator.handler.js';

const arrange = (assign?: (login: string) => Promise<void>) => {
  let kept: SetUpLink | undefined;
  const named: string[] = [];
  const clock = testClock();
  const setUp = new SetUpFirstOperator(
    {
      read: async () => kept,
      write: async (link) => {
        kept = link;
      },
    },
    {
      assignOperator: async (login) => {
        await assign?.(login);
        if (login === 'nobody') return undefined;
        named.push(login);
        return { personId: `id of ${login}`, displayName: login };
      },
    },
    clock,
  );
  return { setUp, named, clock, kept: () => kept };
};

describe('the first operator', () => {
  it('is named once by the link, of which only the hash is kept', async () => {
    const { setUp, named, kept } = arrange();
    const token = await setUp.issue();
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(JSON.stringify(kept())).not.toContain(token);
    expect(await setUp.nameOperator(token, 'first')).toMatchObject({ outcome: 'named' });
    expect(await setUp.nameOperator(token, 'second')).toStrictEqual({ outcome: 'closed' });
    expect(named).toStrictEqual(['first']);
  });

  it('is one person even when several use the link at once', async () => {
    const { setUp, named } = arrange(() => new Promise((resolve) => setImmediate(resolve)));
    const token = await setUp.issue();
    const outcomes = await Promise.all(['a', 'b', 'c'].map((login) => setUp.nameOperator(token, login)));
    expect(outcomes.map(({ outcome }) => outcome)).toStrictEqual(['named', 'closed', 'closed']);
    expect(named).toStrictEqual(['a']);
  });

  it('is not named by looking, by another token, after a day, or by a link printed before the last', async () => {
    const { setUp, named, clock } = arrange();
    const before = await setUp.issue();
    const token = await setUp.issue();
    expect(await setUp.isOpen(token)).toBe(true);
    expect(await setUp.isOpen(token)).toBe(true);
    expect(await setUp.nameOperator(before, 'a')).toStrictEqual({ outcome: 'closed' });
    expect(await setUp.nameOperator(`${token}x`, 'a')).toStrictEqual({ outcome: 'closed' });
    clock.advance({ hours: 24 });
    expect(await setUp.isOpen(token)).toBe(false);
    expect(await setUp.nameOperator(token, 'a')).toStrictEqual({ outcome: 'closed' });
    expect(named).toStrictEqual([]);
  });

  it('can still be named after a login that is nobody, and after a failure', async () => {
    let down = true;
    const { setUp } = arrange(async (login) => {
      if (login === 'a' && down) throw new Error('down');
    });
    const token = await setUp.issue();
    expect(await setUp.nameOperator(token, 'nobody')).toStrictEqual({ outcome: 'nobody-meant' });
    await expect(setUp.nameOperator(token, 'a')).rejects.toThrow('down');
    down = false;
    expect(await setUp.nameOperator(token, 'a')).toMatchObject({ outcome: 'named' });
  });
});
