import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, isCanonicalJson, NotCanonical } from './canonical-json.js';

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

  it('knows its own texts again, and no other spelling of the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const text = canonicalJson(value);
        expect(isCanonicalJson(JSON.parse(text), text)).toBe(true);
        const spelled = JSON.stringify(value, null, 1);
        expect(isCanonicalJson(JSON.parse(spelled), spelled)).toBe(spelled === text);
      }),
    );
    // Names that are numbers stand in another order in the text than in the value that was read from it.
    expect(isCanonicalJson(JSON.parse('{"10":1,"9":2}'), '{"10":1,"9":2}')).toBe(true);
    for (const text of ['{"9":2,"10":1}', '{"b":1,"a":2}', '{"a":1,"a":1}', '1.0', '"\\u0041"', '"\\ud800"', '[1, 2]'])
      expect(isCanonicalJson(JSON.parse(text), text)).toBe(false);
  });
});
