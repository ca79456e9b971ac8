import type { CoverageGapNamed, NoticeOccasion } from '@sightline/contracts';
import { rowProjection, type Projection, type StagedEvent } from '@sightline/event-store';

/** Why a student's guardian could not be told, as it was named. */
export interface CoverageGapRow {
  readonly gap_id: string;
  readonly authorization_id: string;
  readonly occasion: NoticeOccasion;
  readonly student_id: string;
  readonly guardian_id: string | null;
  readonly reason: string;
  readonly named_at: string;
}

type GapEvent = Omit<StagedEvent, 'type' | 'data'> & Pick<CoverageGapNamed, 'type' | 'data'>;
type Gap = CoverageGapNamed['data']['gaps'][number];

const gapIdOf = ({ data: { authorizationId, occasion } }: GapEvent, { studentId, guardianId, reason }: Gap): string =>
  [authorizationId, occasion, studentId, guardianId ?? '', reason].join('/');

/** Pure: a gap named again keeps the newest moment. */
const evolveCoverageGap = (_: CoverageGapRow | undefined, event: GapEvent, gapId: string): CoverageGapRow => {
  const gap = event.data.gaps.find((each) => gapIdOf(event, each) === gapId)!;
  return {
    gap_id: gapId,
    authorization_id: event.data.authorizationId,
    occasion: event.data.occasion,
    student_id: gap.studentId,
    guardian_id: gap.guardianId,
    reason: gap.reason,
    named_at: event.time,
  };
};

export const coverageGapsProjection: Projection = rowProjection<CoverageGapRow, GapEvent>({
  table: 'coverage_gaps',
  key: 'gap_id',
  types: ['sightline.notification.coverage-gap-named.v1'],
  keysOf: (event) => event.data.gaps.map((gap) => gapIdOf(event, gap)),
  creates: () => true,
  evolve: evolveCoverageGap,
});
