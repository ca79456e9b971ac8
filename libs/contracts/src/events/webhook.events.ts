import type { WordsCommitment } from '../commitment.js';
import type { EventEnvelope } from '../envelope.js';
import type { WebhookDisableReason } from '../enums.js';

/** Another program of the district will hear of these types. The address may hold a token: the event commits to it. Subject `webhook/<id>`. */
export type WebhookRegistered = EventEnvelope<
  'sightline.portal.webhook-registered.v1',
  {
    readonly webhookId: string;
    readonly eventTypes: readonly string[];
    /** Names the secret; what it says is kept sealed by the portal. */
    readonly secretId: string;
    /** Commits to the address and to what the webhook is called. */
    readonly words: WordsCommitment;
  }
>;

/** A new secret signs from now on; the one before signs beside it for a while, so that nothing is lost while the receiver changes over. */
export type WebhookSecretRotated = EventEnvelope<
  'sightline.portal.webhook-secret-rotated.v1',
  {
    readonly webhookId: string;
    readonly secretId: string;
    readonly previousSecretId: string;
    /** RFC 3339, UTC: until when the secret before signs too. */
    readonly previousEndsAt: string;
  }
>;

/** Somebody wanted to see a message arrive: this event is what is sent, to that webhook alone. */
export type WebhookTested = EventEnvelope<
  'sightline.portal.webhook-tested.v1',
  { readonly webhookId: string; readonly deliveryId: string }
>;

/** Somebody wants an earlier message sent once more, under the id that it had. */
export type WebhookRedeliveryRequested = EventEnvelope<
  'sightline.portal.webhook-redelivery-requested.v1',
  { readonly webhookId: string; readonly deliveryId: string }
>;

/** Nothing is sent there until somebody enables it again; what is due waits. */
export type WebhookDisabled = EventEnvelope<
  'sightline.portal.webhook-disabled.v1',
  {
    readonly webhookId: string;
    readonly reason: WebhookDisableReason;
    /** RFC 3339, UTC: since when nothing was taken. */
    readonly failingSince: string;
  }
>;
export type WebhookEnabled = EventEnvelope<'sightline.portal.webhook-enabled.v1', { readonly webhookId: string }>;

/** For good: what was due is not sent, and its secret and address are destroyed. */
export type WebhookEnded = EventEnvelope<'sightline.portal.webhook-ended.v1', { readonly webhookId: string }>;

export type WebhookEvent =
  | WebhookRegistered
  | WebhookSecretRotated
  | WebhookTested
  | WebhookRedeliveryRequested
  | WebhookDisabled
  | WebhookEnabled
  | WebhookEnded;
