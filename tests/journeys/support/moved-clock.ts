import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

export const dayMs = 86_400_000;
/** The processes read the file at most every 50 ms. */
const takenUpMs = 120;

/** The time of a whole installation, moved from outside: each of its processes reads the same file. */
export interface MovedClock {
  /** To be given to every process. */
  readonly environment: Readonly<Record<string, string>>;
  now(): Date;
  /** A date, so many days from now, as the district writes it. */
  day(offset: number): string;
  moveTo(moment: Date): Promise<void>;
  remove(): Promise<void>;
}

export async function movedClock(start: Date): Promise<MovedClock> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sightline-clock-'));
  const file = path.join(folder, 'milliseconds');
  let shiftMs = 0;
  const now = (): Date => new Date(Date.now() + shiftMs);
  const moveTo = async (moment: Date): Promise<void> => {
    shiftMs = moment.getTime() - Date.now();
    await writeFile(file, String(shiftMs));
    await new Promise((resolve) => setTimeout(resolve, takenUpMs));
  };
  await moveTo(start);
  return {
    environment: { CLOCK_FILE: file },
    now,
    day: (offset) => new Date(now().getTime() + offset * dayMs).toISOString().slice(0, 10),
    moveTo,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
