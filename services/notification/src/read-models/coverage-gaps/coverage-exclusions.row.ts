import type { CoverageExclusionsNamed, NoticeOccasion } from '@sightline/contracts';
import { rowProjection, type Projection, type StagedEvent } from '@sightline/event-store';

/** Who was told earlier and is kept from an end, as it was named. */
export interface CoverageExclusionRow {
  readonly exclusion_id: string;
  readonly authorization_id: string;
  readonly occasion: NoticeOccasion;
  readonly student_id: string;
  readonly guardian_id: string;
  readonly reason: string;
  readonly named_at: string;
}

type ExclusionEvent = Omit<StagedEvent, 'type' | 'data'> & Pick<CoverageExclusionsNamed, 'type' | 'data'>;
type Exclusion = CoverageExclusionsNamed['data']['exclusions'][number];

const exclusionIdOf = ({ data }: ExclusionEvent, { studentId, guardianId }: Exclusion): string =>
  [data.authorizationId, data.occasion, studentId, guardianId].join('/');

/** Pure: an exclusion named again keeps the newest moment and reason. */
const evolveExclusion = (
  _: CoverageExclusionRow | undefined,
  event: ExclusionEvent,
  exclusionId: string,
): CoverageExclusionRow => {
  const exclusion = event.data.exclusions.find((each) => exclusionIdOf(event, each) === exclusionId)!;
  return {
    exclusion_id: exclusionId,
    authorization_id: event.data.authorizationId,
    occasion: event.data.occasion,
    student_id: exclusion.studentId,
    guardian_id: exclusion.guardianId,
    reason: exclusion.reason,
    named_at: event.time,
  };
};

export const coverageExclusionsProjection: Projection = rowProjection<CoverageExclusionRow, ExclusionEvent>({
  table: 'coverage_exclusions',
  key: 'exclusion_id',
  types: ['sightline.notification.coverage-exclusions-named.v1'],
  keysOf: (event) => event.data.exclusions.map((exclusion) => exclusionIdOf(event, exclusion)),
  creates: () => true,
  evolve: evolveExclusion,
});
