import type { NoticeChannel } from '@sightline/contracts';
import type { Transaction, UnitOfWork } from '@sightline/event-store';
import { contactPreferencesOf } from '../read-models/contact-preferences/contact-preferences.queries.js';
import { BatchResults } from './batch-results.js';
import type { CarrierReports } from './ports.js';
import { failChannel } from './send-notices.js';
import type { Entitling } from './entitlements.js';

const claimSizeMax = 100;

export interface CarrierReporting extends Entitling {
  readonly channels: readonly NoticeChannel[];
  readonly reports: CarrierReports;
}

/** What a carrier says of its messages: the telephone has it, or the next channel has its turn (C6). */
export const settleCarrierReports =
  (options: CarrierReporting) =>
  async (transaction: Transaction): Promise<{ readonly units: readonly UnitOfWork[]; readonly claimed: number }> => {
    const { reports, people, clock } = options;
    const claimed = await reports.claimReported(transaction, claimSizeMax);
    if (claimed.length === 0) return { units: [], claimed: 0 };
    const readers = [...new Set(claimed.map(({ notice }) => notice.guardianId))];
    const preferences = await contactPreferencesOf(transaction, readers);
    const known = { people: await people.people(readers), preferences };
    const results = new BatchResults('text-message');
    for (const { notice, outcome, reportedAt } of claimed)
      if (outcome === 'delivered') results.delivered(notice, reportedAt, []);
      else failChannel(notice, 'bounced', [], known, results, { ...options, delivery: { channel: 'text-message' } });
    const unit = results.unit(clock.now());
    await reports.move(transaction, results.settlements);
    return { units: unit ? [unit] : [], claimed: claimed.length };
  };
