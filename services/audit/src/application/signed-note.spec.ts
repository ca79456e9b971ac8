import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openCheckpoint, signCheckpoint } from './checkpoint.js';
import { encodeSigningKey, InvalidNoteKey, readSigningKey, readVerifierKey } from './signed-note.js';

const keyOf = (name: string, byte: number) => readSigningKey(encodeSigningKey(name, Buffer.alloc(32, byte)));
const signer = keyOf('district.example/history', 1);
const verifier = readVerifierKey(signer.verifierKey);

describe('a signed note (C2SP signed-note)', () => {
  it('opens for its own key and for no other', () => {
    const note = signer.sign('one\ntwo\n');
    expect(verifier.open(note)).toBe('one\ntwo\n');
    for (const other of [keyOf('district.example/history', 2), keyOf('other.example/history', 1)])
      expect(readVerifierKey(other.verifierKey).open(note)).toBeUndefined();
  });

  it('opens no longer when one byte of it is another', () => {
    const note = Buffer.from(signCheckpoint(signer, { size: 7, root: Buffer.alloc(32, 9) }));
    fc.assert(
      fc.property(fc.nat(note.length - 1), fc.integer({ min: 1, max: 255 }), (place, change) => {
        const changed = Buffer.from(note);
        changed[place]! ^= change;
        expect(openCheckpoint(verifier, changed.toString())).toBeUndefined();
      }),
      { numRuns: 2_000 },
    );
  });

  it('refuses what is no key', () => {
    for (const line of ['', 'PRIVATE+KEY+a+00000000+AAAA', signer.verifierKey])
      expect(() => readSigningKey(line)).toThrow(InvalidNoteKey);
    for (const line of ['', 'a+00000000+AAAA', signer.verifierKey.replace('district', 'distric7')])
      expect(() => readVerifierKey(line)).toThrow(InvalidNoteKey);
    expect(() => encodeSigningKey('two words', Buffer.alloc(32))).toThrow(InvalidNoteKey);
  });
});
