import type { BatchResults } from './batch-results.js';
import type { SendOutcome, WaitingAlert } from './ports.js';
import type { MailComposition } from './read-known.js';
import { retryDelayMs, type RetryPlan } from './retry-delay.js';

export interface AlertSending extends Pick<MailComposition, 'clock'> {
  readonly retries: RetryPlan;
  readonly chance: () => number;
  /** Undefined when the roster knows no address. */
  addressOf(personId: string): string | undefined;
  /** Composes and sends one mail for all of these. Never rejects. */
  send(alerts: readonly [WaitingAlert, ...WaitingAlert[]], address: string): Promise<SendOutcome>;
}

/** Sends the alerts that go in one mail to one person, and gathers what became of each. */
export const sendAlerts = async (
  alerts: readonly WaitingAlert[],
  results: BatchResults,
  { clock, retries, chance, addressOf, send }: AlertSending,
): Promise<SendOutcome | undefined> => {
  const waiting: WaitingAlert[] = [];
  for (const alert of alerts)
    if (alert.settled) results.alertCancelled(alert);
    else if (alert.attempts > retries.attemptsMax) results.alertUndeliverable(alert, 'retries-exhausted');
    else waiting.push(alert);
  const [first, ...others] = waiting;
  if (!first) return undefined;
  const address = addressOf(first.personId);
  if (address === undefined) {
    for (const alert of waiting) results.alertUndeliverable(alert, 'no-address');
    return undefined;
  }
  const outcome = await send([first, ...others], address);
  for (const alert of waiting) {
    const { alertId: deliveryId, attempts } = alert;
    if (outcome === 'accepted') results.alertDelivered(alert, clock.now());
    else if (outcome === 'refused' || outcome === 'stopped') results.alertUndeliverable(alert, 'refused');
    else if (attempts < retries.attemptsMax) {
      const nextAttemptAt = new Date(clock.now().getTime() + retryDelayMs(retries, attempts, chance()));
      results.settlements.push({ deliveryId, nextAttemptAt });
    } else results.alertUndeliverable(alert, 'retries-exhausted');
  }
  return outcome;
};
