import { describe, expect, it } from '@jest/globals';
import { decisionSpecification, isRefusal } from '@sightline/decider';
import fc from 'fast-check';
import {
  restrictionReleaseDecider,
  type ReleaseRestriction,
  type RestrictionReleaseRefusal,
} from './restriction-release.decider.js';

const { given } = decisionSpecification(restrictionReleaseDecider);
const words = { recordId: 'words', commitment: 'commitment' };
const about = { restrictionId: 'restriction', studentId: 'ann', guardianId: 'father' };
const release = (changed: Partial<ReleaseRestriction> = {}): ReleaseRestriction => ({
  ...{ ...about, endsOn: null, until: '2026-09-13', byIds: ['principal'], studentBuildingIds: ['school'], words },
  roles: [{ role: 'principal', buildingId: 'school' }],
  ...changed,
});

describe('lifting a restriction (C9)', () => {
  it('takes somebody of the school, and commits to the document', () => {
    given()
      .when(release())
      .then({
        type: 'sightline.directory.restriction-released.v1',
        data: { ...about, until: '2026-09-13', by: 'principal', words },
      });
  });

  const table: readonly (readonly [string, Partial<ReleaseRestriction>, RestrictionReleaseRefusal])[] = [
    ['not IT', { roles: [{ role: 'operator', buildingId: null }] }, 'technology-department'],
    [
      'not IT that leads a school as well',
      {
        roles: [
          { role: 'principal', buildingId: 'school' },
          { role: 'technology', buildingId: null },
        ],
      },
      'technology-department',
    ],
    ['not another school', { studentBuildingIds: ['other'] }, 'not-in-charge'],
    ['not a teacher', { roles: [{ role: 'teacher', buildingId: 'school' }] }, 'not-in-charge'],
    ['not the guardian', { byIds: ['record', 'father'] }, 'own-restriction'],
    ['not what is over by then', { endsOn: '2026-09-13' }, 'already-over'],
  ];
  it.each(table)('%s', (_, changed, refusal) => {
    given().when(release(changed)).thenRefused(refusal, 'C9');
  });

  it('never makes a restriction longer', () => {
    const day = fc.constantFrom('2026-09-01', '2026-09-13', '2026-12-31');
    fc.assert(
      fc.property(fc.option(day), day, (endsOn, until) => {
        const decision = restrictionReleaseDecider.decide(release({ endsOn, until }), null);
        expect(isRefusal(decision)).toBe(endsOn !== null && endsOn <= until);
      }),
    );
  });
});
