import { readFileSync } from 'node:fs';
import { systemClock, type Clock } from '../clock.js';
import { InvalidEnvironment } from './variables.js';

const rereadAfterMs = 50;

/** The machine's time and as many milliseconds as a file says; read again at most every 50 ms. Missing or odd content counts as none. */
const shiftedClock = (file: string): Clock => {
  let shiftMs = 0;
  let readAt = -Infinity;
  return {
    now: () => {
      if (performance.now() - readAt > rereadAfterMs) {
        readAt = performance.now();
        try {
          const read = Number(readFileSync(file, 'utf8'));
          shiftMs = Number.isFinite(read) ? read : shiftMs;
        } catch {
          shiftMs = 0;
        }
      }
      return new Date(Date.now() + shiftMs);
    },
  };
};

/**
 * The time by which the policy's dates and deadlines run. For rehearsals and tests of a whole installation `CLOCK_FILE`
 * names a file with the milliseconds by which it differs from the machine's time. Tokens and limits keep to the machine's.
 *
 * @throws InvalidEnvironment when it is set in production
 */
export const clockFrom = (environment: NodeJS.ProcessEnv): Clock => {
  const file = environment['CLOCK_FILE'];
  if (file === undefined || file === '') return systemClock;
  if (environment['NODE_ENV'] === 'production')
    throw new InvalidEnvironment('CLOCK_FILE moves time and must not be set in production');
  return shiftedClock(file);
};
