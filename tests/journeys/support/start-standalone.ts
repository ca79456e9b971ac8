import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { findFreePort, serviceDatabaseNames, stopOrphanedServer, urlForRole } from '@sightline/embedded-postgres';
import { startReceivingMailServer } from '@sightline/testing';
import { ChildProgram } from './child-program.js';
import type { ProcessName, RunningSightline } from './running-sightline.js';

const printedBy = (output: string, form: RegExp): readonly string[] => {
  const found = form.exec(output);
  if (!found) throw new Error(`the start did not print ${form.source}:\n${output}`);
  return found.slice(1);
};

const databaseUrlIn = async (dataDirectory: string, service: ProcessName): Promise<string> => {
  const port = (await readFile(path.join(dataDirectory, 'postgres/port'), 'utf8')).trim();
  const password = await readFile(path.join(dataDirectory, 'database-password'), 'utf8');
  return urlForRole(`postgres://127.0.0.1:${port}/postgres`, { ...serviceDatabaseNames(service), password });
};

const serverUrlIn = async (dataDirectory: string): Promise<string> => {
  const port = (await readFile(path.join(dataDirectory, 'postgres/port'), 'utf8')).trim();
  const password = (await readFile(path.join(dataDirectory, 'postgres/superuser.password'), 'utf8')).trim();
  return `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`;
};

export interface StandaloneSightline extends RunningSightline {
  readonly dataDirectory: string;
  /** Resolves when the process has ended, by whatever it was. */
  ended(): Promise<void>;
}

/** The whole of Sightline as one process, with an empty district. @param environment failpoints, say */
export async function startStandalone(
  environment: Readonly<Record<string, string>> = {},
): Promise<StandaloneSightline> {
  const mail = await startReceivingMailServer();
  const dataDirectory = await mkdtemp(path.join(os.tmpdir(), 'sightline-journey-'));
  // PostgreSQL may run under another account.
  await chmod(dataDirectory, 0o755);
  const port = await findFreePort();
  const settings = {
    PORT: String(port),
    DATA_DIR: dataDirectory,
    SAMPLE_DISTRICT: 'none',
    SMTP_URL: mail.url,
    LOG_LEVEL: 'warn',
  };
  const program = new ChildProgram('infra/standalone/dist/main.js', { ...settings, ...environment }, /is ready: /);
  const stop = async (): Promise<void> => {
    try {
      await program.end('SIGTERM');
    } finally {
      await stopOrphanedServer(path.join(dataDirectory, 'postgres/cluster'), () => undefined);
      await mail.close();
      await rm(dataDirectory, { recursive: true, force: true });
    }
  };
  try {
    await program.start();
    const [id, secret] = printedBy(program.output, /Machine client: id (\S+), secret (\S+)/);
    const [setUpLink] = printedBy(program.output, /(http:\S+\/setup\/\S+)/);
    return {
      url: `http://127.0.0.1:${port}`,
      dataDirectory,
      ended: () => program.ended(),
      mail,
      machineClient: { id: id!, secret: secret! },
      setUpLink: setUpLink!,
      databaseUrl: (service) => databaseUrlIn(dataDirectory, service),
      serverUrl: () => serverUrlIn(dataDirectory),
      output: () => program.output,
      kill: () => program.end('SIGKILL'),
      restart: (_name, other = {}) => program.restart({ ...settings, ...other }),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
