import type {
  CoverageExclusionsNamed,
  CoverageGapNamed,
  FactOf,
  NoticeChange,
  NoticeChannelFailed,
  NoticeOccasion,
  NoticesDelivered,
  NoticesOpened,
  NoticesReopened,
  NoticesUndeliverable,
} from '@sightline/contracts';

export type CoverageFact = FactOf<
  | NoticesOpened
  | CoverageGapNamed
  | CoverageExclusionsNamed
  | NoticesDelivered
  | NoticesUndeliverable
  | NoticeChannelFailed
  | NoticesReopened
>;

export type Exclusion = CoverageExclusionsNamed['data']['exclusions'][number];
export type Gap = CoverageGapNamed['data']['gaps'][number];
/** Why one channel did not reach. */
export type ChannelFailure = NoticeChannelFailed['data']['failures'][number]['reason'];
export type UndeliverableReason = NoticesUndeliverable['data']['notices'][number]['reason'];

export interface Notice {
  readonly status: 'pending' | 'delivered' | 'undeliverable';
  readonly occasion: NoticeOccasion;
  readonly phase: Phase;
  readonly guardianId: string;
  readonly studentIds: readonly string[];
}

/** Of each student a guardian is told a beginning and an end; a late joiner, and a colleague who joins, are beginnings. */
export type Phase = 'beginning' | 'end';

/** A `change` without a word of what changed tells of a colleague who joined; a student who left is that student's end. */
export const phaseOf = (occasion: NoticeOccasion, change?: NoticeChange): Phase =>
  occasion === 'end' || change === 'student-left' ? 'end' : 'beginning';

/** Who of an authorization's families has been told what (C6). */
export interface CoverageState {
  readonly notices: ReadonlyMap<string, Notice>;
  /** Pairs of guardian and student that a notice names, as `tellingKey` spells them. */
  readonly told: ReadonlySet<string>;
  /** Guardians who have had a notice in a phase, as `<phase>/<guardianId>`, with how many students it told them of. */
  readonly reached: ReadonlyMap<string, number>;
  readonly namedGaps: ReadonlySet<string>;
  /** Pairs that were told of the beginning and are kept from the end, as `tellingKey` spells them. */
  readonly excluded: ReadonlySet<string>;
}

export const initialCoverage: CoverageState = {
  notices: new Map(),
  told: new Set(),
  reached: new Map(),
  namedGaps: new Set(),
  excluded: new Set(),
};

export const tellingKey = (phase: Phase, guardianId: string, studentId: string): string =>
  `${phase}/${guardianId}/${studentId}`;
export const reachedKey = (phase: Phase, guardianId: string): string => `${phase}/${guardianId}`;
export const gapKey = (phase: Phase, { studentId, guardianId, reason }: Gap): string =>
  `${phase}/${studentId}/${guardianId ?? ''}/${reason}`;

interface Draft {
  readonly notices: Map<string, Notice>;
  readonly told: Set<string>;
  readonly reached: Map<string, number>;
  readonly namedGaps: Set<string>;
  readonly excluded: Set<string>;
}

const draftOf = (state: CoverageState): Draft => ({
  notices: new Map(state.notices),
  told: new Set(state.told),
  reached: new Map(state.reached),
  namedGaps: new Set(state.namedGaps),
  excluded: new Set(state.excluded),
});

const count = (draft: Draft, phase: Phase, guardianId: string, change: 1 | -1): void => {
  const key = reachedKey(phase, guardianId);
  const students = (draft.reached.get(key) ?? 0) + change;
  if (students > 0) draft.reached.set(key, students);
  else draft.reached.delete(key);
};

/** What was opened but withheld counts as not told: it is told when the reason falls away. */
const untell = (draft: Draft, phase: Phase, guardianId: string, studentId: string): void => {
  if (draft.told.delete(tellingKey(phase, guardianId, studentId))) count(draft, phase, guardianId, -1);
};

