import type { ChildProcess } from 'node:child_process';
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { ProcessIdentity } from '@sightline/embedded-postgres';
import {
  findFreePort,
  identifyProcess,
  isSameProcessAlive,
  signalProcess,
  waitUntilGone,
} from '@sightline/embedded-postgres';
import { clearAbandonedFolders, createOwnedFolder } from './abandoned-folders.js';
import type { KafkaBroker } from './running-kafka.js';
import { findKafkaJars, requireJava } from './kafka-jars.js';
import { asProperties, brokerSettings, logSettings, startedLine } from './kafka-settings.js';
import { eventually } from './probe.js';

const run = promisify(execFile);
const folderPrefix = 'sightline-test-kafka-';
const startTimeoutMs = 60_000;
const stopTimeoutMs = 20_000;
const memory = ['-Xmx512m', '-XX:+UseSerialGC'];

const recordedProcess = async (folder: string): Promise<ProcessIdentity | undefined> => {
  const text = await readFile(path.join(folder, 'broker.process'), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as ProcessIdentity);
};

/** Ends the broker that a killed test process left behind. */
const endAbandonedBroker = async (folder: string): Promise<void> => {
  const broker = await recordedProcess(folder);
  if (!broker || !(await isSameProcessAlive(broker))) return;
  signalProcess(broker.pid, 'SIGKILL');
  await waitUntilGone(broker, stopTimeoutMs);
};

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

const endOf = async (child: ChildProcess): Promise<void> => {
  if (hasEnded(child)) return;
  // A broker alone keeps nobody running, but waiting for its end does.
  child.ref();
  await once(child, 'exit');
};

const launch = async (folder: string, jars: string): Promise<ChildProcess> => {
  const logFile = path.join(folder, 'broker.log');
  const output = openSync(logFile, 'w');
  const logging = `-Dlog4j2.configurationFile=${path.join(folder, 'log4j2.properties')}`;
  const child = spawn(
    'java',
    [...memory, logging, '-cp', `${jars}/*`, 'kafka.Kafka', path.join(folder, 'server.properties')],
    {
      env: process.env,
      stdio: ['ignore', output, output],
    },
  );
  closeSync(output);
  child.unref();
  await once(child, 'spawn');
  await writeFile(path.join(folder, 'broker.process'), JSON.stringify(await identifyProcess(child.pid!)));
  const log = await eventually(
    () => readFile(logFile, 'utf8'),
    (text) => text.includes(startedLine) || hasEnded(child),
    { timeoutMs: startTimeoutMs },
  );
  if (hasEnded(child)) throw new Error(`Kafka ended while it started:\n${log.slice(-2_000)}`);
  return child;
};

const format = async (folder: string, jars: string): Promise<void> => {
  const clusterId = `K${randomBytes(16).toString('base64url').slice(1, 21)}A`;
  const properties = path.join(folder, 'server.properties');
  const logging = `-Dlog4j2.configurationFile=${path.join(folder, 'log4j2.properties')}`;
  const tool = ['kafka.tools.StorageTool', 'format', '--cluster-id', clusterId, '--config', properties];
  await run('java', [logging, '-cp', `${jars}/*`, ...tool], { env: process.env });
};

/**
 * Apache Kafka in a Java process of its own, on free loopback ports, with its data in a temporary folder.
 * @throws KafkaNeedsProgram when Java, or Maven for the first time, is missing
 */
export const startKafkaProcess = async (): Promise<KafkaBroker> => {
  await requireJava();
  const jars = await findKafkaJars();
  await clearAbandonedFolders(folderPrefix, endAbandonedBroker);
  const folder = await createOwnedFolder(folderPrefix);
  const removeFolder = () => rm(folder, { recursive: true, force: true });
  const ports = { broker: await findFreePort(), controller: await findFreePort() };
  const settings = { ...brokerSettings('127.0.0.1', '127.0.0.1', ports), 'log.dirs': path.join(folder, 'data') };
  let child: ChildProcess;
  try {
    await writeFile(path.join(folder, 'server.properties'), asProperties(settings));
    await writeFile(path.join(folder, 'log4j2.properties'), logSettings);
    await format(folder, jars);
    child = await launch(folder, jars);
  } catch (error) {
    await endAbandonedBroker(folder);
    await removeFolder();
    throw error;
  }

  const end = async (): Promise<void> => {
    if (hasEnded(child)) return;
    const ended = endOf(child);
    child.kill('SIGTERM');
    // A broker halted by SIGSTOP takes its leave only once it runs again.
    child.kill('SIGCONT');
    const impatience = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
    await ended;
    clearTimeout(impatience);
  };

  return {
    brokers: [`127.0.0.1:${ports.broker}`],
    source: 'maven',
    kill: async (signal) => {
      const ended = signal === 'SIGKILL' ? endOf(child) : undefined;
      child.kill(signal);
      await ended;
    },
    restart: async () => {
      await end();
      child = await launch(folder, jars);
    },
    stop: async () => {
      await end();
      await removeFolder();
    },
  };
};
