import { createApprovalModule } from '@sightline/approval';
import { createAuditModule } from '@sightline/audit';
import { createDirectoryModule } from '@sightline/directory';
import type { EventBus } from '@sightline/event-bus';
import { createExceptionRequestModule } from '@sightline/exception-request';
import { createMessagingArchiveModule } from '@sightline/messaging-archive';
import { createNotificationModule } from '@sightline/notification';
import {
  createHttpApplication,
  HealthRegistry,
  openApiDocument,
  systemClock,
  type AccessTokenVerifier,
  type ServiceContext,
  type ServiceDatabase,
} from '@sightline/service-kit';
import type { DynamicModule } from '@nestjs/common';
import { pino } from 'pino';
import { lateBoundReaders } from '../late-bound-readers.js';
import type { StoredService } from '../service-databases.js';
import { portalModule } from './portal-module.js';

type Described = StoredService | 'portal';

export interface DescribedService {
  readonly document: ReturnType<typeof openApiDocument>;
  /** What the HTTP server itself has to answer, as `POST /api/v1/…/:id`; found without the document. */
  readonly routes: readonly string[];
}

/** Stands for a database that nobody asks: what a service answers is settled before it connects. */
const noDatabase = {
  pool: { query: () => Promise.resolve({ rows: [], rowCount: 0 }), on: () => undefined },
  close: () => Promise.resolve(),
} as unknown as ServiceDatabase;

const noTokens = {} as AccessTokenVerifier;
const logger = pino({ level: 'silent' });

const contextFor = (service: StoredService): ServiceContext => ({
  service,
  bus: {} as EventBus,
  clock: systemClock,
  logger,
  health: new HealthRegistry(),
  tokens: noTokens,
  ...lateBoundReaders(),
  districtTimeZone: 'UTC',
  publicUrl: 'http://127.0.0.1:8080',
  openDatabase: () => Promise.resolve(noDatabase),
});

const modules: Readonly<Record<Described, () => Promise<DynamicModule>>> = {
  directory: async () => (await createDirectoryModule(contextFor('directory'))).module,
  'exception-request': async () => (await createExceptionRequestModule(contextFor('exception-request'))).module,
  approval: async () => (await createApprovalModule(contextFor('approval'))).module,
  notification: async () => {
    const options = { smtpUrl: null, mailFrom: 'sightline@district.example' };
    return (await createNotificationModule(contextFor('notification'), options)).module;
  },
  'messaging-archive': async () => (await createMessagingArchiveModule(contextFor('messaging-archive'))).module,
  audit: async () => (await createAuditModule(contextFor('audit'), { logs: [], signingKeyFile: null })).module,
  portal: () => portalModule(contextFor('portal')),
};

async function describe(service: Described): Promise<DescribedService> {
  const application = await createHttpApplication({
    ...{ title: service, modules: [await modules[service]()], logger, clock: systemClock, tokens: noTokens },
    health: new HealthRegistry(),
  });
  const routes: string[] = [];
  application
    .getHttpAdapter()
    .getInstance()
    .addHook('onRoute', ({ method, url }) => {
      for (const each of [method].flat()) if (each !== 'HEAD' && url.startsWith('/api/')) routes.push(`${each} ${url}`);
    });
  await application.init();
  const document = openApiDocument(application);
  await application.close();
  return { document, routes };
}

/** What each service answers over HTTP, without a database, a bus or a port. */
export async function describeServices(): Promise<ReadonlyMap<Described, DescribedService>> {
  const described = new Map<Described, DescribedService>();
  for (const service of Object.keys(modules) as Described[]) described.set(service, await describe(service));
  return described;
}
