import type { WebhookDisableReason, WordsCommitment } from '@sightline/contracts';

interface OfWebhook {
  readonly webhookId: string;
}

export interface RegisterWebhook extends OfWebhook {
  readonly command: 'registerWebhook';
  readonly eventTypes: readonly string[];
  readonly secretId: string;
  readonly words: WordsCommitment;
}

export interface RotateSecret extends OfWebhook {
  readonly command: 'rotateSecret';
  readonly secretId: string;
  /** Until when the secret in use signs beside the new one. */
  readonly previousEndsAt: string;
}

export interface TestWebhook extends OfWebhook {
  readonly command: 'testWebhook';
  readonly deliveryId: string;
}

export interface Redeliver extends OfWebhook {
  readonly command: 'redeliver';
  readonly deliveryId: string;
}

/** By the machine: the address takes nothing. */
export interface DisableWebhook extends OfWebhook {
  readonly command: 'disableWebhook';
  readonly reason: WebhookDisableReason;
  readonly failingSince: string;
}

export interface EnableWebhook extends OfWebhook {
  readonly command: 'enableWebhook';
}

export interface EndWebhook extends OfWebhook {
  readonly command: 'endWebhook';
}

export type WebhookCommand =
  RegisterWebhook | RotateSecret | TestWebhook | Redeliver | DisableWebhook | EnableWebhook | EndWebhook;
