import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Words and the key that commits to them; a row of the owner's `confidential` table. */
export interface ConfidentialRecord {
  readonly recordId: string;
  readonly subject: string;
  readonly key: Buffer;
  readonly words: Readonly<Record<string, unknown>>;
}

export interface SealedWords {
  readonly record: ConfidentialRecord;
  /** HMAC-SHA-256, hex: what the event carries in the words' place. */
  readonly commitment: string;
}

const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value !== null && typeof value === 'object')
    return `{${Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`)
      .join(',')}}`;
  return JSON.stringify(value);
};

const commit = (key: Buffer, words: unknown): Buffer => createHmac('sha256', key).update(canonical(words)).digest();

/** Commits to words under a fresh random key; once both are disposed of, the commitment says nothing about them (design §3). */
export const sealWords = (recordId: string, subject: string, words: Readonly<Record<string, unknown>>): SealedWords => {
  const key = randomBytes(32);
  return { record: { recordId, subject, key, words }, commitment: commit(key, words).toString('hex') };
};

/** True when these words, under this key, are the ones that the event committed to. */
export const verifyCommitment = (key: Buffer, words: unknown, commitment: string): boolean => {
  const expected = Buffer.from(commitment, 'hex');
  const seen = commit(key, words);
  return expected.length === seen.length && timingSafeEqual(expected, seen);
};
