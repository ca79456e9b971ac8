import { OwnerUnavailable } from '@sightline/contracts';
import { failpoint, type UnitOfWork } from '@sightline/event-store';
import type { DeliveryQueue } from './ports.js';
import { sendBatch, type SendingOptions } from './send-batch.js';

export interface DeliveryOptions extends SendingOptions {
  readonly queue: DeliveryQueue;
  /** Commits the events of a batch in one transaction. */
  readonly record: (unit: UnitOfWork) => Promise<unknown>;
  /** Keeps fingerprints of addresses that did not work. */
  readonly rememberTried: (
    tried: readonly { readonly noticeId: string; readonly addresses: readonly string[] }[],
  ) => Promise<void>;
  /** Keeps fingerprints of numbers that were written to. */
  readonly rememberTexted: (texted: readonly { readonly personId: string; readonly number: string }[]) => Promise<void>;
  /** Keeps which mail carried a notice that went in one with others. */
  readonly rememberCompanions: (
    companions: readonly { readonly deliveryId: string; readonly sentAs: string }[],
  ) => Promise<void>;
  /** How many mails one claim takes. A crash between the server's acceptance and our record repeats at most so many. */
  readonly claimSizeMax: number;
  /** Longer than the slowest batch can take. */
  readonly leaseMs: number;
  /** How long to leave a batch alone whose owner of names and addresses does not answer. */
  readonly ownerWaitMs: number;
}

export interface DeliveredBatch {
  readonly claimed: number;
  /** What outside did not answer; it is better left alone for a while. */
  readonly outage: 'provider' | 'owner-of-personal-data' | null;
}

/**
 * Claims a few mails, sends them and records what became of them: events in one transaction, later attempts in one
 * statement. What is claimed and not settled is due again when the lease ends.
 */
export async function deliverWaitingMail(options: DeliveryOptions): Promise<DeliveredBatch> {
  const { clock, queue, sender, record, claimSizeMax, leaseMs, ownerWaitMs } = options;
  const batch = await queue.claim(sender.channel, clock.now(), claimSizeMax, leaseMs);
  if (batch.count === 0) return { claimed: 0, outage: null };
  failpoint('delivery.after-claim-before-send');
  try {
    const { results, outcomes } = await sendBatch(batch, options);
    failpoint('delivery.after-send-before-record');
    await options.rememberCompanions(results.companions);
    const unit = results.unit(clock.now());
    if (unit) await record(unit);
    await options.rememberTried(results.tried);
    await options.rememberTexted(results.texted);
    await queue.settle(batch.leaseId, results.settlements);
    return { claimed: batch.count, outage: outcomes.includes('unreachable') ? 'provider' : null };
  } catch (error) {
    if (!(error instanceof OwnerUnavailable)) throw error;
    await queue.giveBack(batch.leaseId, new Date(clock.now().getTime() + ownerWaitMs));
    return { claimed: batch.count, outage: 'owner-of-personal-data' };
  }
}
