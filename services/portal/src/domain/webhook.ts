import type { FactOf, WebhookEvent } from '@sightline/contracts';

export type WebhookFact = FactOf<WebhookEvent>;

/** One address of another program, and the secret that signs what is sent there. */
export type WebhookState =
  | { readonly status: 'none' }
  | { readonly status: 'active' | 'disabled'; readonly secretId: string }
  | { readonly status: 'ended' };

export const initialWebhook: WebhookState = { status: 'none' };

export const evolveWebhook = (state: WebhookState, fact: WebhookFact): WebhookState => {
  if (fact.type === 'sightline.portal.webhook-registered.v1') return { status: 'active', secretId: fact.data.secretId };
  if (state.status === 'none' || state.status === 'ended') return state;
  switch (fact.type) {
    case 'sightline.portal.webhook-secret-rotated.v1':
      return { ...state, secretId: fact.data.secretId };
    case 'sightline.portal.webhook-disabled.v1':
      return { ...state, status: 'disabled' };
    case 'sightline.portal.webhook-enabled.v1':
      return { ...state, status: 'active' };
    case 'sightline.portal.webhook-ended.v1':
      return { status: 'ended' };
    case 'sightline.portal.webhook-tested.v1':
    case 'sightline.portal.webhook-redelivery-requested.v1':
      return state;
    default:
      return fact satisfies never;
  }
};
