import { Module, type DynamicModule } from '@nestjs/common';
import { relationsProjections } from '@sightline/relations';
import { ServiceRuntime, type ServiceContext } from '@sightline/service-kit';
import { NOTICES, NoticesController, type NoticesSource } from './adapters/http/notices.controller.js';
import { NoticesAndDeliveries1764000000000 } from './adapters/persistence/migrations/1764000000000-notices-and-deliveries.js';
import { PostgresDeliveryQueue } from './adapters/persistence/postgres-delivery-queue.js';
import { queueDeliveriesProjection } from './adapters/persistence/queue-deliveries.projection.js';
import { relationParts } from './adapters/persistence/relation-parts.js';
import { SmtpMailSender } from './adapters/smtp/smtp-mail-sender.js';
import { deliverWaitingMail } from './application/deliver-waiting-mail.js';
import { DeliveryWorker } from './application/delivery.worker.js';
import { parseMailbox } from './application/mail-address.js';
import { mailRetries } from './application/retry-delay.js';
import { whenAuthorizationActivated } from './application/when-authorization-activated.reaction.js';
import { whenAuthorizationEnded } from './application/when-authorization-ended.reaction.js';
import { whenAuthorizationParticipantsChanged } from './application/when-authorization-participants-changed.reaction.js';
import { whenGuardiansChanged } from './application/when-guardians-changed.reaction.js';
import { whenRoundOpened } from './application/when-round-opened.reaction.js';
import { alertsProjection } from './read-models/alerts/alerts.row.js';
import { approvalTasksProjection } from './read-models/approval-tasks/approval-tasks.projection.js';
import { authorizationsProjection } from './read-models/authorizations/authorizations.projection.js';
import { coverageGapsProjection } from './read-models/coverage-gaps/coverage-gaps.row.js';
import { noticesProjection } from './read-models/notices/notices.row.js';

export interface NotificationOptions {
  /** `smtp://` or `smtps://`; null keeps every mail waiting. */
  readonly smtpUrl: string | null;
  /** The sender of every mail: an address, or `Name <address>`. */
  readonly mailFrom: string;
  /** No other process delivers from this database: what a crash left claimed is due at once, not when its lease ends. */
  readonly soleProcess?: boolean;
}

export interface NotificationService {
  readonly module: DynamicModule;
  readonly runtime: ServiceRuntime;
  close(): Promise<void>;
}

@Module({})
class NotificationModule {}

const claimSizeMax = 20;
const leaseMs = 300_000;

/** Puts the service together; nothing runs until the runtime is started. @throws RangeError when `mailFrom` is no mailbox */
export const createNotificationModule = async (
  context: ServiceContext,
  { smtpUrl, mailFrom, soleProcess = false }: NotificationOptions,
): Promise<NotificationService> => {
  const { clock, districtTimeZone, people, publicUrl, logger } = context;
  const from = parseMailbox(mailFrom);
  const database = await context.openDatabase({ entities: [], migrations: [NoticesAndDeliveries1764000000000] });
  const calendar = { clock, districtTimeZone };
  const sender = smtpUrl === null ? undefined : new SmtpMailSender({ url: smtpUrl, from });
  const queue = new PostgresDeliveryQueue(database.pool);
  if (soleProcess) await queue.releaseAll();
  const worker =
    sender &&
    new DeliveryWorker({
      clock,
      deliver: () =>
        deliverWaitingMail({
          ...calendar,
          database: database.pool,
          people,
          publicUrl,
          queue,
          sender,
          record: (unit) => runtime.execute(unit),
          retries: mailRetries,
          claimSizeMax,
          leaseMs,
          ownerWaitMs: 5_000,
          onUncomposed: (error) => logger.error({ err: error }, 'a mail could not be composed'),
          chance: Math.random,
        }),
      onFailure: (error) => logger.error({ err: error }, 'mail delivery failed; it goes on'),
      onOutage: (outage) => logger.warn({ outage }, outage ? 'mail waits' : 'mail goes out again'),
      pollMs: 500,
      restMs: { first: 1_000, max: 30_000 },
    });
  const runtime: ServiceRuntime = new ServiceRuntime(context, database.pool, {
    projections: [noticesProjection, coverageGapsProjection, alertsProjection, queueDeliveriesProjection],
    foreignProjections: [...relationsProjections(relationParts), authorizationsProjection, approvalTasksProjection],
    reactions: [
      whenAuthorizationActivated(calendar),
      whenAuthorizationParticipantsChanged(calendar),
      whenGuardiansChanged(calendar),
      whenAuthorizationEnded(calendar),
      whenRoundOpened(clock),
    ],
    logs: ['directory', 'exception-request', 'approval'],
    workers: worker ? [worker] : [],
  });
  const source: NoticesSource = { database: database.pool, clock, districtTimeZone };
  return {
    module: {
      module: NotificationModule,
      controllers: [NoticesController],
      providers: [{ provide: NOTICES, useValue: source }],
    },
    runtime,
    close: async () => {
      sender?.close();
      await database.close();
    },
  };
};
