import type { NoticeOccasion } from '@sightline/contracts';
import { gapKey, phaseOf, type CoverageFact, type CoverageState, type Gap } from './coverage.js';
import { chunksOf } from './event-chunks.js';

/** Those that have not been named yet, each once. */
export const gapFacts = (
  state: CoverageState,
  authorizationId: string,
  occasion: NoticeOccasion,
  gaps: readonly Gap[],
): CoverageFact[] => {
  const phase = phaseOf(occasion);
  const news = new Map<string, Gap>();
  for (const gap of gaps)
    if (!state.namedGaps.has(gapKey(phase, gap)))
      news.set(gapKey(phase, gap), { studentId: gap.studentId, guardianId: gap.guardianId, reason: gap.reason });
  return chunksOf([...news.values()]).map((chunk) => ({
    type: 'sightline.notification.coverage-gap-named.v1',
    data: { authorizationId, occasion, gaps: chunk },
  }));
};

/** Gaps of several notices, one event an occasion. */
export const gapsByOccasion = (
  state: CoverageState,
  authorizationId: string,
  gaps: readonly (Gap & { readonly occasion: NoticeOccasion })[],
): CoverageFact[] =>
  [...new Set(gaps.map(({ occasion }) => occasion))].flatMap((occasion) =>
    gapFacts(
      state,
      authorizationId,
      occasion,
      gaps.filter((gap) => gap.occasion === occasion),
    ),
  );
