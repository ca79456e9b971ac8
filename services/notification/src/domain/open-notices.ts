import type { NoticeChange, NoticeOccasion } from '@sightline/contracts';
import { phaseOf, reachedKey, tellingKey, type CoverageFact, type CoverageState, type Exclusion } from './coverage.js';
import type { GuardianToTell, OpenNotices } from './coverage.commands.js';
import { gapFacts } from './coverage-gaps.js';
import { chunksOf } from './event-chunks.js';

interface Spoken {
  readonly occasion: NoticeOccasion;
  readonly change?: NoticeChange;
}

const recordsOf = ({ guardianId, recordIds }: GuardianToTell): readonly string[] => recordIds ?? [guardianId];

/** Whoever was reached under another record of the same person goes on to be told under that one. */
const asReached = (guardian: GuardianToTell, state: CoverageState): GuardianToTell => {
  const reached = recordsOf(guardian).find((id) =>
    (['beginning', 'end'] as const).some((phase) => state.reached.has(reachedKey(phase, id))),
  );
  return { ...guardian, guardianId: reached ?? guardian.guardianId };
};

/** One entry a guardian, with all the students named for it, each once. */
const siblingsJoined = (guardians: readonly GuardianToTell[]): GuardianToTell[] => {
  const joined = new Map<string, GuardianToTell>();
  for (const guardian of guardians) {
    const known = joined.get(guardian.guardianId);
    joined.set(guardian.guardianId, {
      ...(known ?? guardian),
      studentIds: [...new Set([...(known?.studentIds ?? []), ...guardian.studentIds])],
    });
  }
  return [...joined.values()];
};

const asked = ({ occasion }: OpenNotices): Spoken =>
  occasion === 'change' ? { occasion, change: 'student-left' } : { occasion };

/** What this guardian hears it as: whoever knows of another child, or of a colleague, hears of a newcomer. */
const spokenTo = (guardian: GuardianToTell, command: OpenNotices, state: CoverageState) => {
  const spoken = asked(command);
  if (phaseOf(spoken.occasion, spoken.change) === 'end') return spoken;
  if (recordsOf(guardian).some((id) => state.reached.has(reachedKey('beginning', id))))
    return { occasion: 'late-joiner' } satisfies Spoken;
  return guardian.knowsOfColleague ? ({ occasion: 'change', change: 'staff-joined' } satisfies Spoken) : spoken;
};

/** The students of whom this guardian has not been told yet. */
const newsFor = (guardian: GuardianToTell, command: OpenNotices, state: CoverageState): string[] => {
  const { studentIds } = guardian;
  const told = (phase: 'beginning' | 'end', studentId: string): boolean =>
    recordsOf(guardian).some((id) => state.told.has(tellingKey(phase, id, studentId)));
  const { occasion, change } = asked(command);
  if (phaseOf(occasion, change) === 'end')
    return studentIds.filter((studentId) => told('beginning', studentId) && !told('end', studentId));
  return studentIds.filter(
    (studentId) => !told('beginning', studentId) || (command.takePartNow && told('end', studentId)),
  );
};

/** Who was told of the beginning, is not told of the end and is not entitled to it (C6, C9). */
const exclusionFacts = ({ authorizationId, occasion, ending, guardians }: OpenNotices, state: CoverageState) => {
  if (!ending) return [];
  const concerned = new Set(ending.studentIds);
  const entitled = new Set(
    guardians.flatMap((guardian) =>
      recordsOf(guardian).flatMap((id) => guardian.studentIds.map((studentId) => `${id}/${studentId}`)),
    ),
  );
  const reasons = new Map(ending.kept.map((each) => [`${each.guardianId}/${each.studentId}`, each.reason]));
  const exclusions = [...state.told].flatMap((key): Exclusion[] => {
    const [phase, guardianId, studentId] = key.split('/') as [string, string, string];
    const endKey = tellingKey('end', guardianId, studentId);
    if (phase !== 'beginning' || !concerned.has(studentId) || entitled.has(`${guardianId}/${studentId}`)) return [];
    if (state.told.has(endKey) || state.excluded.has(endKey)) return [];
    return [{ studentId, guardianId, reason: reasons.get(`${guardianId}/${studentId}`) ?? 'no-longer-guardian' }];
  });
  return chunksOf(exclusions).map((chunk): CoverageFact => ({
    type: 'sightline.notification.coverage-exclusions-named.v1',
    data: { authorizationId, occasion: occasion === 'change' ? 'end' : occasion, exclusions: chunk },
  }));
};

export const openNotices = (command: OpenNotices, state: CoverageState): CoverageFact[] => {
  const { authorizationId, occasion } = command;
  const groups = new Map<string, { spoken: Spoken; notices: GuardianToTell[] }>();
  for (const guardian of siblingsJoined(command.guardians.map((each) => asReached(each, state)))) {
    const { noticeId, guardianId } = guardian;
    const studentIds = newsFor(guardian, command, state);
    if (studentIds.length === 0) continue;
    const spoken = spokenTo(guardian, command, state);
    const group = groups.get(spoken.occasion) ?? { spoken, notices: [] };
    group.notices.push({ noticeId, guardianId, studentIds });
    groups.set(spoken.occasion, group);
  }
  const opened = [...groups.values()].flatMap(({ spoken, notices }) =>
    chunksOf(notices).map((chunk): CoverageFact => ({
      type: 'sightline.notification.notices-opened.v1',
      data: { authorizationId, ...spoken, notices: chunk },
    })),
  );
  const told = new Set([...state.told].map((key) => key.slice(key.lastIndexOf('/') + 1)));
  const gaps = command.gaps.filter(({ studentId, guardianId }) =>
    guardianId === null ? !told.has(studentId) : !state.told.has(tellingKey('beginning', guardianId, studentId)),
  );
  return [...opened, ...gapFacts(state, authorizationId, occasion, gaps), ...exclusionFacts(command, state)];
};
