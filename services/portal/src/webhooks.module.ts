import { Module, type DynamicModule } from '@nestjs/common';
import { livePolicyBook, policyVersionsPart, relationsProjections } from '@sightline/relations';
import { dateInZone, ServiceRuntime, type ServiceContext } from '@sightline/service-kit';
import { WebhookDeliveriesController } from './adapters/http/webhook-deliveries.controller.js';
import { WEBHOOKS, type WebhooksSource } from './adapters/http/webhook-views.js';
import { WebhooksController } from './adapters/http/webhooks.controller.js';
import { findSecret } from './adapters/persistence/find-secret.js';
import { portalMigrations } from './adapters/persistence/portal-migrations.js';
import { PostgresDeliveryRows } from './adapters/persistence/postgres-delivery-rows.js';
import { webhookDeliveriesProjection } from './adapters/persistence/webhook-deliveries.projection.js';
import { HttpMessageSender, type SenderOptions } from './adapters/webhooks/http-message-sender.js';
import { secretBox } from './adapters/webhooks/secret-box.js';
import { webhookAddressFault } from './adapters/webhooks/webhook-address.js';
import { ChangeWebhooksHandler } from './application/change-webhooks.handler.js';
import { deliverLane } from './application/deliver-lane.js';
import { shownSecret } from './application/sign-message.js';
import { WebhookLanesWorker } from './application/webhook-lanes.worker.js';
import { whenEventPublished } from './application/when-event-published.reaction.js';
import { webhooksProjection } from './read-models/webhooks/webhooks.row.js';

export interface WebhooksOptions {
  /** 32 bytes, kept outside of the database: seals the secrets of webhooks. Read at the first use. */
  readonly sealingKey: () => Promise<Uint8Array>;
  /** How messages leave. `loopback`: to this computer too, and without TLS; for tests alone. */
  readonly sending: SenderOptions;
  /** False: nothing leaves; all of it waits. */
  readonly sends?: boolean;
  /** No other process delivers from this database: what a crash left claimed is due at once, not when its lease ends. */
  readonly soleProcess?: boolean;
}

/** What of its process the portal's webhooks need. */
export type WebhooksContext = Pick<
  ServiceContext,
  'service' | 'bus' | 'clock' | 'logger' | 'health' | 'people' | 'districtTimeZone' | 'publicUrl' | 'openDatabase'
>;

@Module({})
class WebhooksModule {}

/**
 * Composition root of what the portal publishes and reacts to: webhooks and their deliveries. It opens and migrates the portal's
 * database, which the entrance (`createPortalModule`) shares.
 */
export async function createWebhooksModule(
  context: WebhooksContext,
  { sealingKey, sending, sends = true, soleProcess = false }: WebhooksOptions,
) {
  const { clock, districtTimeZone, logger, publicUrl } = context;
  const database = await context.openDatabase({ entities: [], migrations: [...portalMigrations] });
  const rows = new PostgresDeliveryRows(database.pool);
  if (soleProcess) await rows.releaseAll();
  const box = secretBox(sealingKey);
  const sender = new HttpMessageSender(sending);
  const worker = new WebhookLanesWorker({
    clock,
    due: (now) => rows.due(now),
    deliver: (webhookId) =>
      deliverLane(webhookId, {
        ...{ rows, box, sender, clock, chance: Math.random },
        disable: async (id, reason, failingSince) => {
          logger.warn({ webhookId: id, reason }, 'webhook disabled');
          await handler.disable(id, reason, failingSince);
        },
      }),
    tidy: (now) => rows.tidy(now),
    onFailure: (error) => logger.error({ err: error }, 'sending to webhooks failed; it goes on'),
    pollMs: 500,
  });
  const runtime = new ServiceRuntime(context, database.pool, {
    projections: [webhooksProjection, webhookDeliveriesProjection(publicUrl)],
    foreignProjections: relationsProjections([policyVersionsPart]),
    reactions: [whenEventPublished(rows, clock, publicUrl)],
    logs: ['directory', 'exception-request', 'notification', 'messaging-archive'],
    lingerMs: 50,
    workers: sends ? [worker] : [],
  });
  const today = (): string => dateInZone(clock.now(), districtTimeZone);
  const handler = new ChangeWebhooksHandler(runtime, box, clock, today, livePolicyBook(database.pool, clock, today));
  const source: WebhooksSource = {
    ...{ database: database.pool, clock, people: context.people, handler },
    addressFault: webhookAddressFault(sending.loopback),
    reveal: async (secretId) => {
      const sealed = await findSecret(database.pool, secretId);
      return sealed && shownSecret(await box.open(sealed));
    },
  };
  const module: DynamicModule = {
    module: WebhooksModule,
    controllers: [WebhooksController, WebhookDeliveriesController],
    providers: [{ provide: WEBHOOKS, useValue: source }],
  };
  return {
    module,
    runtime,
    database,
    close: async () => {
      await sender.close();
      await database.close();
    },
  };
}
