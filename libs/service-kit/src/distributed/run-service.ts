import type { DynamicModule } from '@nestjs/common';
import type { Foretelling, LogName, PeopleReader, RequestWordsReader } from '@sightline/contracts';
import { pino } from 'pino';
import { systemClock } from '../clock.js';
import { createHttpApplication } from '../http/http-application.js';
import { serveOpenApi } from '../http/open-api.js';
import { HealthRegistry } from '../operations/health.js';
import { internalForetellingModule } from '../operations/internal-foretelling.controller.js';
import { internalParkedEventsModule } from '../operations/parked-events/internal-parked-events.controller.js';
import type { ParkedEventsSource } from '../operations/parked-events/parked-events-source.js';
import type { ServiceContext } from '../runtime/service-context.js';
import { answerWhileStarting } from './answers-while-starting.js';
import { ClientTokens } from './client-credentials.js';
import {
  HttpCopyAddressReader,
  HttpPeopleReader,
  httpConsequenceOwners,
  HttpRequestWordsReader,
} from './http-readers.js';
import { openDatabasePatiently } from './patient-database.js';
import { clockFrom } from './moved-clock.js';
import { runProcess, type RunningProcess } from './run-process.js';
import { openServiceBus } from './service-bus.js';
import { readServiceEnvironment } from './service-environment.js';
import { accessTokensOf } from './sign-in-environment.js';

/** What a service's composition root returns. */
export interface ComposedService {
  readonly module: DynamicModule;
  readonly runtime: Foretelling & {
    start(): void;
    stop(): Promise<void>;
    readonly parkedEvents: ParkedEventsSource | undefined;
  };
  /** Given by the services that own them, and then asked in place of the address in the environment. */
  readonly people?: PeopleReader;
  readonly requestWords?: RequestWordsReader;
  /** Before anything runs. */
  start?(): Promise<void>;
  close(): Promise<void>;
}

export interface RunServiceOptions {
  readonly service: LogName;
  /** False for a service whose log nobody reads. */
  readonly publishes: boolean;
  create(context: ServiceContext, environment: NodeJS.ProcessEnv): Promise<ComposedService>;
}

/**
 * One service as a process of its own (design §5): settings from the environment, JSON logs on standard output, a line when
 * it is ready, and an end on SIGTERM after what is under way. Waits for its database, and says so at `/health/ready`; a bus
 * or an owner that is down makes work wait, not the process end.
 */
export const runService = (options: RunServiceOptions): Promise<void> =>
  runProcess(options.service, () => startService(options));

async function startService({ service, publishes, create }: RunServiceOptions): Promise<RunningProcess> {
  const environment = readServiceEnvironment(service, process.env);
  const { host, port, publicUrl, districtTimeZone, trustedProxies } = environment;
  const logger = pino({ level: process.env['LOG_LEVEL'] ?? 'info', base: { service } });
  const health = new HealthRegistry();
  const clock = clockFrom(process.env);
  const starting = await answerWhileStarting({ service, host, port, health });

  const serviceTokens = new ClientTokens(environment.credentials, systemClock);
  const owners: { people: PeopleReader; requestWords: RequestWordsReader } = {
    people: new HttpPeopleReader(environment.directoryUrl, serviceTokens),
    requestWords: new HttpRequestWordsReader(environment.exceptionRequestUrl, serviceTokens),
  };
  const consequences = httpConsequenceOwners(environment, serviceTokens);
  const { messagingArchiveUrl } = environment;
  const copyAddresses =
    messagingArchiveUrl === null
      ? {}
      : { copyAddresses: new HttpCopyAddressReader(messagingArchiveUrl, serviceTokens) };
  const tokens = accessTokensOf(environment.signIn, systemClock, { find: (login) => owners.people.find(login) });
  const { bus, publish, close: closeBus } = openServiceBus(environment, health);

  const composed = await create(
    {
      ...{
        service,
        bus,
        clock,
        logger,
        health,
        tokens,
        publicUrl,
        districtTimeZone,
        consequences,
        ...owners,
        ...copyAddresses,
      },
      openDatabase: async (schema) => {
        const database = await openDatabasePatiently(
          {
            ...schema,
            url: environment.databaseUrl,
            applicationName: `sightline ${service}`,
            // One connection is the relay's for as long as it leads.
            poolSizeMax: environment.poolSizeMax + 1,
          },
          (error) => {
            health.report('database', error);
            logger.warn({ err: error }, 'the database does not answer yet');
          },
        );
        health.report('database', undefined);
        if (publishes) publish(service, database.pool);
        return database;
      },
    },
    process.env,
  );
  owners.people = composed.people ?? owners.people;
  owners.requestWords = composed.requestWords ?? owners.requestWords;
  const { parkedEvents } = composed.runtime;
  const modules = [
    composed.module,
    ...(parkedEvents ? [internalParkedEventsModule(parkedEvents), internalForetellingModule(composed.runtime)] : []),
  ];
  const application = await createHttpApplication({
    ...{ title: service, modules, logger, clock: systemClock, health, tokens, trustedProxies },
    limits: environment.limits,
    https: publicUrl.startsWith('https:'),
  });
  serveOpenApi(application);
  await composed.start?.();
  composed.runtime.start();
  await starting.end();
  await application.listen(port, host);
  logger.info(`${service} is ready: http://${host}:${port}`);

  return {
    async stop() {
      await application.close();
      await composed.runtime.stop();
      await closeBus();
      await composed.close();
    },
  };
}
