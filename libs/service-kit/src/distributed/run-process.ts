import { InvalidEnvironment } from './variables.js';

/** What runs until it is told to stop. */
export interface RunningProcess {
  stop(): Promise<void>;
}

const stopTimeoutMs = 15_000;

const leave = (exitCode: number, line: string): never => {
  process.stderr.write(`${line}\n`);
  process.exit(exitCode);
};

/**
 * Starts a process and stops it on SIGTERM or SIGINT, within 15 seconds or by force. A wrong environment ends it with one
 * line and exit code 1, any other failure to start with its stack.
 */
export async function runProcess(name: string, start: () => Promise<RunningProcess>): Promise<void> {
  let running: RunningProcess | undefined;
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => leave(1, `${name}: did not stop within ${stopTimeoutMs} ms`), stopTimeoutMs).unref();
    (running?.stop() ?? Promise.resolve()).then(
      () => process.exit(0),
      (error: unknown) => leave(1, `${name}: ${String(error)}`),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  try {
    running = await start();
  } catch (error) {
    leave(
      1,
      error instanceof InvalidEnvironment ? `${name}: ${error.message}` : ((error as Error).stack ?? String(error)),
    );
  }
}
