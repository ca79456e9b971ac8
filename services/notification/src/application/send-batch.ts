import { BatchResults } from './batch-results.js';
import { alertAddress, composeAlerts } from './compose-alert.js';
import { composeNotices, readinessOf, type ReadyNotice } from './compose-notice.js';
import type { ClaimedBatch, MailSender, OutgoingMail, SendOutcome, WaitingAlert, WaitingNotice } from './ports.js';
import { readKnown, type MailComposition } from './read-known.js';
import { retryDelayMs, type RetryPlan } from './retry-delay.js';

export interface SendingOptions extends MailComposition {
  readonly sender: MailSender;
  readonly retries: RetryPlan;
  /** A mail could not be composed: a fault of ours; the mail is tried again like one that the server deferred. */
  readonly onUncomposed: (error: unknown) => void;
  /** 0 to 1 */
  readonly chance: () => number;
}

type Several<Entry> = readonly [Entry, ...Entry[]];

/** Those with one companion key together, each without one alone. */
const inOneMail = <Entry extends { readonly companionKey: string | null }>(
  entries: readonly Entry[],
): Several<Entry>[] => {
  const groups = Map.groupBy(entries, (entry) => entry.companionKey ?? entry);
  return [...groups.values()].map((group) => group as unknown as Several<Entry>);
};

/** Composes and sends what was claimed, all at once; the sender bounds how many connections that takes. @throws OwnerUnavailable */
export const sendBatch = async (
  batch: ClaimedBatch,
  options: SendingOptions,
): Promise<{ readonly results: BatchResults; readonly outcomes: readonly SendOutcome[] }> => {
  const { clock, sender, retries, chance, onUncomposed } = options;
  const known = await readKnown(batch, options);
  const results = new BatchResults('email');
  const outcomes: SendOutcome[] = [];

  /** One mail that cannot be composed must not hold up the others of its batch. */
  const send = async (compose: () => OutgoingMail): Promise<SendOutcome> => {
    let mail: OutgoingMail;
    try {
      mail = compose();
    } catch (error) {
      onUncomposed(error);
      return 'deferred';
    }
    const outcome = await sender.send(mail);
    outcomes.push(outcome);
    return outcome;
  };
  const retry = (deliveryId: string, attempts: number): void => {
    const nextAttemptAt = new Date(clock.now().getTime() + retryDelayMs(retries, attempts, chance()));
    results.settlements.push({ deliveryId, nextAttemptAt });
  };

  const settleNotice = ({ notice, address, restrictedStudentIds }: ReadyNotice, outcome: SendOutcome): void => {
    const { noticeId, attempts } = notice;
    if (outcome === 'accepted') return results.delivered(notice, clock.now(), restrictedStudentIds);
    if (outcome !== 'refused' && attempts < retries.attemptsMax) return retry(noticeId, attempts);
    results.tried.push({ noticeId, address });
    return outcome === 'refused'
      ? results.undeliverable(notice, 'refused', restrictedStudentIds)
      : results.undeliverable(notice, 'retries-exhausted', []);
  };
  const sendNotices = async (notices: readonly WaitingNotice[]): Promise<void> => {
    const ready: ReadyNotice[] = [];
    for (const notice of notices) {
      const readiness = readinessOf(notice, known);
      // Only attempts that ended in a crash go past the limit unseen.
      if (notice.attempts > retries.attemptsMax) results.undeliverable(notice, 'retries-exhausted', []);
      else if ('impossible' in readiness)
        results.undeliverable(notice, readiness.impossible, readiness.restrictedStudentIds);
      else ready.push(readiness);
    }
    const [first, ...others] = ready;
    if (!first) return;
    const outcome = await send(() => composeNotices([first, ...others], known, options));
    for (const each of ready) settleNotice(each, outcome);
  };

  const settleAlert = (alert: WaitingAlert, outcome: SendOutcome): void => {
    if (outcome === 'accepted') return results.alertDelivered(alert, clock.now());
    if (outcome === 'refused') return results.alertUndeliverable(alert, 'refused');
    return alert.attempts < retries.attemptsMax
      ? retry(alert.alertId, alert.attempts)
      : results.alertUndeliverable(alert, 'retries-exhausted');
  };
  const sendAlerts = async (alerts: readonly WaitingAlert[]): Promise<void> => {
    const waiting: WaitingAlert[] = [];
    for (const alert of alerts)
      if (alert.settled) results.alertCancelled(alert);
      else if (alert.attempts > retries.attemptsMax) results.alertUndeliverable(alert, 'retries-exhausted');
      else waiting.push(alert);
    const [first, ...others] = waiting;
    if (!first) return;
    const address = alertAddress(first, known);
    if (address === undefined) return waiting.forEach((alert) => results.alertUndeliverable(alert, 'no-address'));
    const outcome = await send(() => composeAlerts([first, ...others], address, known, options));
    for (const alert of waiting) settleAlert(alert, outcome);
  };

  await Promise.all([...inOneMail(batch.notices).map(sendNotices), ...inOneMail(batch.alerts).map(sendAlerts)]);
  return { results, outcomes };
};
