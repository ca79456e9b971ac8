import { Module, type DynamicModule } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { PeopleReader } from '@sightline/contracts';
import type { Clock, ParkedEventsSource, ServiceDatabase } from '@sightline/service-kit';
import cookie from '@fastify/cookie';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { PEOPLE } from './adapters/http/district-callers.js';
import { ParkedEventsController } from './adapters/http/parked-events.controller.js';
import { SetUpController } from './adapters/http/set-up.controller.js';
import { mountGateway, type Upstreams } from './adapters/http/gateway.js';
import { servePublicOpenApi } from './adapters/http/public-open-api.js';
import { createBuiltInProvider } from './adapters/oidc/built-in-provider.js';
import type { ProviderKeys } from './adapters/oidc/key-folder.js';
import { mountBuiltInProvider } from './adapters/oidc/mount-built-in-provider.js';
import type { MachineClient } from './adapters/oidc/provider-clients.js';
import { postgresTokenStore } from './adapters/oidc/postgres-token-store.js';
import { rosterSignInPeople } from './adapters/oidc/roster-sign-in-people.js';
import { setUpLinkFile } from './adapters/oidc/set-up-link.file.js';
import { openIdSignIn, type ExternalProvider } from './adapters/openid-client/openid-sign-in.js';
import { postgresSessions } from './adapters/persistence/postgres-sessions.js';
import { sessionCookies } from './adapters/session/session-cookies.js';
import { acceptSessions } from './adapters/session/session-in-place-of-token.js';
import { mountSessionRoutes } from './adapters/session/session-routes.js';
import { serveWebApp } from './adapters/web/serve-web-app.js';
import { OpenSession } from './application/open-session.handler.js';
import { UseSession } from './application/use-session.handler.js';
import { ParkedEventsOfAll } from './application/parked-events.js';
import type { SuggestedPerson } from './pages/sign-in.page.js';
import { SetUpFirstOperator, type OperatorNaming } from './application/set-up-first-operator.handler.js';

export interface PortalOptions {
  readonly publicUrl: string;
  readonly keyFolder: string;
  readonly keys: ProviderKeys;
  readonly people: PeopleReader;
  readonly operators: OperatorNaming;
  /** Anybody on this computer may sign in as anybody on the roster. */
  readonly sampleGrant: boolean;
  /** Whom the sample sign-in shows first. */
  readonly suggestedPeople?: readonly SuggestedPerson[];
  readonly machineClients: readonly MachineClient[];
  /** The services' own addresses when they run apart; empty when they share this process. */
  readonly upstreams: Upstreams;
  /** What each service could not handle. */
  readonly parkedEvents: readonly ParkedEventsSource[];
  /** Where this process reaches its own provider, as in `http://127.0.0.1:8080/oidc`. */
  readonly ownProviderUrl: string;
  /** Where people sign in instead of the built-in provider; undefined for the built-in one. */
  readonly externalProvider?: ExternalProvider | undefined;
  /** The portal's own, migrated by `createWebhooksModule`; it holds the sessions of all replicas. */
  readonly database: Pick<ServiceDatabase, 'pool'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

@Module({})
class PortalModule {}

/** Composition root of `portal`: the one entrance. Sign-in and sessions, the pages, the set-up link and, when services run apart, the gateway to them. */
export async function createPortalModule(options: PortalOptions) {
  const { publicUrl, database } = options;
  const onFailure = (error: unknown): void => options.logger.error({ err: error }, 'sign-in failed inside');
  const provider = await createBuiltInProvider({
    publicUrl,
    keys: options.keys,
    people: rosterSignInPeople(options.people),
    sampleGrant: options.sampleGrant,
    suggestedPeople: options.suggestedPeople,
    clients: options.machineClients,
    storage: postgresTokenStore(database.pool),
    onFailure,
  });
  const sessions = postgresSessions(database.pool);
  const signIn = openIdSignIn(
    options.externalProvider ?? { kind: 'own', issuer: provider.issuer, internalUrl: options.ownProviderUrl },
    publicUrl,
    options.clock,
  );
  const cookies = sessionCookies(publicUrl, options.keys.cookieKeys[0]!);
  const useSession = new UseSession(sessions, signIn, options.clock);
  const openSession = new OpenSession(sessions, signIn, options.clock);
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
      const server = application.getHttpAdapter().getInstance() as unknown as FastifyInstance;
      await server.register(cookie);
      // Before the gateway: what it passes on has the session's token already.
      acceptSessions(server, cookies, useSession, publicUrl);
      mountSessionRoutes(server, {
        cookies,
        sessions,
        provider: signIn,
        openSession,
        useSession,
        publicUrl,
        onFailure,
      });
      await mountBuiltInProvider(server, provider);
      servePublicOpenApi(server as never);
      await mountGateway(server, options.upstreams);
      await serveWebApp(server);
    },
    /** The address of a one-use page that names the first operator of an empty district. */
    issueSetUpLink: async (): Promise<string> => `${publicUrl}/setup/${await setUp.issue()}`,
  };
}
