import type { NoticeOccasion } from '@sightline/contracts';
import type { Decider } from '@sightline/decider';
import {
  evolve,
  gapKey,
  initialCoverage,
  phaseOf,
  reachedKey,
  tellingKey,
  type CoverageFact,
  type CoverageState,
  type Gap,
} from './coverage.js';
import type {
  CoverageCommand,
  GuardianToTell,
  OpenNotices,
  RecordDeliveries,
  RecordUndeliverable,
} from './coverage.commands.js';
import { chunksOf } from './event-chunks.js';

interface NoticeEntry {
  readonly noticeId: string;
  readonly guardianId: string;
  readonly studentIds: readonly string[];
}

/** One entry a guardian, with all the students named for it, each once. */
const siblingsJoined = (guardians: readonly GuardianToTell[]): GuardianToTell[] => {
  const joined = new Map<string, GuardianToTell>();
  for (const { noticeId, guardianId, studentIds } of guardians) {
    const known = joined.get(guardianId);
    joined.set(guardianId, {
      noticeId: known?.noticeId ?? noticeId,
      guardianId,
      studentIds: [...new Set([...(known?.studentIds ?? []), ...studentIds])],
    });
  }
  return [...joined.values()];
};

const gapFacts = (
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

const openNotices = (command: OpenNotices, state: CoverageState): CoverageFact[] => {
  const { authorizationId, occasion } = command;
  const phase = phaseOf(occasion);
  const entries = new Map<NoticeOccasion, NoticeEntry[]>();
  for (const { noticeId, guardianId, studentIds } of siblingsJoined(command.guardians)) {
    const news = studentIds.filter(
      (studentId) =>
        !state.told.has(tellingKey(phase, guardianId, studentId)) &&
        (phase !== 'end' || state.told.has(tellingKey('beginning', guardianId, studentId))),
    );
    if (news.length === 0) continue;
    const toldBefore = state.reached.has(reachedKey(phase, guardianId));
    const spoken = phase === 'beginning' && toldBefore ? 'late-joiner' : occasion;
    const group = entries.get(spoken) ?? [];
    group.push({ noticeId, guardianId, studentIds: news });
    entries.set(spoken, group);
  }
  const opened = [...entries].flatMap(([spoken, notices]) =>
    chunksOf(notices).map((chunk): CoverageFact => ({
      type: 'sightline.notification.notices-opened.v1',
      data: { authorizationId, occasion: spoken, notices: chunk },
    })),
  );
  const told = new Set([...state.told].map((key) => key.slice(key.lastIndexOf('/') + 1)));
  const gaps = command.gaps.filter(({ studentId, guardianId }) =>
    guardianId === null ? !told.has(studentId) : !state.told.has(tellingKey(phase, guardianId, studentId)),
  );
  return [...opened, ...gapFacts(state, authorizationId, occasion, gaps)];
};

/** Gaps of several notices, one event an occasion. */
const gapsByOccasion = (
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

const recordDeliveries = (command: RecordDeliveries, state: CoverageState): CoverageFact[] => {
  const { authorizationId } = command;
  const waiting = command.deliveries.filter(({ noticeId }) => state.notices.get(noticeId)?.status === 'pending');
  const withheld = waiting.flatMap(({ noticeId, restrictedStudentIds }) => {
    const { occasion, guardianId } = state.notices.get(noticeId)!;
    return restrictedStudentIds.map((studentId) => ({
      occasion,
      studentId,
      guardianId,
      reason: 'restricted' as const,
    }));
  });
  const delivered = chunksOf(waiting).map((chunk): CoverageFact => ({
    type: 'sightline.notification.notices-delivered.v1',
    data: {
      authorizationId,
      channel: 'email',
      deliveries: chunk.map(({ noticeId, at }) => ({ noticeId, at })),
    },
  }));
  return [...delivered, ...gapsByOccasion(state, authorizationId, withheld)];
};

const recordUndeliverable = (command: RecordUndeliverable, state: CoverageState): CoverageFact[] => {
  const { authorizationId } = command;
  const waiting = command.notices.flatMap((failed) => {
    const notice = state.notices.get(failed.noticeId);
    return notice?.status === 'pending' ? [{ ...failed, notice }] : [];
  });
  const gaps = waiting.flatMap(({ notice: { occasion, guardianId, studentIds }, reason, restrictedStudentIds }) => {
    const gap = (studentId: string, why: Gap['reason']) => ({ occasion, studentId, guardianId, reason: why });
    switch (reason) {
      case 'no-address':
        return studentIds.map((studentId) => gap(studentId, 'no-address'));
      case 'refused':
      case 'retries-exhausted':
        return studentIds.map((studentId) => gap(studentId, 'undeliverable'));
      case 'not-entitled':
        return restrictedStudentIds.map((studentId) => gap(studentId, 'restricted'));
    }
  });
  const undeliverable = chunksOf(waiting).map((chunk): CoverageFact => ({
    type: 'sightline.notification.notices-undeliverable.v1',
    data: {
      authorizationId,
      notices: chunk.map(({ noticeId, notice: { guardianId }, reason }) => ({ noticeId, guardianId, reason })),
    },
  }));
  return [...undeliverable, ...gapsByOccasion(state, authorizationId, gaps)];
};

const decide = (command: CoverageCommand, state: CoverageState): readonly CoverageFact[] => {
  switch (command.command) {
    case 'openNotices':
      return openNotices(command, state);
    case 'recordDeliveries':
      return recordDeliveries(command, state);
    case 'recordUndeliverable':
      return recordUndeliverable(command, state);
    default:
      return command satisfies never;
  }
};

/**
 * Each guardian is told once per authorization and occasion, siblings in one notice; whoever cannot be told is a named
 * gap (C6). Refuses nothing: a command that comes twice, or late, finds nothing left to do.
 */
export const coverageDecider: Decider<CoverageState, CoverageCommand, CoverageFact> = {
  initialState: initialCoverage,
  evolve,
  decide,
};
