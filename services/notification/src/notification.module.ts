import { Module, type DynamicModule } from '@nestjs/common';
import { relationsProjections } from '@sightline/relations';
import { ServiceRuntime, type BackgroundWorker, type ServiceContext } from '@sightline/service-kit';
import { NOTICES, NoticesController, type NoticesSource } from './adapters/http/notices.controller.js';
import { actInTransaction } from './adapters/persistence/act-in-transaction.js';
import { NoticesAndDeliveries1764000000000 } from './adapters/persistence/migrations/1764000000000-notices-and-deliveries.js';
import { OccasionsAndAlerts1764100000000 } from './adapters/persistence/migrations/1764100000000-occasions-and-alerts.js';
import { PostgresDeliveryQueue } from './adapters/persistence/postgres-delivery-queue.js';
import { PostgresDueOccasions } from './adapters/persistence/postgres-due-occasions.js';
import { queueDeliveriesProjection } from './adapters/persistence/queue-deliveries.projection.js';
import { relationParts } from './adapters/persistence/relation-parts.js';
import { SmtpMailSender } from './adapters/smtp/smtp-mail-sender.js';
import { icuWording } from './adapters/wording/icu-wording.js';
import { deliverWaitingMail } from './application/deliver-waiting-mail.js';
import { DeliveryWorker } from './application/delivery.worker.js';
import { DueWorker } from './application/due.worker.js';
import { parseMailbox } from './application/mail-address.js';
import { mailRetries } from './application/retry-delay.js';
import { reopenWithAddress, tellAfterLapse, tellStudentsOfAge } from './application/tell-what-is-due.js';
import { whenAbsenceDeclared } from './application/when-absence-declared.reaction.js';
import { whenAuthorizationActivated } from './application/when-authorization-activated.reaction.js';
import { whenAuthorizationEnded } from './application/when-authorization-ended.reaction.js';
import { whenAuthorizationMoved } from './application/when-authorization-moved.reaction.js';
import { whenAuthorizationParticipantsChanged } from './application/when-authorization-participants-changed.reaction.js';
import { whenGuardiansChanged } from './application/when-guardians-changed.reaction.js';
import { whenRequestSettled } from './application/when-request-settled.reaction.js';
import { whenRoundOpened } from './application/when-round-opened.reaction.js';
import { whenTaskMoved } from './application/when-task-moved.reaction.js';
import { alertsProjection } from './read-models/alerts/alerts.row.js';
import { approvalTasksProjection } from './read-models/approval-tasks/approval-tasks.projection.js';
import { authorizationsProjection } from './read-models/authorizations/authorizations.projection.js';
import { coverageExclusionsProjection } from './read-models/coverage-gaps/coverage-exclusions.row.js';
import { coverageGapsProjection } from './read-models/coverage-gaps/coverage-gaps.row.js';
import {
  awaitedAddressesProjection,
  rosterImportsProjection,
} from './read-models/due-occasions/awaited-addresses.projection.js';
import { restrictionLapsesProjection } from './read-models/due-occasions/restriction-lapses.projection.js';
import { noticesProjection } from './read-models/notices/notices.row.js';
import { requestsProjection } from './read-models/requests/requests.projection.js';

export interface NotificationOptions {
  /** `smtp://` or `smtps://`; null keeps every mail waiting. */
  readonly smtpUrl: string | null;
  /** The sender of every mail: an address, or `Name <address>`. */
  readonly mailFrom: string;
  /** What families may call where the roster knows no number of the school. */
  readonly officePhone?: string | null;
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

const projections = [
  noticesProjection,
  coverageGapsProjection,
  coverageExclusionsProjection,
  alertsProjection,
  queueDeliveriesProjection,
  awaitedAddressesProjection,
];

/** Puts the service together; nothing runs until the runtime is started. @throws RangeError when `mailFrom` is no mailbox */
export const createNotificationModule = async (
  context: ServiceContext,
  { smtpUrl, mailFrom, officePhone = null, soleProcess = false }: NotificationOptions,
): Promise<NotificationService> => {
  const { clock, districtTimeZone, people, publicUrl, logger, bus } = context;
  const from = parseMailbox(mailFrom);
  const database = await context.openDatabase({
    entities: [],
    migrations: [NoticesAndDeliveries1764000000000, OccasionsAndAlerts1764100000000],
  });
  const { pool } = database;
  const entitling = { clock, districtTimeZone, people };
  const wording = icuWording();
  const sender = smtpUrl === null ? undefined : new SmtpMailSender({ url: smtpUrl, from });
  const queue = new PostgresDeliveryQueue(pool);
  const due = new PostgresDueOccasions();
  if (soleProcess) await queue.releaseAll();
  const mailWorker =
    sender &&
    new DeliveryWorker({
      clock,
      deliver: () =>
        deliverWaitingMail({
          ...entitling,
          database: pool,
          wording,
          publicUrl,
          officePhone,
          queue,
          sender,
          record: (unit) => runtime.execute(unit),
          rememberTried: (tried) => due.rememberTried(pool, tried),
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
  const act = actInTransaction(pool, projections, () => {
    bus.announce(context.service);
    mailWorker?.wake();
  });
  const duties = [tellAfterLapse(due, entitling), tellStudentsOfAge(due, entitling), reopenWithAddress(due, entitling)];
  const dueWorker: BackgroundWorker = new DueWorker({
    look: async () => {
      for (const duty of duties) while ((await act(duty)) > 0);
    },
    onFailure: (error) => logger.error({ err: error }, 'what is due waits; it is tried again'),
    pollMs: 1_000,
  });
  const runtime: ServiceRuntime = new ServiceRuntime(context, pool, {
    projections,
    foreignProjections: [
      ...relationsProjections(relationParts),
      authorizationsProjection,
      approvalTasksProjection,
      requestsProjection,
      restrictionLapsesProjection,
      rosterImportsProjection,
    ],
    reactions: [
      whenAuthorizationActivated(entitling),
      whenAuthorizationParticipantsChanged(entitling),
      whenGuardiansChanged(entitling),
      whenAuthorizationEnded(entitling),
      whenRoundOpened(clock),
      whenTaskMoved(clock),
      whenAbsenceDeclared(clock),
      whenRequestSettled(clock),
      whenAuthorizationMoved(clock),
    ],
    logs: ['directory', 'exception-request', 'approval'],
    workers: [dueWorker, ...(mailWorker ? [mailWorker] : [])],
  });
  const source: NoticesSource = { database: pool, clock, districtTimeZone, people };
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
