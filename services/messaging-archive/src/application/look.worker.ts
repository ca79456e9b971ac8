import type { BackgroundWorker } from '@sightline/service-kit';

export interface LookWorkerOptions {
  /** Does what is due, all of it. */
  readonly look: () => Promise<void>;
  /** What is due stays due; told once until a look succeeds. */
  readonly onFailure: (error: unknown) => void;
  /** From one look to the next. */
  readonly pollMs: number;
}

/** Does what is due, one look at a time and at its own pace. */
export class LookWorker implements BackgroundWorker {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private again = false;
  private failed = false;

  constructor(private readonly options: LookWorkerOptions) {}

  start(): void {
    this.timer = setInterval(() => this.look(), this.options.pollMs);
    this.look();
  }

  wake(): void {
    // Nobody waits for it: a look at every commit would cost more than it saves.
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.timer = undefined;
    await this.running;
  }

  private look(): void {
    this.again = true;
    this.running ??= this.drain();
  }

  private async drain(): Promise<void> {
    while (this.again && this.timer) {
      this.again = false;
      try {
        await this.options.look();
        this.failed = false;
      } catch (error) {
        if (!this.failed) this.options.onFailure(error);
        this.failed = true;
        break;
      }
    }
    this.running = undefined;
  }
}