const tell = (draft: Draft, phase: Phase, guardianId: string, studentId: string): void => {
  const key = tellingKey(phase, guardianId, studentId);
  // A gap that comes back after this telling is news again.
  draft.namedGaps.delete(gapKey(phase, { studentId, guardianId, reason: 'restricted' }));
  draft.excluded.delete(tellingKey('end', guardianId, studentId));
  // A student who comes back begins anew, and may end again.
  if (phase === 'beginning') untell(draft, 'end', guardianId, studentId);
  if (draft.told.has(key)) return;
  draft.told.add(key);
  count(draft, phase, guardianId, 1);
};

/** Should it fail to reach again, that is news again. */
const unnameUnreached = (namedGaps: Set<string>, { phase, guardianId, studentIds }: Notice): void => {
  for (const studentId of studentIds)
    for (const reason of ['no-address', 'undeliverable'] as const)
      namedGaps.delete(gapKey(phase, { studentId, guardianId, reason }));
};

/** The commonest fact by far copies no more than it changes. */
const delivered = (state: CoverageState, { channel, deliveries }: NoticesDelivered['data']): CoverageState => {
  const notices = new Map(state.notices);
  const namedGaps = channel === 'letter' ? new Set(state.namedGaps) : state.namedGaps;
  for (const { noticeId } of deliveries) {
    const notice = notices.get(noticeId);
    if (!notice) continue;
    notices.set(noticeId, { ...notice, status: 'delivered' });
    if (namedGaps !== state.namedGaps) unnameUnreached(namedGaps as Set<string>, notice);
  }
  return { ...state, notices, namedGaps };
};

/** Only what was taken first and sent back waits again. */
const failedOnChannel = (state: CoverageState, { failures }: NoticeChannelFailed['data']): CoverageState => {
  const returned = failures.filter(({ noticeId }) => state.notices.get(noticeId)?.status === 'delivered');
  if (returned.length === 0) return state;
  const notices = new Map(state.notices);
  for (const { noticeId } of returned) notices.set(noticeId, { ...notices.get(noticeId)!, status: 'pending' });
  return { ...state, notices };
};

export const evolve = (state: CoverageState, fact: CoverageFact): CoverageState => {
  if (fact.type === 'sightline.notification.notices-delivered.v1') return delivered(state, fact.data);
  if (fact.type === 'sightline.notification.notice-channel-failed.v1') return failedOnChannel(state, fact.data);
  const draft = draftOf(state);
  switch (fact.type) {
    case 'sightline.notification.notices-opened.v1': {
      const { occasion, change, notices } = fact.data;
      const phase = phaseOf(occasion, change);
      for (const { noticeId, guardianId, studentIds } of notices) {
        draft.notices.set(noticeId, { status: 'pending', occasion, phase, guardianId, studentIds });
        for (const studentId of studentIds) tell(draft, phase, guardianId, studentId);
      }
      return draft;
    }
    case 'sightline.notification.notices-undeliverable.v1':
      for (const { noticeId, reason } of fact.data.notices) {
        const notice = draft.notices.get(noticeId);
        if (!notice) continue;
        draft.notices.set(noticeId, { ...notice, status: 'undeliverable' });
        if (reason === 'not-entitled')
          for (const studentId of notice.studentIds) untell(draft, notice.phase, notice.guardianId, studentId);
      }
      return draft;
    case 'sightline.notification.coverage-gap-named.v1': {
      const phase = phaseOf(fact.data.occasion);
      for (const gap of fact.data.gaps) {
        if (gap.reason === 'restricted' && gap.guardianId !== null) untell(draft, phase, gap.guardianId, gap.studentId);
        draft.namedGaps.add(gapKey(phase, gap));
      }
      return draft;
    }
    case 'sightline.notification.coverage-exclusions-named.v1': {
      const phase = phaseOf(fact.data.occasion);
      for (const { guardianId, studentId } of fact.data.exclusions) {
        untell(draft, phase, guardianId, studentId);
        draft.excluded.add(tellingKey(phase, guardianId, studentId));
      }
      return draft;
    }
    case 'sightline.notification.notices-reopened.v1':
      for (const { noticeId } of fact.data.notices) {
        const notice = draft.notices.get(noticeId);
        if (!notice) continue;
        draft.notices.set(noticeId, { ...notice, status: 'pending' });
        unnameUnreached(draft.namedGaps, notice);
      }
      return draft;
  }
};
