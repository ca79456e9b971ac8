import { describe, expect, it } from '@jest/globals';
import { readZip } from '../testing/read-bundle.js';
import { sampleDistrictBundle } from './adapters/sample-district/index.js';

describe('the sample district at the roster’s door', () => {
  it('comes in whole: no row is refused and nothing is noted', async () => {
    const { rows, entries, told } = await readZip(await sampleDistrictBundle(new Date('2026-11-24T12:00:00Z')));
    expect(entries).toStrictEqual([]);
    expect(told).toStrictEqual({
      people: 'whole',
      roles: 'whole',
      birthDates: 'whole',
      groups: 'whole',
      members: 'whole',
      relations: 'whole',
      contacts: 'absent',
    });
    expect(rows.classes.filter(({ kind }) => kind === 'activity')).toHaveLength(11);
    expect(rows.relations.filter(({ type }) => type === 'technology').map(({ building }) => building)).toStrictEqual([
      '',
      '',
    ]);
    expect(rows.relations.filter(({ type }) => type === 'restriction')).toMatchObject([
      { kinds: ['contact', 'records'], until: null },
    ]);
    expect(rows.users.find(({ id }) => id === 'student-garcia')).toMatchObject({
      givenName: 'Sofía',
      familyName: 'García',
    });
  });
});
