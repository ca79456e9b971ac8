import type { Decider } from '@sightline/decider';
import { evolve, initialCoverage, type CoverageFact, type CoverageState, type Notice } from './coverage.js';
import type {
  CoverageCommand,
  RecordChannelFailures,
  RecordDeliveries,
  RecordUndeliverable,
  ReopenNotices,
} from './coverage.commands.js';
import { gapsByOccasion } from './coverage-gaps.js';
import { chunksOf } from './event-chunks.js';
import { openNotices } from './open-notices.js';

/** A student who left is an end to that family: what fails of it is a gap of an end. */
const occasionOf = ({ occasion, phase }: Notice): Notice['occasion'] => (phase === 'end' ? 'end' : occasion);

/** Students who had to be left out at the last moment: of the beginning a gap, of the end an exclusion (C6, C9). */
const withheldFacts = (
  state: CoverageState,
  authorizationId: string,
  withheld: readonly { readonly notice: Notice; readonly studentId: string }[],
): CoverageFact[] => {
  const pairs = withheld.map(({ notice, studentId }) => ({
    phase: notice.phase,
    occasion: occasionOf(notice),
    gap: { studentId, guardianId: notice.guardianId, reason: 'restricted' as const },
  }));
  const gaps = pairs.filter(({ phase }) => phase === 'beginning').map(({ occasion, gap }) => ({ occasion, ...gap }));
  const exclusions = pairs.filter(({ phase }) => phase === 'end').map(({ gap }) => gap);
  return [
    ...gapsByOccasion(state, authorizationId, gaps),
    ...chunksOf(exclusions).map((chunk): CoverageFact => ({
      type: 'sightline.notification.coverage-exclusions-named.v1',
      data: { authorizationId, occasion: 'end', exclusions: chunk },
    })),
  ];
};

const recordDeliveries = (command: RecordDeliveries, state: CoverageState): CoverageFact[] => {
  const { authorizationId, channel } = command;
  const waiting = command.deliveries.filter(({ noticeId }) => {
    const status = state.notices.get(noticeId)?.status;
    // A letter reaches whom no other channel did.
    return status === 'pending' || (channel === 'letter' && status === 'undeliverable');
  });
  const withheld = waiting.flatMap(({ noticeId, restrictedStudentIds }) =>
    restrictedStudentIds.map((studentId) => ({ notice: state.notices.get(noticeId)!, studentId })),
  );
  const delivered = chunksOf(waiting).map((chunk): CoverageFact => ({
    type: 'sightline.notification.notices-delivered.v1',
    data: {
      authorizationId,
      channel,
      deliveries: chunk.map(({ noticeId, at }) => ({ noticeId, at })),
    },
  }));
  return [...delivered, ...withheldFacts(state, authorizationId, withheld)];
};

const recordUndeliverable = (command: RecordUndeliverable, state: CoverageState): CoverageFact[] => {
  const { authorizationId } = command;
  const waiting = command.notices.flatMap((failed) => {
    const notice = state.notices.get(failed.noticeId);
    const waits = notice?.status === 'pending';
    // Whoever is not entitled any more when the letter is printed is told by none.
    const unprinted = notice?.status === 'undeliverable' && failed.reason === 'not-entitled';
    return waits || unprinted ? [{ ...failed, notice }] : [];
  });
  const withheld = waiting.flatMap(({ notice, reason, restrictedStudentIds }) =>
    reason === 'not-entitled' ? restrictedStudentIds.map((studentId) => ({ notice, studentId })) : [],
  );
  const gaps = waiting.flatMap(({ notice, reason }) =>
    reason === 'not-entitled'
      ? []
      : notice.studentIds.map((studentId) => ({
          occasion: occasionOf(notice),
          studentId,
          guardianId: notice.guardianId,
          reason: reason === 'no-address' ? ('no-address' as const) : ('undeliverable' as const),
        })),
  );
  const undeliverable = chunksOf(waiting).map((chunk): CoverageFact => ({
    type: 'sightline.notification.notices-undeliverable.v1',
    data: {
      authorizationId,
      notices: chunk.map(({ noticeId, notice: { guardianId }, reason }) => ({ noticeId, guardianId, reason })),
    },
  }));
  return [
    ...undeliverable,
    ...gapsByOccasion(state, authorizationId, gaps),
    ...withheldFacts(state, authorizationId, withheld),
  ];
};

const recordChannelFailures = (command: RecordChannelFailures, state: CoverageState): CoverageFact[] => {
  const { authorizationId, channel, failures } = command;
  const waiting = failures.filter(({ noticeId, reason }) => {
    const status = state.notices.get(noticeId)?.status;
    // A mail server may take a mail and send it back later.
    return status === 'pending' || (status === 'delivered' && reason === 'bounced');
  });
  return chunksOf(waiting).map((chunk) => ({
    type: 'sightline.notification.notice-channel-failed.v1',
    data: { authorizationId, channel, failures: chunk.map(({ noticeId, reason }) => ({ noticeId, reason })) },
  }));
};

const reopenNotices = ({ authorizationId, noticeIds }: ReopenNotices, state: CoverageState): CoverageFact[] => {
  const failed = [...new Set(noticeIds)].flatMap((noticeId) => {
    const notice = state.notices.get(noticeId);
    return notice?.status === 'undeliverable' ? [{ noticeId, guardianId: notice.guardianId }] : [];
  });
  return chunksOf(failed).map((chunk) => ({
    type: 'sightline.notification.notices-reopened.v1',
    data: { authorizationId, notices: chunk },
  }));
};

const decide = (command: CoverageCommand, state: CoverageState): readonly CoverageFact[] => {
  switch (command.command) {
    case 'openNotices':
      return openNotices(command, state);
    case 'recordDeliveries':
      return recordDeliveries(command, state);
    case 'recordUndeliverable':
      return recordUndeliverable(command, state);
    case 'recordChannelFailures':
      return recordChannelFailures(command, state);
    case 'reopenNotices':
      return reopenNotices(command, state);
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
