import { describe, expect, it } from '@jest/globals';
import { policyBookOf, policyVersions, PolicyVersionUnknown, type PolicyVersion } from './index.js';

const [first] = policyVersions as readonly [PolicyVersion];
const next: PolicyVersion = { ...first, id: 'P4650-2027-07', inForceFrom: '2027-07-01' };
const book = policyBookOf([first, next]);

describe('the book of policy versions (C11)', () => {
  it('names the version in force on a day, and none before the first', async () => {
    expect((await book.inForce('2027-06-30')).id).toBe(first.id);
    expect((await book.inForce('2027-07-01')).id).toBe(next.id);
    await expect(book.inForce('2017-02-28')).rejects.toThrow(RangeError);
  });

  it('gives a version by its id, and never another in its place', async () => {
    expect(await book.byId(first.id)).toBe(first);
    expect(await book.byId('p4650-2017-03')).toBe(first);
    await expect(book.byId('P4650-1999-01')).rejects.toThrow(PolicyVersionUnknown);
    expect(await book.versions()).toEqual([first, next]);
  });
});
