import {
  accessTokensOf,
  clockFrom,
  ClientTokens,
  createHttpApplication,
  HealthRegistry,
  HttpParkedEvents,
  HttpPeopleReader,
  InvalidEnvironment,
  keysOf,
  openServiceBus,
  openServiceDatabase,
  runProcess,
  serviceClientId,
  systemClock as clock,
} from '@sightline/service-kit';
import { pino } from 'pino';
import { directoryOperators } from './adapters/http/directory-operators.js';
import { providerPath } from './adapters/oidc/built-in-provider.js';
import { openKeyFolder } from './adapters/oidc/key-folder.js';
import { refuseUnsafeProduction } from './adapters/oidc/unsafe-production.js';
import { readPortalEnvironment, variableOf } from './adapters/configuration/portal-environment.js';
import { createPortalModule } from './portal.module.js';
import { createWebhooksModule } from './webhooks.module.js';

const districtIt = { clientId: 'district-it', scopes: ['roster', 'messages', 'webhooks', 'operations'] } as const;

await runProcess('portal', async () => {
  const environment = readPortalEnvironment(process.env);
  const { publicUrl, keyFolder, sampleSignIn, serviceSecrets, directoryUrl, trustedProxies, host, port } = environment;
  const logger = pino({ level: process.env['LOG_LEVEL'] ?? 'info', base: { service: 'portal' } });
  const keys = await openKeyFolder(keyFolder);
  const reasons = refuseUnsafeProduction({
    environment: process.env['NODE_ENV'],
    publicUrl,
    sampleGrant: sampleSignIn,
    trustedProxies,
    secrets: {
      'the client secret of district-it': await keys.machineSecret(districtIt.clientId),
      ...Object.fromEntries(
        Object.entries(serviceSecrets).map(([service, secret]) => [variableOf(service, 'CLIENT_SECRET'), secret]),
      ),
    },
  });
  if (reasons.length > 0) throw new InvalidEnvironment(`refusing to start: ${reasons.join('; ')}`);

  // The portal is a client of its own provider, which answers before the first service is asked for anything.
  const ownProviderUrl = `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}${providerPath}`;
  const tokenUrl = `${ownProviderUrl}/token`;
  const clientId = serviceClientId('portal');
  const clientSecret = await keys.machineSecret(clientId);
  const ownTokens = new ClientTokens({ tokenUrl, clientId, clientSecret, scope: 'internal' }, clock);
  const people = new HttpPeopleReader(directoryUrl, ownTokens);
  const health = new HealthRegistry();
  const { bus, publish, close: closeBus } = openServiceBus(environment.bus, health);
  const webhooks = await createWebhooksModule(
    {
      ...{ service: 'portal', bus, clock: clockFrom(process.env), logger, health, people, publicUrl },
      districtTimeZone: environment.districtTimeZone,
      openDatabase: async (schema) => {
        const database = await openServiceDatabase({
          ...schema,
          url: environment.databaseUrl,
          applicationName: 'sightline portal',
          // One connection is the relay's for as long as it leads.
          poolSizeMax: environment.poolSizeMax + 1,
        });
        publish('portal', database.pool);
        return database;
      },
    },
    { sealingKey: () => keys.sealingKey('webhooks'), sending: { loopback: environment.webhookLoopback } },
  );
  const portal = await createPortalModule({
    ...{ publicUrl, keyFolder, keys, clock, logger, people },
    operators: directoryOperators(directoryUrl, ownTokens),
    sampleGrant: sampleSignIn,
    machineClients: [
      districtIt,
      { clientId, scopes: ['internal'] },
      ...Object.entries(serviceSecrets).map(([service, secret]) => ({
        ...{ clientId: serviceClientId(service), secret, scopes: ['internal' as const] },
      })),
    ],
    upstreams: environment.upstreams,
    parkedEvents: [
      ...Object.entries(environment.upstreams).map(([service, url]) => new HttpParkedEvents(service, url, ownTokens)),
      ...[webhooks.runtime.parkedEvents ?? []].flat(),
    ],
    ownProviderUrl,
    externalProvider: environment.externalProvider,
    database: webhooks.database,
  });
  const tokens = accessTokensOf(environment.signIn, clock, people, keysOf(keys.publicKeys));
  const application = await createHttpApplication({
    ...{ title: 'portal', modules: [portal.module, webhooks.module], logger, clock, tokens, trustedProxies },
    ...{ health, limits: environment.limits, https: publicUrl.startsWith('https:') },
  });
  await portal.mount(application);
  webhooks.runtime.start();
  await application.listen(port, host);
  if (environment.printSetUpLink) process.stdout.write(`First operator: ${await portal.issueSetUpLink()}\n`);
  logger.info(`portal is ready: ${publicUrl}`);
  return {
    stop: async () => {
      await application.close();
      await webhooks.runtime.stop();
      await closeBus();
      await webhooks.close();
    },
  };
});
