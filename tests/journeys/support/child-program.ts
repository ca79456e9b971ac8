import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { promisify } from 'node:util';
import { eventually } from '@sightline/testing';

const root = path.resolve(import.meta.dirname, '../../..');
const startTimeoutMs = 45_000;
const stopTimeoutMs = 20_000;

/** Only what a program may know of the machine; a setting of the test run is none of its own. */
const inherited = ['PATH', 'LANG', 'TZ', 'TMPDIR'];

/** A program of the repository, compiled, as a process of its own. */
export class ChildProgram {
  private child: ChildProcess | undefined;
  private printed = '';

  /** @param file path of the compiled program, from the root of the repository */
  constructor(
    private readonly file: string,
    private environment: Readonly<Record<string, string>>,
    private readonly ready: RegExp,
  ) {}

  /** Everything it has printed since its last start. */
  get output(): string {
    return this.printed;
  }

  /** Null while it runs, and when a signal ended it. */
  get exitCode(): number | null {
    return this.child?.exitCode ?? null;
  }

  async start(environment = this.environment): Promise<void> {
    this.environment = environment;
    this.printed = '';
    const own = Object.fromEntries(inherited.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
    const child = spawn(process.execPath, [path.join(root, this.file)], {
      env: { ...own, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    const keep = (chunk: Buffer): void => {
      this.printed = (this.printed + chunk.toString()).slice(-100_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const goesWithTheRun = (): void => void child.kill('SIGKILL');
    process.once('exit', goesWithTheRun);
    child.once('exit', () => process.off('exit', goesWithTheRun));
    await eventually(
      () => this.printed,
      (printed) => this.ready.test(printed) || hasEnded(child),
      { timeoutMs: startTimeoutMs },
    );
    if (hasEnded(child)) throw new Error(`${this.file} ended while it started:\n${this.printed}`);
  }

  /** Resolves when it is gone; a program that does not stop in 20 seconds is killed, and that is an error. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const child = this.child;
    if (!child || hasEnded(child)) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, stopTimeoutMs);
    await gone;
    clearTimeout(timer);
    if (late) throw new Error(`${this.file} did not stop:\n${this.printed}`);
  }

  /** Resolves when something else has ended it. */
  async ended(): Promise<void> {
    const child = this.child;
    if (child && !hasEnded(child)) await once(child, 'exit');
  }

  async restart(environment?: Readonly<Record<string, string>>): Promise<void> {
    await this.end('SIGTERM');
    await this.start(environment);
  }
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

export interface ProgramEnd {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a compiled program to its end. */
export const programEnd = async (
  file: string,
  environment: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Promise<ProgramEnd> => {
  const options = { env: { PATH: process.env['PATH'] ?? '', ...environment } };
  return promisify(execFile)(process.execPath, [path.join(root, file), ...args], options).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }: ProgramEnd) => ({ code, stdout, stderr }),
  );
};
