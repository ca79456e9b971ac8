import type { BackgroundWorker } from '@sightline/service-kit';

export interface DueWorkerOptions {
  /** Claims what is due by the clock and does what follows, until nothing is left. */
  readonly look: () => Promise<void>;
  /** Something does not answer: the next look comes in its turn. */
  readonly onFailure: (error: unknown) => void;
  readonly pollMs: number;
}

/** Looks at the calendar's rows again and again; what is due is decided by the clock of who looks, never by a timer's length. */
export class DueWorker implements BackgroundWorker {
  private timer: NodeJS.Timeout | undefined;
  private busy: Promise<void> | undefined;

  constructor(private readonly options: DueWorkerOptions) {}

  start(): void {
    this.timer = setInterval(() => this.begin(), this.options.pollMs);
    this.begin();
  }

  /** Commits make nothing due. */
  wake(): void {}

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.busy;
  }

  private begin(): void {
    this.busy ??= this.options
      .look()
      .catch((error: unknown) => this.options.onFailure(error))
      .finally(() => (this.busy = undefined));
  }
}
