import type { LogName } from '@sightline/contracts';
import { createApprovalModule } from '@sightline/approval';
import { createAuditModule } from '@sightline/audit';
import { createDirectoryModule, type HoldAbove, type RosterProviderSettings } from '@sightline/directory';
import { PostgresBus } from '@sightline/event-bus';
import { createExceptionRequestModule } from '@sightline/exception-request';
import { createMessagingArchiveModule, type ArchiveSettings } from '@sightline/messaging-archive';
import { createNotificationModule, type MailSettings, type TextSettings } from '@sightline/notification';
import { createWebhooksModule, type WebhooksOptions } from '@sightline/portal';
import {
  HealthRegistry,
  openServiceDatabase,
  type AccessTokens,
  type Clock,
  type ServiceContext,
} from '@sightline/service-kit';
import type { Logger } from 'pino';
import { lateBoundReaders } from './late-bound-readers.js';
import { poolSizes, publishedLogs, type ServiceDatabases, type StoredService } from './service-databases.js';

export interface ComposeOptions {
  readonly databases: ServiceDatabases;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly tokens: AccessTokens;
  readonly districtTimeZone: string;
  readonly publicUrl: string;
  readonly smtpUrl: string | null;
  readonly mailFrom: string;
  readonly mail: MailSettings;
  readonly officePhone: string | null;
  readonly texts: TextSettings | null;
  /** Where the key is that signs the history; null: one that ends with the process. */
  readonly historyKeyFile: string | null;
  readonly webhooks: Pick<WebhooksOptions, 'sealingKey' | 'sending'>;
  /** Where sealed messages lie; left out: a folder that goes with the process. */
  readonly archive?: ArchiveSettings;
  /** False: mail, texts and webhooks wait; true unless said otherwise. */
  readonly sends?: boolean;
  /** Where a roster can be pulled from. */
  readonly rosterProvider?: RosterProviderSettings | undefined;
  /** Above what a roster import is held for a person; the usual when left out. */
  readonly holdRosterAbove?: HoldAbove;
}

/** All services in this process: each with its own database, all on one bus, none knowing that the others are near. */
export async function composeServices(options: ComposeOptions) {
  const { databases, clock, logger } = options;
  const health = new HealthRegistry();
  const readers = lateBoundReaders();
  const bus = new PostgresBus({
    logs: Object.fromEntries(publishedLogs.map((log) => [log, databases.logUrlOf(log)])),
    acrossProcesses: false,
  });
  const contextFor = (service: StoredService): ServiceContext => ({
    service: service satisfies LogName,
    bus,
    clock,
    logger: logger.child({ service }),
    health,
    tokens: options.tokens,
    people: readers.people,
    requestWords: readers.requestWords,
    copyAddresses: readers.copyAddresses,
    consequences: readers.consequences,
    districtTimeZone: options.districtTimeZone,
    publicUrl: options.publicUrl,
    openDatabase: (schema) =>
      openServiceDatabase({
        ...schema,
        url: databases.urlOf(service),
        applicationName: `sightline ${service}`,
        poolSizeMax: poolSizes[service],
      }),
  });

  const [directory, exceptionRequest, approval, notification, messagingArchive, audit, webhooks] = await Promise.all([
    createDirectoryModule(contextFor('directory'), {
      ...(options.rosterProvider ? { provider: options.rosterProvider } : {}),
      ...(options.holdRosterAbove ? { holdAbove: options.holdRosterAbove } : {}),
    }),
    createExceptionRequestModule(contextFor('exception-request')),
    createApprovalModule(contextFor('approval')),
    createNotificationModule(contextFor('notification'), {
      smtpUrl: options.smtpUrl,
      mailFrom: options.mailFrom,
      mail: options.mail,
      officePhone: options.officePhone,
      texts: options.texts,
      sends: options.sends ?? true,
      soleProcess: true,
    }),
    createMessagingArchiveModule(contextFor('messaging-archive'), options.archive ? { archive: options.archive } : {}),
    createAuditModule(contextFor('audit'), { logs: publishedLogs, signingKeyFile: options.historyKeyFile }),
    createWebhooksModule(contextFor('portal'), {
      ...options.webhooks,
      sends: options.sends ?? true,
      soleProcess: true,
    }),
  ]);
  readers.bindPeople(directory.people);
  readers.bindRequestWords(exceptionRequest.requestWords);
  readers.bindCopyAddresses(messagingArchive.copyAddresses);
  readers.bindConsequences({
    authorizations: {
      liveAuthorizations: (after) => exceptionRequest.liveAuthorizations(after),
      foretell: (events) => exceptionRequest.runtime.foretell(events),
    },
    tasks: approval.runtime,
    notices: notification.runtime,
  });
  await databases.grantLogReaders();

  const services = [directory, exceptionRequest, approval, notification, messagingArchive, audit, webhooks];
  return {
    directory,
    people: readers.people,
    historyPublicKey: audit.publicKey,
    health,
    /** The portal's own, for its entrance. */
    portalDatabase: webhooks.database,
    /** Takes copies by mail from then on. @returns the port; null where no mail is taken */
    listenForCopies: () => messagingArchive.listenForCopies(),
    modules: services.map(({ module }) => module),
    parkedEvents: services.flatMap(({ runtime }) => runtime.parkedEvents ?? []),
    async start(): Promise<void> {
      await directory.start();
      for (const { runtime } of services) runtime.start();
    },
    async stop(): Promise<void> {
      await Promise.all(services.map(({ runtime }) => runtime.stop()));
      await bus.close();
      await Promise.all(services.map(({ close }) => close()));
    },
  };
}
