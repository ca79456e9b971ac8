import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { clockFrom, systemClock } from '../index.js';

const hour = 3_600_000;

describe('the clock of an installation', () => {
  let folder: string;
  const file = (): string => path.join(folder, 'clock');
  const shift = (clock: { now(): Date }): number => clock.now().getTime() - Date.now();

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'sightline-clock-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('is the machine’s when nothing is said', () => {
    expect(clockFrom({})).toBe(systemClock);
  });

  it('moves with the file, forward and back', async () => {
    const clock = clockFrom({ CLOCK_FILE: file() });
    expect(Math.abs(shift(clock))).toBeLessThan(1_000);
    for (const hours of [24 * 30, -1]) {
      await writeFile(file(), String(hours * hour));
      await new Promise((resolve) => setTimeout(resolve, 60));
      expect(Math.abs(shift(clock) - hours * hour)).toBeLessThan(1_000);
    }
  });

  it('cannot be moved in production', () => {
    expect(() => clockFrom({ CLOCK_FILE: file(), NODE_ENV: 'production' })).toThrow(/CLOCK_FILE/);
  });
});
