import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sealWords, verifyCommitment } from './index.js';

const id = '018f0000-0000-7000-8000-000000000001';
const seal = (words: Record<string, unknown>) => sealWords(id, 'request/1', words);

describe('a commitment to words', () => {
  it('verifies the words under their key, in whatever order their members stand', () => {
    const { record, commitment } = seal({ reason: 'because', findings: { b: 2, a: [1, null, 'x'] } });
    expect(verifyCommitment(record.key, { findings: { a: [1, null, 'x'], b: 2 }, reason: 'because' }, commitment)).toBe(
      true,
    );
  });

  it('does not verify any other words, another key or another commitment', () => {
    const { record, commitment } = seal({ reason: 'because' });
    for (const words of [{ reason: 'Because' }, { reason: 'because', more: '' }, {}, { reason: ['because'] }])
      expect(verifyCommitment(record.key, words, commitment)).toBe(false);
    expect(verifyCommitment(seal({}).record.key, { reason: 'because' }, commitment)).toBe(false);
    expect(verifyCommitment(record.key, { reason: 'because' }, commitment.slice(2))).toBe(false);
    expect(verifyCommitment(record.key, { reason: 'because' }, 'no hex at all')).toBe(false);
  });

  it('says nothing about equal words: each record has its own key', () => {
    expect(seal({ reason: 'because' }).commitment).not.toBe(seal({ reason: 'because' }).commitment);
  });

  it('survives the way through JSON', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (words) => {
        const { record, commitment } = seal(words);
        expect(verifyCommitment(record.key, JSON.parse(JSON.stringify(words)), commitment)).toBe(true);
      }),
    );
  });
});
