import { Module, type DynamicModule } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { PeopleReader } from '@sightline/contracts';
import type { Clock, ParkedEventsSource } from '@sightline/service-kit';
import type { Logger } from 'pino';
import { ParkedEventsController, PEOPLE } from './adapters/http/parked-events.controller.js';
import { SetUpController } from './adapters/http/set-up.controller.js';
import { mountGateway, type Upstreams } from './adapters/http/gateway.js';
import { servePublicOpenApi } from './adapters/http/public-open-api.js';
import { createBuiltInProvider } from './adapters/oidc/built-in-provider.js';
import type { ProviderKeys } from './adapters/oidc/key-folder.js';
import { mountBuiltInProvider } from './adapters/oidc/mount-built-in-provider.js';
import type { MachineClient } from './adapters/oidc/provider-clients.js';
import { rosterSignInPeople } from './adapters/oidc/roster-sign-in-people.js';
import { setUpLinkFile } from './adapters/oidc/set-up-link.file.js';
import { ParkedEventsOfAll } from './application/parked-events.js';
import { SetUpFirstOperator, type OperatorNaming } from './application/set-up-first-operator.handler.js';

export interface PortalOptions {
  readonly publicUrl: string;
  readonly keyFolder: string;
  readonly keys: ProviderKeys;
  readonly people: PeopleReader;
  readonly operators: OperatorNaming;
  /** Anybody on this computer may sign in as anybody on the roster. */
  readonly sampleGrant: boolean;
  readonly machineClients: readonly MachineClient[];
  /** The services' own addresses when they run apart; empty when they share this process. */
  readonly upstreams: Upstreams;
  /** What each service could not handle. */
  readonly parkedEvents: readonly ParkedEventsSource[];
  readonly clock: Clock;
  readonly logger: Logger;
}

@Module({})
class PortalModule {}

/** Composition root of `portal`: the one entrance. Sign-in, the set-up link and, when services run apart, the gateway to them. */
export async function createPortalModule(options: PortalOptions) {
  const provider = await createBuiltInProvider({
    publicUrl: options.publicUrl,
    keys: options.keys,
    people: rosterSignInPeople(options.people),
    sampleGrant: options.sampleGrant,
    clients: options.machineClients,
    onFailure: (error) => options.logger.error({ err: error }, 'sign-in failed inside'),
  });
  const setUp = new SetUpFirstOperator(setUpLinkFile(options.keyFolder), options.operators, options.clock);
  const module: DynamicModule = {
    module: PortalModule,
    controllers: [SetUpController, ParkedEventsController],
    providers: [
      { provide: SetUpFirstOperator, useValue: setUp },
      { provide: ParkedEventsOfAll, useValue: new ParkedEventsOfAll(options.parkedEvents) },
      { provide: PEOPLE, useValue: options.people },
    ],
  };
  return {
    module,
    issuer: provider.issuer,
    /** Adds what is no Nest controller: the provider, the API's description and the gateway. To be called before the application listens. */
    async mount(application: NestFastifyApplication): Promise<void> {
      const server = application.getHttpAdapter().getInstance();
      await mountBuiltInProvider(server as never, provider);
      servePublicOpenApi(server as never);
      await mountGateway(server as never, options.upstreams);
    },
    /** The address of a one-use page that names the first operator of an empty district. */
    issueSetUpLink: async (): Promise<string> => `${options.publicUrl}/setup/${await setUp.issue()}`,
  };
}
