import type { NoticeChannel } from '@sightline/contracts';
import type { UnitOfWork } from '@sightline/event-store';
import type { ServiceContext } from '@sightline/service-kit';
import type pg from 'pg';
import { PostgresDeliveryQueue } from './adapters/persistence/postgres-delivery-queue.js';
import type { PostgresDueOccasions } from './adapters/persistence/postgres-due-occasions.js';
import type { PostgresTextNumbers } from './adapters/persistence/postgres-text-numbers.js';
import { TwilioTextSender } from './adapters/sms/twilio-text-sender.js';
import { SmtpMailSender } from './adapters/smtp/smtp-mail-sender.js';
import { deliverWaitingMail } from './application/deliver-waiting-mail.js';
import { DeliveryWorker } from './application/delivery.worker.js';
import type { Mailbox } from './application/mail-address.js';
import type { Wording } from './application/ports.js';
import { mailRetries } from './application/retry-delay.js';
import type { ChannelSender } from './application/send-batch.js';
import type { TextSettings } from './text-settings.js';

const textStatusPath = '/api/v1/text-messages/status';

const claimSizeMax = 20;
const leaseMs = 300_000;

export interface DeliveryParts {
  readonly pool: pg.Pool;
  readonly queue: PostgresDeliveryQueue;
  readonly due: PostgresDueOccasions;
  readonly numbers: PostgresTextNumbers | null;
  readonly wording: Wording;
  readonly officePhone: string | null;
  readonly record: (unit: UnitOfWork) => Promise<unknown>;
}

/** The far ends of this installation's channels. */
export const openSenders = (
  { publicUrl }: ServiceContext,
  smtpUrl: string | null,
  from: Mailbox,
  texts: TextSettings | null,
): ChannelSender[] => [
  ...(smtpUrl === null ? [] : [{ channel: 'email' as const, mail: new SmtpMailSender({ url: smtpUrl, from }) }]),
  ...(texts === null
    ? []
    : [
        {
          channel: 'text-message' as const,
          texts: new TwilioTextSender({ ...texts, statusUrl: `${publicUrl}${textStatusPath}` }),
        },
      ]),
];

/** One worker a channel, so that a provider that does not answer stops nothing else. */
export const deliveryWorkers = (
  context: ServiceContext,
  senders: readonly ChannelSender[],
  { pool, queue, due, numbers, wording, officePhone, record }: DeliveryParts,
): DeliveryWorker[] => {
  const { clock, districtTimeZone, people, publicUrl, logger } = context;
  // Mail is a channel of every installation, also while it waits for its server.
  const channels: readonly NoticeChannel[] = [...new Set(['email' as const, ...senders.map(({ channel }) => channel)])];
  return senders.map(
    (sender) =>
      new DeliveryWorker({
        clock,
        deliver: () =>
          deliverWaitingMail({
            ...{ clock, districtTimeZone, people, publicUrl, wording, officePhone, queue, sender, channels, record },
            database: pool,
            rememberTried: (tried) => due.rememberTried(pool, tried),
            rememberTexted: async (texted) => numbers?.remember(texted),
            retries: mailRetries,
            claimSizeMax,
            leaseMs,
            ownerWaitMs: 5_000,
            onUncomposed: (error) => logger.error({ err: error }, 'a message could not be composed'),
            chance: Math.random,
          }),
        onFailure: (error) => logger.error({ err: error, channel: sender.channel }, 'delivery failed; it goes on'),
        onOutage: (outage) =>
          logger.warn({ outage, channel: sender.channel }, outage ? 'messages wait' : 'messages go out again'),
        pollMs: 500,
        restMs: { first: 1_000, max: 30_000 },
      }),
  );
};
