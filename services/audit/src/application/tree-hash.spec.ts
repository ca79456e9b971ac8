import { describe, expect, it } from '@jest/globals';
import { leafHash } from './tree-hash.js';

describe('the leaf hash (RFC 9162 §2.1.1)', () => {
  it('of an empty leaf is the hash of one zero byte', () => {
    expect(leafHash('').toString('hex')).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
  });

  it('changes with any character', () => {
    expect(leafHash('{"a":1}').equals(leafHash('{"a":2}'))).toBe(false);
  });
});
