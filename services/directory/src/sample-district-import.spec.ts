import { describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { oneRosterBundleReader } from './adapters/oneroster/index.js';
import { sampleDistrictBundle } from './adapters/sample-district/index.js';

describe('the sample district at the roster’s door', () => {
  it('comes in whole: no row is refused and nothing is noted', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'sample-district-'));
    try {
      const file = path.join(folder, 'district.zip');
      await writeFile(file, await sampleDistrictBundle(new Date('2026-11-24T12:00:00Z')));
      const { snapshot, report } = await oneRosterBundleReader().read(file);

      expect(report.entries).toStrictEqual([]);
      expect(snapshot.coverage).toStrictEqual({
        people: 'whole',
        roles: 'whole',
        birthDates: 'whole',
        groups: 'whole',
        members: 'whole',
        relations: 'whole',
      });
      const { stated } = snapshot;
      expect([...stated.groups.values()].filter(({ kind }) => kind === 'activity')).toHaveLength(11);
      expect(stated.guardianships.size).toBe(stated.birthDates.size - 1);
      expect([...stated.technology.values()]).toStrictEqual([[null], [null]]);
      expect([...stated.restrictions.values()]).toMatchObject([{ kinds: ['contact', 'records'], until: null }]);
      expect(stated.people.get('student-garcia')).toMatchObject({ givenName: 'Sofía', familyName: 'García' });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
