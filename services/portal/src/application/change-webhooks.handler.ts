import { sealWords, type ConfidentialRecord, type UnitOfWork, type UnitResult } from '@sightline/event-store';
import type { PolicyBook } from '@sightline/policy';
import { newId, type Clock, type ServiceRuntime } from '@sightline/service-kit';
import { randomBytes } from 'node:crypto';
import { webhookDecider, type WebhookCommand } from '../domain/index.js';
import { newSecret } from './sign-message.js';
import type { SecretBox } from './webhook-ports.js';

export interface WebhookChange {
  readonly actor: string;
  readonly causationId: string;
  readonly idempotency: UnitOfWork['idempotency'];
}

/** What a repeated request is answered with too; the secret itself is kept in no answer. */
export interface ChangedWebhook {
  readonly id: string;
  /** Of the secret that this change made. */
  readonly secretId: string | null;
  /** Of the message that this change queued. */
  readonly deliveryId: string | null;
}

/** Load, decide, append for webhooks. Each change is an event; addresses, names and secrets stay beside the log. */
export class ChangeWebhooksHandler {
  constructor(
    private readonly runtime: Pick<ServiceRuntime, 'execute'>,
    private readonly box: SecretBox,
    private readonly clock: Clock,
    private readonly today: () => string,
    private readonly policies: PolicyBook,
  ) {}

  async register(
    webhook: { readonly url: string; readonly description: string | null; readonly eventTypes: readonly string[] },
    change: WebhookChange,
  ): Promise<UnitResult<ChangedWebhook>> {
    const webhookId = newId();
    const { url, description, eventTypes } = webhook;
    const { record, commitment } = sealWords(newId(), subjectOf(webhookId), { url, description });
    const secret = await this.freshSecret(webhookId);
    const words = { recordId: record.recordId, commitment };
    return this.execute(
      { command: 'registerWebhook', webhookId, eventTypes, secretId: secret.recordId, words },
      change,
      { expect: 'new', words: [record, secret], made: { secretId: secret.recordId } },
    );
  }

  /** @param overlapHours how long the secret in use signs beside the new one */
  async rotateSecret(
    webhookId: string,
    overlapHours: number,
    change: WebhookChange,
  ): Promise<UnitResult<ChangedWebhook>> {
    const secret = await this.freshSecret(webhookId);
    const previousEndsAt = new Date(this.clock.now().getTime() + overlapHours * 3_600_000).toISOString();
    return this.execute({ command: 'rotateSecret', webhookId, secretId: secret.recordId, previousEndsAt }, change, {
      words: [secret],
      made: { secretId: secret.recordId },
    });
  }

  test(webhookId: string, change: WebhookChange): Promise<UnitResult<ChangedWebhook>> {
    const deliveryId = newId();
    return this.execute({ command: 'testWebhook', webhookId, deliveryId }, change, { made: { deliveryId } });
  }

  redeliver(webhookId: string, deliveryId: string, change: WebhookChange): Promise<UnitResult<ChangedWebhook>> {
    return this.execute({ command: 'redeliver', webhookId, deliveryId }, change, { made: { deliveryId } });
  }

  enable(webhookId: string, change: WebhookChange): Promise<UnitResult<ChangedWebhook>> {
    return this.execute({ command: 'enableWebhook', webhookId }, change);
  }

  end(webhookId: string, change: WebhookChange): Promise<UnitResult<ChangedWebhook>> {
    return this.execute({ command: 'endWebhook', webhookId }, change);
  }

  /** By the machine, when the address takes nothing. */
  disable(webhookId: string, reason: 'gone' | 'failing', failingSince: Date): Promise<UnitResult<ChangedWebhook>> {
    const machine = { actor: 'system:portal', causationId: newId(), idempotency: undefined };
    return this.execute(
      { command: 'disableWebhook', webhookId, reason, failingSince: failingSince.toISOString() },
      machine,
    );
  }

  private async freshSecret(webhookId: string): Promise<ConfidentialRecord> {
    const recordId = newId();
    const sealed = await this.box.seal(recordId, newSecret());
    return { recordId, subject: subjectOf(webhookId), key: randomBytes(32), words: { sealed } };
  }

  private async execute(
    command: WebhookCommand,
    { actor, causationId, idempotency }: WebhookChange,
    {
      expect = 'existing',
      words = [],
      made = {},
    }: {
      readonly expect?: 'new' | 'existing';
      readonly words?: readonly ConfidentialRecord[];
      readonly made?: Partial<ChangedWebhook>;
    } = {},
  ): Promise<UnitResult<ChangedWebhook>> {
    const id = command.webhookId;
    const policyVersion = (await this.policies.inForce(this.today())).id;
    return this.runtime.execute({
      commands: [
        {
          ...{ subject: subjectOf(id), decider: webhookDecider, command, expect },
          context: {
            ...{ correlationId: id, causationId, actor, policyVersion, partitionKey: id, time: this.clock.now() },
          },
        },
      ],
      words,
      ...(idempotency === undefined ? {} : { idempotency }),
      answer: () => ({ id, secretId: null, deliveryId: null, ...made }),
    });
  }
}

const subjectOf = (webhookId: string): string => `webhook/${webhookId}`;
