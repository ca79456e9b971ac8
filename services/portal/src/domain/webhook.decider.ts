import { accept, refuse, unchanged, type Decider, type Decision, type Refusal } from '@sightline/decider';
import { isOffered } from './offered-events.js';
import type { RegisterWebhook, WebhookCommand } from './webhook.commands.js';
import { evolveWebhook, initialWebhook, type WebhookFact, type WebhookState } from './webhook.js';

export type WebhookRefusal = 'event-type-not-offered' | 'webhook-not-registered' | 'webhook-disabled' | 'webhook-ended';
type WebhookDecision = Decision<WebhookFact, WebhookRefusal>;

const notRegistered: Refusal<WebhookRefusal> = {
  refused: 'webhook-not-registered',
  detail: 'No such webhook is registered.',
};
const ended: Refusal<WebhookRefusal> = {
  refused: 'webhook-ended',
  detail: 'This webhook has ended; its address and its secret are destroyed.',
  remedy: 'Register another one.',
};
const disabled: Refusal<WebhookRefusal> = {
  refused: 'webhook-disabled',
  detail: 'Nothing is sent to this webhook since its address took nothing.',
  remedy: 'Mend the receiver, then enable the webhook.',
};

const register = (command: RegisterWebhook, state: WebhookState): WebhookDecision => {
  if (state.status !== 'none') return unchanged;
  const { webhookId, secretId, words } = command;
  const eventTypes = [...new Set(command.eventTypes)].sort();
  const unknown = eventTypes.find((type) => !isOffered(type));
  if (unknown !== undefined || eventTypes.length === 0)
    return refuse({
      refused: 'event-type-not-offered',
      detail: unknown === undefined ? 'A webhook names at least one event type.' : `No webhook may name ${unknown}.`,
      remedy: 'Choose among the event types that the description of this API lists.',
      field: 'eventTypes',
    });
  return accept({ type: 'sightline.portal.webhook-registered.v1', data: { webhookId, eventTypes, secretId, words } });
};

const decide = (command: WebhookCommand, state: WebhookState): WebhookDecision => {
  const { webhookId } = command;
  if (command.command === 'registerWebhook') return register(command, state);
  if (state.status === 'none') return refuse(notRegistered);
  if (state.status === 'ended') return command.command === 'endWebhook' ? unchanged : refuse(ended);
  switch (command.command) {
    case 'rotateSecret': {
      const { secretId, previousEndsAt } = command;
      return accept({
        type: 'sightline.portal.webhook-secret-rotated.v1',
        data: { webhookId, secretId, previousSecretId: state.secretId, previousEndsAt },
      });
    }
    case 'testWebhook':
      if (state.status === 'disabled') return refuse(disabled);
      return accept({
        type: 'sightline.portal.webhook-tested.v1',
        data: { webhookId, deliveryId: command.deliveryId },
      });
    case 'redeliver':
      if (state.status === 'disabled') return refuse(disabled);
      return accept({
        type: 'sightline.portal.webhook-redelivery-requested.v1',
        data: { webhookId, deliveryId: command.deliveryId },
      });
    case 'disableWebhook': {
      if (state.status === 'disabled') return unchanged;
      const { reason, failingSince } = command;
      return accept({ type: 'sightline.portal.webhook-disabled.v1', data: { webhookId, reason, failingSince } });
    }
    case 'enableWebhook':
      if (state.status === 'active') return unchanged;
      return accept({ type: 'sightline.portal.webhook-enabled.v1', data: { webhookId } });
    case 'endWebhook':
      return accept({ type: 'sightline.portal.webhook-ended.v1', data: { webhookId } });
    default:
      return command satisfies never;
  }
};

/** A webhook: what another program of the district wants to hear of, and whether it is listening. */
export const webhookDecider: Decider<WebhookState, WebhookCommand, WebhookFact, WebhookRefusal> = {
  initialState: initialWebhook,
  evolve: evolveWebhook,
  decide,
};
