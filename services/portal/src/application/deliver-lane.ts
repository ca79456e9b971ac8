import { failpoint } from '@sightline/event-store';
import type { Clock } from '@sightline/service-kit';
import { hasFailedLong, nextAttemptAt, restUntil } from '../domain/index.js';
import { signedHeaders } from './sign-message.js';
import type {
  AttemptResult,
  ClaimedLane,
  ClaimedMessage,
  DeliveryRows,
  EndpointState,
  MessageSender,
  Outcome,
  SecretBox,
} from './webhook-ports.js';

export interface LaneOptions {
  readonly rows: DeliveryRows;
  readonly box: SecretBox;
  readonly sender: MessageSender;
  readonly clock: Clock;
  readonly disable: (webhookId: string, reason: 'gone' | 'failing', failingSince: Date) => Promise<unknown>;
  /** 0 to 1 */
  readonly chance: () => number;
}

/** A crash between the receiver's answer and our record repeats at most so many, each under the id that it had. */
const claimSizeMax = 10;
/** Longer than the slowest claim can take. */
const leaseMs = 180_000;

/** The receiver as a whole does not work: what else is due there would fare no better. */
const isOutage = ({ kind }: Outcome): boolean =>
  ['gone', 'failing', 'timed-out', 'unreachable', 'address-refused'].includes(kind);

const resultOf = (
  { deliveryId, attempts, expiresAt }: ClaimedMessage,
  outcome: Outcome,
  at: Date,
  chance: number,
): AttemptResult => {
  if (outcome.kind === 'delivered') return { deliveryId, status: 'delivered', nextAttemptAt: at, outcome, at };
  const next = nextAttemptAt(at, attempts, chance);
  return next < expiresAt
    ? { deliveryId, status: 'waiting', nextAttemptAt: next, outcome, at }
    : { deliveryId, status: 'failed', nextAttemptAt: at, outcome, at };
};

/** How the address answers after one more attempt. */
const after = (endpoint: EndpointState, outcome: Outcome, at: Date, chance: number): EndpointState => {
  if (outcome.kind === 'delivered')
    return { ...endpoint, failures: 0, failingSince: null, restUntil: null, deliveredAt: at };
  const failures = endpoint.failures + 1;
  return {
    ...{ ...endpoint, failures, failingSince: endpoint.failingSince ?? at },
    restUntil: isOutage(outcome) ? restUntil(at, failures, chance) : null,
  };
};

/** One message after the other, in the order of their events, until the receiver does not work. */
const sendInOrder = async (
  webhookId: string,
  lane: ClaimedLane,
  { box, sender, clock, chance }: LaneOptions,
): Promise<{ results: AttemptResult[]; endpoint: EndpointState; last: Outcome | undefined }> => {
  const secrets = await Promise.all(lane.sealedSecrets.map((sealed) => box.open(sealed)));
  const results: AttemptResult[] = [];
  let endpoint: EndpointState = {
    ...{ webhookId, failures: lane.failures, failingSince: lane.failingSince, restUntil: null, deliveredAt: null },
  };
  let last: Outcome | undefined;
  for (const message of lane.messages) {
    const { eventId, payload } = message;
    last = await sender.send(lane.url, signedHeaders(eventId, clock.now(), payload, secrets), payload);
    const at = clock.now();
    results.push(resultOf(message, last, at, chance()));
    endpoint = after(endpoint, last, at, chance());
    if (isOutage(last)) break;
  }
  return { results, endpoint, last };
};

/**
 * Claims a few messages of one webhook, sends them and records what became of them. What is claimed and not settled is due
 * again when the lease ends.
 * @returns whether more may be due there now
 */
export async function deliverLane(webhookId: string, options: LaneOptions): Promise<boolean> {
  const { rows, clock, disable } = options;
  const lane = await rows.claim(webhookId, clock.now(), claimSizeMax, leaseMs);
  if (!lane) return false;
  const { results, endpoint, last } = await sendInOrder(webhookId, lane, options);
  failpoint('webhook.after-send-before-record');
  await rows.settle(lane.leaseId, results, endpoint);
  const { failingSince } = endpoint;
  if (last?.kind === 'gone') await disable(webhookId, 'gone', failingSince!);
  else if (failingSince && hasFailedLong(failingSince, clock.now())) await disable(webhookId, 'failing', failingSince);
  return last !== undefined && !isOutage(last);
}
