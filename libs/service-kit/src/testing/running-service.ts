import type { ConsequenceOwners, LogName, PeopleReader } from '@sightline/contracts';
import { pino } from 'pino';
import { systemClock, type Clock } from '../clock.js';
import { openServiceDatabase, type ServiceDatabase } from '../database/service-database.js';
import { HealthRegistry } from '../operations/health.js';
import type { ServiceContext } from '../runtime/service-context.js';
import type { ServiceRuntime } from '../runtime/service-runtime.js';
import type { AccessTokenVerifier } from '../sign-in/index.js';
import { HandFedBus } from './hand-fed-bus.js';

const emptyRoster: PeopleReader = {
  people: () => Promise.resolve(new Map()),
  places: () => Promise.resolve(new Map()),
  find: () => Promise.resolve(undefined),
  search: () => Promise.resolve([]),
};

/** Nothing follows from anything. */
const noConsequences: ConsequenceOwners = {
  authorizations: { liveAuthorizations: () => Promise.resolve([]), foretell: () => Promise.resolve([]) },
  tasks: { foretell: () => Promise.resolve([]) },
  notices: { foretell: () => Promise.resolve([]) },
};

interface CreatedService {
  readonly runtime: Pick<ServiceRuntime, 'start' | 'stop'>;
  close(): Promise<void>;
}

export interface RunningService<Service extends CreatedService> {
  readonly service: Service;
  readonly bus: HandFedBus;
  readonly database: ServiceDatabase;
  stop(): Promise<void>;
}

/** A whole service over a real database, fed by hand: what its module creates, started. */
export async function runService<Service extends CreatedService>(
  name: LogName,
  databaseUrl: string,
  create: (context: ServiceContext) => Promise<Service>,
  {
    clock = systemClock,
    positions = new Map<LogName, number>(),
    people = emptyRoster,
    consequences = noConsequences,
  }: {
    readonly clock?: Clock;
    readonly positions?: Map<LogName, number>;
    readonly people?: PeopleReader;
    readonly consequences?: ConsequenceOwners;
  } = {},
): Promise<RunningService<Service>> {
  const bus = new HandFedBus(positions);
  let database: ServiceDatabase | undefined;
  const service = await create({
    service: name,
    bus,
    clock,
    logger: pino({ level: 'silent' }),
    health: new HealthRegistry(),
    // A service that reads no token itself leaves them to the guard of the HTTP application.
    tokens: undefined as unknown as AccessTokenVerifier,
    people,
    consequences,
    requestWords: { requestWords: () => Promise.resolve(new Map()) },
    districtTimeZone: 'America/Chicago',
    publicUrl: 'https://sightline.example',
    openDatabase: async (schema) => {
      database = await openServiceDatabase({
        url: databaseUrl,
        applicationName: `${name} spec`,
        poolSizeMax: 6,
        ...schema,
      });
      return database;
    },
  });
  service.runtime.start();
  return {
    service,
    bus,
    database: database!,
    stop: async () => {
      await service.runtime.stop();
      await service.close();
    },
  };
}
