import type { NoticeChannel } from '@sightline/contracts';
import type { Queryable, UnitOfWork } from '@sightline/event-store';
import { ModestHeap, type ServiceContext } from '@sightline/service-kit';
import { deliverWaitingMail, type DeliveryOptions } from './deliver-waiting-mail.js';
import { DeliveryWorker } from './delivery.worker.js';
import type { DeliveryQueue, TextNumbers, Wording } from './ports.js';
import { mailRetries } from './retry-delay.js';
import type { ChannelSender } from './send-batch.js';

const claimSizeMax = 20;
const leaseMs = 300_000;
const messagesPerCollection = 500;

export interface DeliveryParts {
  readonly database: Queryable;
  readonly queue: DeliveryQueue;
  readonly rememberTried: DeliveryOptions['rememberTried'];
  readonly rememberCompanions: DeliveryOptions['rememberCompanions'];
  /** Null where no text messages are sent. */
  readonly numbers: TextNumbers | null;
  readonly wording: Wording;
  readonly officePhone: string | null;
  readonly record: (unit: UnitOfWork) => Promise<unknown>;
}

/** One worker a channel, so that a provider that does not answer stops nothing else. */
export const deliveryWorkers = (
  context: ServiceContext,
  senders: readonly ChannelSender[],
  { database, queue, rememberTried, rememberCompanions, numbers, wording, officePhone, record }: DeliveryParts,
): DeliveryWorker[] => {
  const { clock, districtTimeZone, people, publicUrl, logger } = context;
  // Mail is a channel of every installation, also while it waits for its server.
  const channels: readonly NoticeChannel[] = [...new Set(['email' as const, ...senders.map(({ channel }) => channel)])];
  const heap = new ModestHeap(messagesPerCollection);
  return senders.map(
    (sender) =>
      new DeliveryWorker({
        clock,
        deliver: async () => {
          const delivered = await deliverWaitingMail({
            ...{ clock, districtTimeZone, people, publicUrl, wording, officePhone, queue, sender, channels, record },
            ...{ database, rememberTried, rememberCompanions },
            rememberTexted: async (texted) => numbers?.remember(texted),
            retries: mailRetries,
            claimSizeMax,
            leaseMs,
            ownerWaitMs: 5_000,
            onUncomposed: (error) => logger.error({ err: error }, 'a message could not be composed'),
            chance: Math.random,
          });
          heap.passed(delivered.claimed);
          return delivered;
        },
        onFailure: (error) => logger.error({ err: error, channel: sender.channel }, 'delivery failed; it goes on'),
        onOutage: (outage) =>
          logger.warn({ outage, channel: sender.channel }, outage ? 'messages wait' : 'messages go out again'),
        pollMs: 500,
        restMs: { first: 1_000, max: 30_000 },
      }),
  );
};
