import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

const outputLengthMax = 200_000;

/** A process that a journey starts, with what it said, for when something goes wrong. */
export class JourneyProcess {
  private readonly child: ChildProcess;
  private said = '';

  constructor(
    readonly name: string,
    script: string,
    environment: NodeJS.ProcessEnv,
  ) {
    this.child = spawn(process.execPath, [script], {
      env: { ...process.env, NODE_OPTIONS: '', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.on('data', (chunk: Buffer) => {
        this.said = (this.said + chunk.toString()).slice(-outputLengthMax);
      });
  }

  get output(): string {
    return this.said;
  }

  get pid(): number {
    return this.child.pid!;
  }

  get ended(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** Resolves when the process has said something like this. @throws when it ends or stays silent */
  async says(pattern: RegExp, timeoutMs = 60_000): Promise<RegExpExecArray> {
    for (const until = Date.now() + timeoutMs; ;) {
      const found = pattern.exec(this.said);
      if (found) return found;
      if (this.ended || Date.now() > until)
        throw new Error(
          `${this.name} ${this.ended ? 'ended' : 'did not say'} ${pattern} and said:\n${this.said.slice(-4_000)}`,
        );
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Sends a signal and waits for the end. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (this.ended) return;
    const ended = once(this.child, 'exit');
    this.child.kill(signal);
    await ended;
  }

  /** Waits for an end that something else brings about. */
  async hasEnded(): Promise<void> {
    if (!this.ended) await once(this.child, 'exit');
  }
}
