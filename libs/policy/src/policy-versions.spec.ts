import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { deepFreeze } from './deep-freeze.js';
import { clauseIds, policyInForce, policyVersionById, policyVersions, type PolicyVersion } from './index.js';

/** SHA-256 of each version's JSON as it was recorded. A change of the rules is a new version and a new line here. */
const recorded: Readonly<Record<string, string>> = {
  'P4650-2017-03': 'ad6d81d485d371be821ecffe1dcc6e8275d97e8723e1753946057d7d381ff682',
};

const digest = (version: PolicyVersion): string => createHash('sha256').update(JSON.stringify(version)).digest('hex');
const [first] = policyVersions as readonly [PolicyVersion];

describe('the versions of the policy (C11)', () => {
  it('are never edited once recorded', () => {
    expect(Object.fromEntries(policyVersions.map((version) => [version.id, digest(version)]))).toEqual(recorded);
  });

  it('stand in the order in which they came into force, each under an id of its own', () => {
    const starts = policyVersions.map(({ inForceFrom }) => inForceFrom);
    expect(starts).toEqual([...starts].sort());
    expect(new Set(policyVersions.map(({ id }) => id)).size).toBe(policyVersions.length);
  });

  it('hold every clause, with the words of the policy and plain ones', () => {
    for (const { clauses } of policyVersions) {
      expect(Object.keys(clauses)).toEqual([...clauseIds]);
      for (const { title, quote, plain } of Object.values(clauses))
        expect([title, quote, plain].every((text) => text.trim().length > 0)).toBe(true);
    }
  });

  it('cannot be changed by a reader, however deep', () => {
    const writable = first as unknown as { settings: { kinds: { 'personal-phone': { sides: string[] } } } };
    expect(() => writable.settings.kinds['personal-phone'].sides.push('technology')).toThrow(TypeError);
    expect(() => Object.assign(first.settings.textLengthMax, { reason: 1 })).toThrow(TypeError);
  });

  it('say which one was in force on a day: from its first day to the day before the next', () => {
    const next: PolicyVersion = { ...first, id: 'P4650-2027-07', inForceFrom: '2027-07-01' };
    const on = (day: string): string => policyInForce(day, [first, next]).id;
    expect(on('2017-03-01')).toBe('P4650-2017-03');
    expect(on('2027-06-30')).toBe('P4650-2017-03');
    expect(on('2027-07-01')).toBe('P4650-2027-07');
    expect(on('2040-01-01')).toBe('P4650-2027-07');
    expect(() => on('2017-02-28')).toThrow(RangeError);
  });

  it('are found by the id that an event carries', () => {
    expect(policyVersionById('P4650-2017-03')).toBe(first);
    expect(policyVersionById('P4650-1999-01')).toBeUndefined();
  });
});

describe('deepFreeze', () => {
  it('gives the same value back, and takes what is no object as it is', () => {
    const value = { inner: [{ word: 'a' }] };
    expect(deepFreeze(value)).toBe(value);
    expect(Object.isFrozen(value.inner[0])).toBe(true);
    expect(deepFreeze(null)).toBeNull();
    expect(deepFreeze('text')).toBe('text');
  });
});
