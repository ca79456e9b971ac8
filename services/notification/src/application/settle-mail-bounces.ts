import type { NoticeChannel } from '@sightline/contracts';
import type { Transaction, UnitOfWork } from '@sightline/event-store';
import { contactPreferencesOf } from '../read-models/contact-preferences/contact-preferences.queries.js';
import { BatchResults } from './batch-results.js';
import type { DeliveryOptions } from './deliver-waiting-mail.js';
import type { Entitling } from './entitlements.js';
import type { CarrierReports, MailBounces } from './ports.js';
import { failChannel } from './send-notices.js';

const claimSizeMax = 100;

export interface BounceSettling extends Entitling {
  readonly channels: readonly NoticeChannel[];
  readonly bounces: MailBounces;
  readonly reports: Pick<CarrierReports, 'move'>;
  readonly rememberTried: (
    transaction: Transaction,
    tried: Parameters<DeliveryOptions['rememberTried']>[0],
  ) => Promise<void>;
}

/** Mail that came back did not tell anybody: the coverage is open again, and the next channel has its turn (C6). */
export const settleMailBounces =
  (options: BounceSettling) =>
  async (
    transaction: Transaction,
  ): Promise<{
    readonly units: readonly UnitOfWork[];
    readonly claimed: number;
    readonly after: (transaction: Transaction) => Promise<void>;
  }> => {
    const { bounces, reports, people, clock, rememberTried } = options;
    const { claimed, notices } = await bounces.claimReturned(transaction, claimSizeMax);
    const results = new BatchResults('email');
    if (notices.length > 0) {
      const readers = [...new Set(notices.map(({ guardianId }) => guardianId))];
      const preferences = await contactPreferencesOf(transaction, readers);
      const known = { people: await people.people(readers), preferences };
      for (const notice of notices) {
        const moved = failChannel(notice, 'bounced', [], known, results, {
          ...options,
          delivery: { channel: 'email' },
        });
        // It counted as told: that it does no longer stands in the history also where nothing is left to try.
        if (!moved) results.channelFailed(notice, 'bounced');
      }
      await reports.move(transaction, results.settlements);
    }
    const unit = results.unit(clock.now());
    return { units: unit ? [unit] : [], claimed, after: (within) => rememberTried(within, results.tried) };
  };
