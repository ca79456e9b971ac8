import { describe, expect, it } from '@jest/globals';
import { newId } from './index.js';

describe('a new id', () => {
  const made = Array.from({ length: 5_000 }, newId);

  it('is a UUIDv7 of now', () => {
    const milliseconds = Number.parseInt(made[0]!.replaceAll('-', '').slice(0, 12), 16);
    expect(Math.abs(Date.now() - milliseconds)).toBeLessThan(5_000);
    for (const id of made) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('is never made twice and sorts in the order of making, also within a millisecond', () => {
    expect(new Set(made).size).toBe(made.length);
    expect([...made].sort()).toEqual(made);
  });

  it('has random bits of its own after the counter', () => {
    expect(new Set(made.map((id) => id.slice(-10))).size).toBe(made.length);
  });
});
