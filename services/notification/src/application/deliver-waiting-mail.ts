import { OwnerUnavailable } from '@sightline/contracts';
import { failpoint, type UnitOfWork } from '@sightline/event-store';
import { BatchResults } from './batch-results.js';
import { composeMails, type MailComposition } from './compose-mail.js';
import type {
  ClaimedBatch,
  DeliveryQueue,
  MailSender,
  OutgoingMail,
  SendOutcome,
  WaitingAlert,
  WaitingNotice,
} from './ports.js';
import { retryDelayMs, type RetryPlan } from './retry-delay.js';

export interface DeliveryOptions extends MailComposition {
  readonly queue: DeliveryQueue;
  readonly sender: MailSender;
  /** Commits the events of a batch in one transaction. */
  readonly record: (unit: UnitOfWork) => Promise<unknown>;
  readonly retries: RetryPlan;
  /** How many mails one claim takes. A crash between the server's acceptance and our record repeats at most so many. */
  readonly claimSizeMax: number;
  /** Longer than the slowest batch can take. */
  readonly leaseMs: number;
  /** How long to leave a batch alone whose owner of names and addresses does not answer. */
  readonly ownerWaitMs: number;
  /** A mail could not be composed: a fault of ours; the mail is tried again like one that the server deferred. */
  readonly onUncomposed: (error: unknown) => void;
  /** 0 to 1 */
  readonly chance: () => number;
}

export interface DeliveredBatch {
  readonly claimed: number;
  /** What outside did not answer; it is better left alone for a while. */
  readonly outage: 'mail-server' | 'owner-of-personal-data' | null;
}

/** Composes and sends what was claimed, all at once; the sender bounds how many connections that takes. */
const sendBatch = async (batch: ClaimedBatch, options: DeliveryOptions): Promise<[BatchResults, SendOutcome[]]> => {
  const { clock, sender, retries, chance, onUncomposed } = options;
  const composed = await composeMails(batch, options);
  const results = new BatchResults();
  const outcomes: SendOutcome[] = [];

  const send = async (mail: OutgoingMail): Promise<SendOutcome> => {
    const outcome = await sender.send(mail);
    outcomes.push(outcome);
    return outcome;
  };
  /** One mail that cannot be composed must not hold up the others of its batch. */
  const composedBy = <Content>(compose: () => Content): Content | 'uncomposed' => {
    try {
      return compose();
    } catch (error) {
      onUncomposed(error);
      return 'uncomposed';
    }
  };
  const retry = (deliveryId: string, attempts: number): void => {
    const nextAttemptAt = new Date(clock.now().getTime() + retryDelayMs(retries, attempts, chance()));
    results.settlements.push({ deliveryId, outcome: null, nextAttemptAt });
  };

  const sendNotice = async (notice: WaitingNotice): Promise<void> => {
    const { noticeId, attempts } = notice;
    // Only attempts that ended in a crash go past the limit unseen.
    if (attempts > retries.attemptsMax) return results.undeliverable(notice, 'retries-exhausted', []);
    const content = composedBy(() => composed.notice(notice));
    if (content !== 'uncomposed') {
      const { restrictedStudentIds } = content;
      if ('impossible' in content) return results.undeliverable(notice, content.impossible, restrictedStudentIds);
      const outcome = await send(content.mail);
      if (outcome === 'accepted') return results.delivered(notice, clock.now(), restrictedStudentIds);
      if (outcome === 'refused') return results.undeliverable(notice, 'refused', restrictedStudentIds);
    }
    if (attempts >= retries.attemptsMax) return results.undeliverable(notice, 'retries-exhausted', []);
    return retry(noticeId, attempts);
  };
  const sendAlert = async (alert: WaitingAlert): Promise<void> => {
    const { alertId: deliveryId, attempts } = alert;
    const settle = (outcome: 'delivered' | 'undeliverable' | 'cancelled') =>
      void results.settlements.push({ deliveryId, outcome });
    if (alert.settled) return settle('cancelled');
    if (attempts > retries.attemptsMax) return settle('undeliverable');
    const mail = composedBy(() => composed.alert(alert));
    if (mail === undefined) return settle('undeliverable');
    if (mail !== 'uncomposed') {
      const outcome = await send(mail);
      if (outcome === 'accepted') return settle('delivered');
      if (outcome === 'refused') return settle('undeliverable');
    }
    return attempts >= retries.attemptsMax ? settle('undeliverable') : retry(deliveryId, attempts);
  };

  await Promise.all([...batch.notices.map(sendNotice), ...batch.alerts.map(sendAlert)]);
  return [results, outcomes];
};

/**
 * Claims a few mails, sends them and records what became of them: events for notices in one transaction, the rest in
 * one statement. What is claimed and not settled is due again when the lease ends.
 */
export async function deliverWaitingMail(options: DeliveryOptions): Promise<DeliveredBatch> {
  const { clock, queue, record, claimSizeMax, leaseMs, ownerWaitMs } = options;
  const batch = await queue.claim(clock.now(), claimSizeMax, leaseMs);
  if (batch.count === 0) return { claimed: 0, outage: null };
  failpoint('delivery.after-claim-before-send');
  try {
    const [results, outcomes] = await sendBatch(batch, options);
    failpoint('delivery.after-send-before-record');
    const unit = results.unit(clock.now());
    if (unit) await record(unit);
    await queue.settle(batch.leaseId, results.settlements, clock.now());
    return { claimed: batch.count, outage: outcomes.includes('unreachable') ? 'mail-server' : null };
  } catch (error) {
    if (!(error instanceof OwnerUnavailable)) throw error;
    await queue.giveBack(batch.leaseId, new Date(clock.now().getTime() + ownerWaitMs));
    return { claimed: batch.count, outage: 'owner-of-personal-data' };
  }
}
