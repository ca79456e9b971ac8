import { readHoldAbove, readRosterProvider, samplePeople } from '@sightline/directory';
import { readArchiveSettings } from '@sightline/messaging-archive';
import { readMailSettings, readTextSettings } from '@sightline/notification';
import { isPortFree, startEmbeddedPostgres } from '@sightline/embedded-postgres';
import {
  apiAudience,
  createPortalModule,
  openKeyFolder,
  providerPath,
  readWebhookLoopback,
  refuseUnsafeProduction,
} from '@sightline/portal';
import { AccessTokenVerifier, clockFrom, createHttpApplication, keysOf, systemClock } from '@sightline/service-kit';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { pino } from 'pino';
import { refuseUnfinishedRestore } from './backup/data-folder.js';
import { composeServices } from './compose-services.js';
import { MailFolder } from './mailbox/mail-folder.js';
import { mailboxModule } from './mailbox/mailbox.controller.js';
import { startMailboxServer } from './mailbox/mailbox-server.js';
import { prepareServiceDatabases } from './service-databases.js';
import { fillSampleDistrict, operatorNaming } from './sample-district.js';
import { InvalidConfiguration, type StandaloneConfiguration } from './standalone-configuration.js';

export interface RunningStandalone {
  readonly url: string;
  stop(): Promise<void>;
}

const machineClient = { clientId: 'district-it', scopes: ['roster', 'messages', 'webhooks', 'operations'] } as const;

/**
 * The whole of Sightline in this process, with its own PostgreSQL, sign-in and mailbox. Says one line a step; what was
 * started is stopped again when a later step fails.
 * @throws InvalidConfiguration when it would be unsafe to run
 */
export async function startStandalone(
  configuration: StandaloneConfiguration,
  say: (line: string) => void,
): Promise<RunningStandalone> {
  const undo: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const { dataDirectory, publicUrl } = configuration;
    if (!(await isPortFree(configuration.port)))
      throw new InvalidConfiguration(`PORT ${configuration.port} of 127.0.0.1 is taken by another program`);
    await mkdir(dataDirectory, { recursive: true });
    await refuseUnfinishedRestore(dataDirectory);
    const logger = pino({ level: process.env['LOG_LEVEL'] ?? 'warn' }, pino.destination({ dest: 2, sync: false }));

    const keyFolder = path.join(dataDirectory, 'keys');
    const keys = await openKeyFolder(keyFolder);
    const sampleGrant = !configuration.production;
    const clientSecret = await keys.machineSecret(machineClient.clientId);
    const reasons = refuseUnsafeProduction({
      environment: process.env['NODE_ENV'],
      publicUrl,
      sampleGrant,
      trustedProxies: configuration.trustedProxies,
      secrets: { 'the client secret of district-it': clientSecret },
    });
    if (reasons.length > 0) throw new InvalidConfiguration(`refusing to start: ${reasons.join('; ')}`);

    const postgres = await startEmbeddedPostgres({ dataDirectory: path.join(dataDirectory, 'postgres'), log: say });
    undo.push(() => postgres.stop());
    say(`PostgreSQL runs on port ${postgres.port}`);

    let smtpUrl: string | null = configuration.smtpUrl === 'off' ? null : configuration.smtpUrl;
    const catchesMail = configuration.smtpUrl === 'built-in';
    const mailFolder = new MailFolder(path.join(dataDirectory, 'mailbox'));
    if (catchesMail) {
      await mailFolder.open();
      const mailbox = await startMailboxServer(mailFolder);
      undo.push(() => mailbox.close());
      smtpUrl = mailbox.url;
      say('Mail is caught in the built-in mailbox and sent to nobody');
    }

    const tokens = new AccessTokenVerifier({
      issuer: `${publicUrl}${providerPath}`,
      audience: apiAudience,
      keys: keysOf(keys.publicKeys),
      clock: systemClock,
    });
    const databases = await prepareServiceDatabases(postgres, dataDirectory);
    const services = await composeServices({
      databases,
      clock: clockFrom(process.env),
      logger,
      tokens,
      districtTimeZone: configuration.districtTimeZone,
      publicUrl,
      smtpUrl,
      mailFrom: process.env['MAIL_FROM'] ?? 'sightline@district.example',
      mail: readMailSettings(process.env),
      officePhone: process.env['OFFICE_PHONE'] || null,
      texts: readTextSettings(process.env),
      rosterProvider: readRosterProvider(process.env),
      holdRosterAbove: readHoldAbove(process.env),
      webhooks: {
        sealingKey: () => keys.sealingKey('webhooks'),
        sending: { loopback: readWebhookLoopback(process.env) },
      },
      archive: readArchiveSettings(process.env, path.join(dataDirectory, 'archive')),
      historyKeyFile: path.join(keyFolder, 'history.key'),
    });
    undo.push(() => services.stop());
    say('Databases are up to date');

    const portal = await createPortalModule({
      publicUrl,
      keyFolder,
      keys,
      people: services.people,
      operators: operatorNaming(services.directory),
      sampleGrant,
      suggestedPeople: samplePeople,
      machineClients: [machineClient],
      upstreams: {},
      parkedEvents: services.parkedEvents,
      ownProviderUrl: `http://127.0.0.1:${configuration.port}${providerPath}`,
      database: services.portalDatabase,
      clock: systemClock,
      logger,
    });
    const application = await createHttpApplication({
      title: 'sightline',
      modules: [...services.modules, portal.module, ...(catchesMail ? [mailboxModule(mailFolder)] : [])],
      logger,
      clock: systemClock,
      health: services.health,
      tokens,
      trustedProxies: configuration.trustedProxies,
      limits: configuration.limits,
      https: publicUrl.startsWith('https:'),
    });
    await portal.mount(application);
    await services.start();
    const copyPort = await services.listenForCopies();
    if (copyPort !== null) say(`Copies are taken by mail on port ${copyPort}`);
    say('Services run');

    if (configuration.sampleDistrict === 'demo' && (await services.directory.isEmpty())) {
      say('Filling the sample district');
      say(await fillSampleDistrict(services.directory, dataDirectory));
    }
    const needsOperator = await services.directory.isEmpty();

    await application.listen(configuration.port, '127.0.0.1');
    undo.push(() => application.close());
    if (sampleGrant) say('Sample sign-in: anybody on the roster, without a password, on this computer only');
    say(`Machine client: id ${machineClient.clientId}, secret ${clientSecret}`);
    if (needsOperator)
      say(`No roster yet. Name the first operator, once, within 24 hours: ${await portal.issueSetUpLink()}`);
    say(`Public key of the history: ${services.historyPublicKey}`);
    if (catchesMail) say(`Mailbox: ${publicUrl}/mailbox`);
    say(`Sightline is ready: ${publicUrl}`);
    return { url: publicUrl, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
