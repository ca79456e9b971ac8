import { createHash } from 'node:crypto';

/** 2026-09-14T13:00:00Z, when the test clock starts as well. */
const firstMillisecond = 1_789_390_800_000;

/**
 * Ids in the shape of UUIDv7 (RFC 9562): the same seed gives the same ids in the same, rising order; another seed gives others.
 */
export const deterministicIds = (seed: string | number = 'sightline'): (() => string) => {
  let count = 0;
  return () => {
    count += 1;
    const time = (firstMillisecond + count).toString(16).padStart(12, '0');
    const random = createHash('sha256').update(`${seed}:${count}`).digest('hex');
    const variant = ((Number.parseInt(random.slice(3, 4), 16) & 0x3) | 0x8).toString(16);
    return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(0, 3)}-${variant}${random.slice(4, 7)}-${random.slice(7, 19)}`;
  };
};
