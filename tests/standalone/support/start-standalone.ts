import { findFreePort } from '@sightline/embedded-postgres';
import { startReceivingMailServer, type ReceivingMailServer } from '@sightline/testing';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { PeopleClient } from './people-client.js';
import { JourneyProcess } from './child-process.js';

export interface StandaloneSystem {
  readonly api: PeopleClient;
  readonly mail: ReceivingMailServer;
  stop(): Promise<void>;
  readonly dataDirectory: string;
  readonly process: JourneyProcess;
  /** Starts the process anew on the same data, as after a crash. */
  start(environment?: NodeJS.ProcessEnv): Promise<void>;
  machineSecret(): string;
}

const script = fileURLToPath(new URL('../../../infra/standalone/dist/main.js', import.meta.url));

/** The product as `npm start` runs it, on a folder of its own, its mail going to a real server. */
export async function startStandalone(
  sampleDistrict: 'demo' | 'none',
  environment: NodeJS.ProcessEnv = {},
): Promise<StandaloneSystem> {
  const port = await findFreePort();
  const mail = await startReceivingMailServer();
  const dataDirectory = await mkdtemp(path.join(os.tmpdir(), 'sightline-journey-'));
  await chmod(dataDirectory, 0o755);
  const api = new PeopleClient(`http://127.0.0.1:${port}`);
  let child: JourneyProcess;
  const system: StandaloneSystem = {
    api,
    mail,
    dataDirectory,
    get process() {
      return child;
    },
    async start(more = {}) {
      child = new JourneyProcess('standalone', script, {
        PORT: String(port),
        DATA_DIR: dataDirectory,
        SAMPLE_DISTRICT: sampleDistrict,
        SMTP_URL: mail.url,
        ...more,
      });
      await child.says(/Sightline is ready/);
    },
    machineSecret: () => /secret (\S+)/.exec(child.output)![1]!,
    async stop() {
      await child.end();
      await mail.close();
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
  await system.start(environment);
  return system;
}
