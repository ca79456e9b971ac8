import type { BackgroundWorker } from '@sightline/service-kit';

export interface IntervalWorkerOptions {
  /** Does what is there to do. */
  readonly look: () => Promise<unknown>;
  /** The next look comes in its turn. */
  readonly onFailure: (error: unknown) => void;
  readonly everyMs: number;
}

/** Looks again and again, one look at a time. */
export class IntervalWorker implements BackgroundWorker {
  private timer: NodeJS.Timeout | undefined;
  private busy: Promise<void> | undefined;

  constructor(private readonly options: IntervalWorkerOptions) {}

  start(): void {
    this.timer = setInterval(() => this.begin(), this.options.everyMs);
    this.begin();
  }

  /** What it looks at is never urgent. */
  wake(): void {}

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.busy;
  }

  private begin(): void {
    this.busy ??= this.options
      .look()
      .then(() => undefined)
      .catch((error: unknown) => this.options.onFailure(error))
      .finally(() => (this.busy = undefined));
  }
}
