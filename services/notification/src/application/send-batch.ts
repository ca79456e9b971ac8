import type { NoticeChannel } from '@sightline/contracts';
import { BatchResults } from './batch-results.js';
import { composeAlerts } from './compose-alert.js';
import { composeNotices } from './compose-notice.js';
import { composeText, textNumberOf } from './compose-text.js';
import { mailAddressOf } from './mail-address.js';
import type { ClaimedBatch, MailSender, OutgoingMail, OutgoingText, SendOutcome, TextSender } from './ports.js';
import { readKnown, type Known, type MailComposition } from './read-known.js';
import type { RetryPlan } from './retry-delay.js';
import { sendAlerts } from './send-alerts.js';
import { sendNotices, type ChannelDelivery } from './send-notices.js';

/** The far end of one channel. */
export type ChannelSender =
  | { readonly channel: 'email'; readonly mail: MailSender }
  | { readonly channel: 'text-message'; readonly texts: TextSender };

export interface SendingOptions extends MailComposition {
  readonly sender: ChannelSender;
  /** The channels of this installation. */
  readonly channels: readonly NoticeChannel[];
  readonly retries: RetryPlan;
  /** A message could not be composed: a fault of ours; it is tried again like one that the server deferred. */
  readonly onUncomposed: (error: unknown) => void;
  /** 0 to 1 */
  readonly chance: () => number;
}

/** Those with one companion key together, each without one alone. */
const inOneMessage = <Entry extends { readonly companionKey: string | null }>(
  entries: readonly Entry[],
): readonly Entry[][] => [...Map.groupBy(entries, (entry) => entry.companionKey ?? entry).values()];

/** One message that cannot be composed must not hold up the others of its batch. */
const composed = <Message>(compose: () => Message, onUncomposed: (error: unknown) => void): Message | undefined => {
  try {
    return compose();
  } catch (error) {
    onUncomposed(error);
    return undefined;
  }
};

const deliveryBy = (options: SendingOptions): ChannelDelivery => {
  const { sender, onUncomposed } = options;
  switch (sender.channel) {
    case 'email':
      return {
        channel: 'email',
        quiet: false,
        addressOf: mailAddressOf,
        send: async (ready, known) => {
          const mail = composed<OutgoingMail>(() => composeNotices(ready, known, options), onUncomposed);
          return { outcome: mail ? await sender.mail.send(mail) : 'deferred' };
        },
      };
    case 'text-message':
      return {
        channel: 'text-message',
        quiet: true,
        addressOf: textNumberOf,
        send: async (ready, known) => {
          const text = composed<OutgoingText>(() => composeText(ready, known, options), onUncomposed);
          return text ? sender.texts.send(text) : { outcome: 'deferred' };
        },
      };
  }
};

const alertMailBy = (known: Known, options: SendingOptions) => ({
  ...options,
  addressOf: (personId: string) => mailAddressOf(personId, known),
  send: async (alerts: Parameters<typeof composeAlerts>[0], address: string): Promise<SendOutcome> => {
    const mail = composed(() => composeAlerts(alerts, address, known, options), options.onUncomposed);
    return mail && options.sender.channel === 'email' ? options.sender.mail.send(mail) : 'deferred';
  },
});

/** Composes and sends what was claimed, all at once; the sender bounds how many connections that takes. @throws OwnerUnavailable */
export const sendBatch = async (
  batch: ClaimedBatch,
  options: SendingOptions,
): Promise<{ readonly results: BatchResults; readonly outcomes: readonly SendOutcome[] }> => {
  const known = await readKnown(batch, options);
  const results = new BatchResults(options.sender.channel);
  const sending = { ...options, delivery: deliveryBy(options) };
  const alertSending = alertMailBy(known, options);
  const outcomes = await Promise.all([
    ...inOneMessage(batch.notices).map((notices) => sendNotices(notices, known, results, sending)),
    ...inOneMessage(batch.alerts).map((alerts) => sendAlerts(alerts, results, alertSending)),
  ]);
  return { results, outcomes: outcomes.flatMap((outcome) => outcome ?? []) };
};
