import { Controller, Get, Post } from '@nestjs/common';
import type { PeopleReader, PersonDetails } from '@sightline/contracts';
import {
  AccessTokenVerifier,
  createHttpApplication,
  CurrentCaller,
  HealthRegistry,
  keysOf,
  openServiceDatabase,
  systemClock,
  type Caller,
  type Clock,
} from '@sightline/service-kit';
import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import { once } from 'node:events';
import os from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { portalMigrations } from '../src/adapters/persistence/portal-migrations.js';
import { apiAudience, createPortalModule, openKeyFolder, type PortalOptions } from '../src/index.js';

export const principal = {
  personId: '0193b2c4-0000-7000-8000-000000000001',
  sourcedId: 'T-1',
  username: 'p.principal',
  displayName: 'Pat Principal',
  roles: ['principal'],
} as unknown as PersonDetails;

/** One person, who can leave the roster and join it again. */
export const smallRoster = () => {
  let people = [principal];
  const reader: PeopleReader = {
    people: async (ids) =>
      new Map(people.filter(({ personId }) => ids.includes(personId)).map((each) => [each.personId, each])),
    places: async () => new Map(),
    find: async (login) => people.find(({ username }) => username === login),
    search: async () => people,
  };
  return { reader, leave: () => void (people = []), join: () => void (people = [principal]) };
};

/** Stands for every service: says who asks, and counts changes. */
@Controller('api/v1/echo')
class EchoController {
  static changes = 0;

  @Get()
  show(@CurrentCaller() caller: Caller): Caller {
    return caller;
  }

  @Post()
  change(): { changes: number } {
    EchoController.changes += 1;
    return { changes: EchoController.changes };
  }
}

class EchoModule {}

export const freePort = async (): Promise<number> => {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
};

export interface PortalOfSpec {
  readonly databaseUrl: string;
  readonly clock: Clock;
  readonly reader: PeopleReader;
  /** Shared by replicas. */
  readonly keyFolder: string;
  readonly port: number;
  /** Of the first replica, when this is another one. */
  readonly publicUrl?: string;
  /** Where people sign in instead of the built-in provider, and whose tokens are believed then. */
  readonly external?: {
    readonly provider: NonNullable<PortalOptions['externalProvider']>;
    readonly tokens: AccessTokenVerifier;
  };
}

export const newKeyFolder = async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sightline-portal-'));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
};

/** A whole portal over a real database, with one echoing resource behind it. */
export async function runPortal(options: PortalOfSpec) {
  const { databaseUrl, clock, reader, keyFolder, port, publicUrl, external } = options;
  const url = `http://127.0.0.1:${port}`;
  const keys = await openKeyFolder(keyFolder);
  const logger = pino({ level: 'silent' });
  const database = await openServiceDatabase({
    ...{ url: databaseUrl, applicationName: 'portal spec', poolSizeMax: 3 },
    ...{ entities: [], migrations: [...portalMigrations] },
  });
  const portal = await createPortalModule({
    publicUrl: publicUrl ?? url,
    keyFolder,
    keys,
    people: reader,
    operators: { assignOperator: async () => undefined },
    sampleGrant: true,
    machineClients: [],
    upstreams: {},
    parkedEvents: [],
    externalProvider: external?.provider,
    ownProviderUrl: `${url}/oidc`,
    database,
    clock,
    logger,
  });
  const application = await createHttpApplication({
    title: 'portal',
    modules: [portal.module, { module: EchoModule, controllers: [EchoController] }],
    logger,
    clock,
    health: new HealthRegistry(),
    tokens:
      external?.tokens ??
      new AccessTokenVerifier({
        issuer: portal.issuer,
        audience: apiAudience,
        keys: keysOf(keys.publicKeys),
        // The provider issues by the real time, whatever the spec's clock says.
        clock: systemClock,
      }),
  });
  await portal.mount(application);
  await application.listen(port, '127.0.0.1');
  return {
    url,
    changes: () => EchoController.changes,
    async stop(): Promise<void> {
      await application.close();
      await database.close();
    },
  };
}
