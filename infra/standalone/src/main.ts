import { DataFolderInUse } from '@sightline/embedded-postgres';
import { InvalidEnvironment } from '@sightline/service-kit';
import { InvalidConfiguration, readConfiguration } from './standalone-configuration.js';
import { startStandalone, type RunningStandalone } from './start-standalone.js';

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const stopTimeoutMs = 15_000;

const stopOnSignal = (running: RunningStandalone): void => {
  let stopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (stopping) return;
    stopping = true;
    say(`${signal}: stopping`);
    setTimeout(() => process.exit(1), stopTimeoutMs).unref();
    running.stop().then(
      () => {
        say('Stopped');
        process.exit(0);
      },
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
};

try {
  stopOnSignal(await startStandalone(readConfiguration(process.env), say));
} catch (error) {
  const expected =
    error instanceof InvalidConfiguration || error instanceof InvalidEnvironment || error instanceof DataFolderInUse;
  process.stderr.write(`${expected ? error.message : ((error as Error).stack ?? String(error))}\n`);
  process.exit(1);
}
