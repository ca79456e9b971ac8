import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { dropDatabase, ensureDatabase, findFreePort, grantLogReader, urlForRole } from '@sightline/embedded-postgres';
import { startKafkaBroker, startReceivingMailServer } from '@sightline/testing';
import { ChildProgram } from './child-program.js';
import {
  processNames,
  serviceNames,
  variableOf,
  type ProcessName,
  type RunningSightline,
} from './running-sightline.js';

const publishing = processNames.filter((service) => service !== 'audit');

/** A database for each service on the server of the run, under names that no other run has. */
const prepareDatabases = async () => {
  const server = process.env['TEST_POSTGRES_URL'];
  if (!server) throw new Error('no PostgreSQL server in this run: TEST_POSTGRES_URL is not set');
  const prefix = `journey_${randomBytes(4).toString('hex')}`;
  const password = randomBytes(18).toString('base64url');
  const reader = `${prefix}_log_reader`;
  const named = (service: ProcessName) => {
    const database = `${prefix}_${service.replaceAll('-', '_')}`;
    return { database, role: database, password };
  };
  const urls = new Map<ProcessName, string>();
  for (const service of processNames) urls.set(service, await ensureDatabase(server, named(service)));
  return {
    prefix,
    urls,
    logUrls: Object.fromEntries(
      publishing.map((service) => [
        service,
        urlForRole(server, { database: named(service).database, role: reader, password }),
      ]),
    ),
    /** Once the services' migrations have made the logs. */
    async grantReader(): Promise<void> {
      for (const service of publishing)
        await grantLogReader(server, { database: named(service).database, password, role: reader });
    },
    async drop(): Promise<void> {
      for (const service of processNames) await dropDatabase(server, named(service));
      await dropDatabase(server, { database: reader, role: reader });
    },
  };
};

/**
 * Every service and the portal as processes of their own, on real databases and the given bus, with an empty district.
 * @param environment of all of them; takes the place of what they would be given
 */
export async function startDistributed(
  bus: 'kafka' | 'postgres',
  environment: Readonly<Record<string, string>> = {},
): Promise<RunningSightline> {
  const undo: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const mail = await startReceivingMailServer();
    undo.push(() => mail.close());
    const databases = await prepareDatabases();
    undo.push(() => databases.drop());
    const kafka = bus === 'kafka' ? await startKafkaBroker() : undefined;
    if (kafka) undo.push(() => kafka.stop());
    const keyFolder = await mkdtemp(path.join(os.tmpdir(), 'sightline-keys-'));
    undo.push(() => rm(keyFolder, { recursive: true, force: true }));

    const ports = new Map<ProcessName, number>();
    for (const name of processNames) ports.set(name, await findFreePort());
    const urlOf = (name: ProcessName): string => `http://127.0.0.1:${ports.get(name)!}`;
    const url = urlOf('portal');
    const common = {
      ...Object.fromEntries(serviceNames.map((service) => [variableOf(service, 'URL'), urlOf(service)])),
      PUBLIC_URL: url,
      OIDC_ISSUER: `${url}/oidc`,
      COPY_SMTP_PORT: '0',
      BUS: bus,
      ...(kafka
        ? { KAFKA_BROKERS: kafka.brokers.join(','), KAFKA_TOPIC_PREFIX: databases.prefix }
        : { LOG_URLS: JSON.stringify(databases.logUrls) }),
    };
    const secrets = new Map(serviceNames.map((service) => [service, randomBytes(32).toString('base64url')]));
    const secretsOfAll = Object.fromEntries(
      [...secrets].map(([service, secret]) => [variableOf(service, 'CLIENT_SECRET'), secret]),
    );
    const settingsOf = (name: ProcessName): Record<string, string> => ({
      ...common,
      PORT: String(ports.get(name)!),
      DATABASE_URL: databases.urls.get(name)!,
      ...(name === 'portal'
        ? { KEY_FOLDER: keyFolder, SAMPLE_SIGN_IN: 'on', SET_UP_LINK: 'print', ...secretsOfAll }
        : { CLIENT_SECRET: secrets.get(name)! }),
      ...(name === 'audit' ? { HISTORY_KEY_FILE: path.join(keyFolder, 'history.key') } : {}),
      ...(name === 'messaging-archive' ? { ARCHIVE_DIR: path.join(keyFolder, 'archive') } : {}),
      ...(name === 'notification' ? { SMTP_URL: mail.url, MAIL_FROM: 'sightline@district.example' } : {}),
      ...environment,
    });
    const programs = new Map(
      [...ports.keys()].map((name) => [
        name,
        new ChildProgram(`services/${name}/dist/main.js`, settingsOf(name), /is ready: /),
      ]),
    );
    undo.push(() => Promise.all([...programs.values()].map((program) => program.end('SIGTERM'))));
    await Promise.all([...programs.values()].map((program) => program.start()));
    if (bus === 'postgres') await databases.grantReader();

    const setUpLink = /First operator: (\S+)/.exec(programs.get('portal')!.output)?.[1];
    if (setUpLink === undefined) throw new Error('the portal printed no set-up link');
    return {
      url,
      mail,
      machineClient: {
        id: 'district-it',
        secret: (await readFile(path.join(keyFolder, 'client-district-it.secret'), 'utf8')).trim(),
      },
      setUpLink,
      databaseUrl: async (service) => databases.urls.get(service)!,
      serverUrl: async () => process.env['TEST_POSTGRES_URL']!,
      output: (name) => programs.get(name)!.output,
      kill: (name) => programs.get(name)!.end('SIGKILL'),
      restart: (name, other = {}) => programs.get(name)!.restart({ ...settingsOf(name), ...other }),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
