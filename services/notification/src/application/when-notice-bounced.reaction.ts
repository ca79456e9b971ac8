import type { NoticeBounced } from '@sightline/contracts';
import type { Clock, Reaction } from '@sightline/service-kit';
import type { BounceTokens, MailBounces } from './ports.js';

/**
 * A mail server could not deliver a notice that it had taken: it did not reach (C6). A server that still tries says
 * `delayed`, which changes nothing; what this service did not address is believed by nobody.
 */
export const whenNoticeBounced = (tokens: BounceTokens, bounces: MailBounces, clock: Clock): Reaction => ({
  types: new Set<NoticeBounced['type']>(['sightline.messaging-archive.notice-bounced.v1']),
  async react(transaction, envelopes) {
    const returned = (envelopes as readonly NoticeBounced[]).flatMap(({ data }) =>
      data.action === 'failed' ? (tokens.deliveryIn(data.bounceToken) ?? []) : [],
    );
    if (returned.length > 0) await bounces.keep(transaction, [...new Set(returned)], clock.now());
    return [];
  },
});
