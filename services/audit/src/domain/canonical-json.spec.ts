import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, NotCanonical } from './canonical-json.js';
import { leafHash } from './leaf-hash.js';

describe('canonical JSON (RFC 8785)', () => {
  it('writes the example of RFC 8785 §3.2.2 as the RFC does', () => {
    const example = {
      numbers: JSON.parse('[333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001]') as unknown,
      string: '€$\u000f\nA\'B"\\\\"/',
      literals: [null, true, false],
    };
    expect(canonicalJson(example)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('sorts members by UTF-16 code units, as RFC 8785 §3.2.3 shows', () => {
    const members = {
      '€': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew',
      '1': 'One',
      '😀': 'Emoji',
      '\u0080': 'Control',
      ö: 'Latin',
    };
    expect([...canonicalJson(members).matchAll(/:"([A-Z]\w+)/g)].map((match) => match[1])).toEqual([
      'Carriage',
      'One',
      'Control',
      'Latin',
      'Euro',
      'Emoji',
      'Hebrew',
    ]);
  });

  it('refuses what JSON would change', () => {
    expect(() => canonicalJson({ a: Number.NaN })).toThrow(NotCanonical);
    expect(() => canonicalJson({ a: '\ud800' })).toThrow(NotCanonical);
    expect(() => canonicalJson({ a: 1n })).toThrow(NotCanonical);
  });

  it('loses nothing, and does not depend on the order of members', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
    expect(canonicalJson({ b: 1, a: { d: 2, c: 3 } })).toBe(canonicalJson({ a: { c: 3, d: 2 }, b: 1 }));
  });
});

describe('the leaf hash (RFC 9162 §2.1.1)', () => {
  it('of an empty leaf is the hash of one zero byte', () => {
    expect(leafHash('').toString('hex')).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
  });

  it('changes with any character', () => {
    expect(leafHash('{"a":1}').equals(leafHash('{"a":2}'))).toBe(false);
  });
});
