import type { NoticeChannel } from '@sightline/contracts';
import { quietUntil, type ChannelFailure } from '../domain/index.js';
import type { BatchResults, NoticeInStream } from './batch-results.js';
import { channelOrder, districtQuietHours } from './channel-order.js';
import { readinessOf, type ReadyNotice } from './compose-notice.js';
import type { SendOutcome, WaitingNotice } from './ports.js';
import type { Known, MailComposition } from './read-known.js';
import { retryDelayMs, type RetryPlan } from './retry-delay.js';

/** One way to reach a reader. */
export interface ChannelDelivery {
  readonly channel: NoticeChannel;
  /** True when the channel keeps quiet at night. */
  readonly quiet: boolean;
  addressOf(personId: string, known: Known): string | 'stopped' | undefined;
  /** Composes and sends one message for all of these. Never rejects. */
  send(
    ready: readonly [ReadyNotice, ...ReadyNotice[]],
    known: Known,
  ): Promise<{ readonly outcome: SendOutcome; readonly carrierId?: string }>;
}

export interface NoticeSending extends Pick<MailComposition, 'clock' | 'districtTimeZone'> {
  readonly delivery: ChannelDelivery;
  /** The channels of this installation. */
  readonly channels: readonly NoticeChannel[];
  readonly retries: RetryPlan;
  readonly chance: () => number;
}

/** A notice that a channel did not reach, as far as the next step needs it. */
type FailedNotice = NoticeInStream & Pick<WaitingNotice, 'guardianId' | 'failedChannels'>;

/** How long a carrier may take to report before the next channel is tried. */
const carrierWaitMs = 24 * 3_600_000;

const undeliverableReasons = {
  'no-address': 'no-address',
  stopped: 'no-address',
  refused: 'refused',
  bounced: 'refused',
  'retries-exhausted': 'retries-exhausted',
} as const;

/** The next channel for this reader that was not tried yet; undefined when none is left. */
const nextChannel = (
  { guardianId, failedChannels }: Pick<WaitingNotice, 'guardianId' | 'failedChannels'>,
  current: NoticeChannel,
  channels: readonly NoticeChannel[],
  { preferences }: Pick<Known, 'preferences'>,
): NoticeChannel | undefined => {
  const failed = new Set([current, ...failedChannels.map((each) => each.split('/')[0])]);
  return channelOrder(preferences.get(guardianId)?.channels ?? []).find(
    (channel) => channels.includes(channel) && !failed.has(channel),
  );
};

/** Why no channel reached at all: an address that did not work says more than one that is missing. */
const finalReason = ({ failedChannels }: FailedNotice, last: ChannelFailure) => {
  const reasons = [...failedChannels.map((each) => each.split('/')[1] as ChannelFailure), last];
  return undeliverableReasons[reasons.find((reason) => undeliverableReasons[reason] !== 'no-address') ?? last];
};

/** A channel did not reach: the next one has its turn, or the notice is undeliverable (C6). @returns whether there is a next one */
export const failChannel = (
  notice: FailedNotice,
  reason: ChannelFailure,
  restrictedStudentIds: readonly string[],
  known: Pick<Known, 'people' | 'preferences'>,
  results: BatchResults,
  {
    delivery: { channel },
    channels,
    clock,
  }: Pick<NoticeSending, 'channels' | 'clock'> & {
    readonly delivery: Pick<ChannelDelivery, 'channel'>;
  },
): boolean => {
  const next = nextChannel(notice, channel, channels, known);
  if (next) {
    results.channelFailed(notice, reason);
    const moves = { to: next, failed: `${channel}/${reason}` };
    results.settlements.push({ deliveryId: notice.noticeId, nextAttemptAt: clock.now(), moves });
    return true;
  }
  const { email, phone } = known.people.get(notice.guardianId) ?? {};
  results.tried.push({
    noticeId: notice.noticeId,
    addresses: [email, phone].flatMap((address) => address ?? []),
  });
  results.undeliverable(notice, finalReason(notice, reason), restrictedStudentIds);
  return false;
};

/** Sends what goes in one message to one reader, and gathers what became of each notice. */
export const sendNotices = async (
  notices: readonly WaitingNotice[],
  known: Known,
  results: BatchResults,
  sending: NoticeSending,
): Promise<SendOutcome | undefined> => {
  const { clock, districtTimeZone, delivery, retries, chance } = sending;
  const fail = (notice: WaitingNotice, reason: ChannelFailure, restricted: readonly string[]): void =>
    void failChannel(notice, reason, restricted, known, results, sending);

  const ready: ReadyNotice[] = [];
  for (const notice of notices) {
    const readiness = readinessOf(notice, known, delivery.addressOf);
    // Only attempts that ended in a crash go past the limit unseen; what a carrier did not report on in time did not reach.
    if (notice.attempts > retries.attemptsMax || notice.carrierId !== null) fail(notice, 'retries-exhausted', []);
    else if (!('impossible' in readiness)) ready.push(readiness);
    else if (readiness.impossible === 'not-entitled')
      results.undeliverable(notice, 'not-entitled', readiness.restrictedStudentIds);
    else fail(notice, readiness.impossible, readiness.restrictedStudentIds);
  }
  const [first, ...others] = ready;
  if (!first) return undefined;

  const wishes = known.preferences.get(first.notice.guardianId);
  const quiet = {
    quietFrom: wishes?.quietFrom ?? districtQuietHours.quietFrom,
    quietUntil: wishes?.quietUntil ?? districtQuietHours.quietUntil,
  };
  const quietEnds = delivery.quiet ? quietUntil(clock.now(), quiet, districtTimeZone) : null;
  if (quietEnds) {
    for (const { notice } of ready)
      results.settlements.push({ deliveryId: notice.noticeId, nextAttemptAt: quietEnds, postponed: true });
    return undefined;
  }
  const { outcome, carrierId } = await delivery.send([first, ...others], known);
  if (outcome === 'accepted' && delivery.channel === 'text-message')
    results.texted.push({ personId: first.notice.guardianId, number: first.address });
  if (outcome === 'accepted' && delivery.channel === 'email')
    for (const { notice } of others)
      results.companions.push({ deliveryId: notice.noticeId, sentAs: first.notice.noticeId });
  for (const { notice, restrictedStudentIds } of ready) {
    const { noticeId: deliveryId, attempts } = notice;
    const later = (ms: number): Date => new Date(clock.now().getTime() + ms);
    if (outcome === 'accepted' && carrierId !== undefined)
      results.settlements.push({ deliveryId, carrierId, nextAttemptAt: later(carrierWaitMs) });
    else if (outcome === 'accepted') results.delivered(notice, clock.now(), restrictedStudentIds);
    else if (outcome === 'refused' || outcome === 'stopped') fail(notice, outcome, restrictedStudentIds);
    else if (attempts < retries.attemptsMax)
      results.settlements.push({ deliveryId, nextAttemptAt: later(retryDelayMs(retries, attempts, chance())) });
    else fail(notice, 'retries-exhausted', []);
  }
  return outcome;
};
