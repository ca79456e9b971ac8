import { describe, expect, it } from '@jest/globals';
import { deterministicIds } from './index.js';

const take = (count: number, seed: string) => Array.from({ length: count }, deterministicIds(seed));

describe('deterministic ids', () => {
  it('have the shape of UUIDv7, rise and do not repeat', () => {
    const ids = take(500, 'shape');
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(500);
  });

  it('are the same for one seed and others for another', () => {
    expect(take(3, 'one')).toEqual(take(3, 'one'));
    expect(take(3, 'one')).not.toEqual(take(3, 'two'));
  });
});
