import { describe, expect, it } from '@jest/globals';
import { decisionSpecification } from '@sightline/decider';
import { namedBy, offeredEventTypes } from './offered-events.js';
import { webhookDecider } from './webhook.decider.js';
import type { WebhookFact } from './webhook.js';

const { given } = decisionSpecification(webhookDecider);
const webhookId = 'w';
const eventTypes = ['sightline.exception-request.request-approved.v1', 'sightline.notification.notices-opened.v1'];
const words = { recordId: 'r', commitment: '5f' };
const register = { command: 'registerWebhook', webhookId, eventTypes, secretId: 'first', words } as const;
const registered: WebhookFact = {
  type: 'sightline.portal.webhook-registered.v1',
  data: { webhookId, eventTypes, secretId: 'first', words },
};
const since = '2026-09-14T12:00:00.000Z';
const disable = { command: 'disableWebhook', webhookId, reason: 'failing', failingSince: since } as const;
const disabled: WebhookFact = {
  type: 'sightline.portal.webhook-disabled.v1',
  data: { webhookId, reason: 'failing', failingSince: since },
};
const enabled: WebhookFact = { type: 'sightline.portal.webhook-enabled.v1', data: { webhookId } };
const ended: WebhookFact = { type: 'sightline.portal.webhook-ended.v1', data: { webhookId } };
const test = { command: 'testWebhook', webhookId, deliveryId: 'd' } as const;
const redeliver = { command: 'redeliver', webhookId, deliveryId: 'd' } as const;
const rotate = (secretId: string) => ({ command: 'rotateSecret', webhookId, secretId, previousEndsAt: since }) as const;
const rotated = (secretId: string, previousSecretId: string): WebhookFact => ({
  type: 'sightline.portal.webhook-secret-rotated.v1',
  data: { webhookId, secretId, previousSecretId, previousEndsAt: since },
});

describe('a webhook', () => {
  it('names each type once, and only types that are offered', () => {
    given()
      .when({ ...register, eventTypes: [...eventTypes, ...eventTypes].reverse() })
      .then(registered);
    given(registered).when(register).thenNothing();
    for (const types of [[], ['sightline.directory.restriction-recorded.v1'], [...eventTypes, 'toString']])
      given()
        .when({ ...register, eventTypes: types })
        .thenRefused('event-type-not-offered');
  });

  it('takes a new secret in place of the one in use', () => {
    given(registered).when(rotate('second')).then(rotated('second', 'first'));
    given(registered, rotated('second', 'first')).when(rotate('third')).then(rotated('third', 'second'));
  });

  it('is tested and written to once more while it listens', () => {
    given(registered)
      .when(test)
      .then({ type: 'sightline.portal.webhook-tested.v1', data: { webhookId, deliveryId: 'd' } });
    given(registered)
      .when(redeliver)
      .then({ type: 'sightline.portal.webhook-redelivery-requested.v1', data: { webhookId, deliveryId: 'd' } });
    for (const command of [test, redeliver]) given(registered, disabled).when(command).thenRefused('webhook-disabled');
  });

  it('is disabled and enabled once', () => {
    given(registered).when(disable).then(disabled);
    given(registered, disabled).when(disable).thenNothing();
    given(registered, disabled).when({ command: 'enableWebhook', webhookId }).then(enabled);
    given(registered).when({ command: 'enableWebhook', webhookId }).thenNothing();
    given(registered, disabled, enabled).when(disable).then(disabled);
    given(registered, disabled).when(rotate('second')).then(rotated('second', 'first'));
  });

  it('ends for good', () => {
    const end = { command: 'endWebhook', webhookId } as const;
    given(registered, disabled).when(end).then(ended);
    given(registered, ended).when(end).thenNothing();
    for (const command of [
      test,
      redeliver,
      disable,
      rotate('second'),
      { command: 'enableWebhook', webhookId } as const,
    ])
      given(registered, ended).when(command).thenRefused('webhook-ended');
    given().when(end).thenRefused('webhook-not-registered');
  });
});

describe('what is offered', () => {
  it('says nothing of restrictions, families, reviews, conduct, or who looked at a message (C9, C10)', () => {
    const forbidden =
      /restriction|guardian|sibling|person|relation|review|objection|draft|text-message|preference|alert|conduct|concern|inquir|demand|disclos|search|messages|records/;
    expect(offeredEventTypes.filter((type) => forbidden.test(type))).toEqual([]);
  });

  it('is nothing for a name that is no event type', () => {
    expect(() => namedBy('constructor', {})).toThrow('not offered');
  });
});
