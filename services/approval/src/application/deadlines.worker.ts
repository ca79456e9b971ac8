import type { BackgroundWorker } from '@sightline/service-kit';

export interface DeadlinesWorkerOptions {
  /** Does a bounded part of what is due; 0 when nothing came of it. */
  readonly advance: () => Promise<number>;
  /** Once a day at the least. */
  readonly followAbsences: () => Promise<void>;
  readonly today: () => string;
  /** Something went wrong: what is due stays due, and is tried again. */
  readonly onFailure: (error: unknown) => void;
  readonly pollMs: number;
}

/** Looks at the clock: what is due is a row, and stays one until it is done. */
export class DeadlinesWorker implements BackgroundWorker {
  private timer: NodeJS.Timeout | undefined;
  private running = false;
  private busy: Promise<void> | undefined;
  private followedOn: string | undefined;

  constructor(private readonly options: DeadlinesWorkerOptions) {}

  start(): void {
    this.running = true;
    this.timer = setInterval(() => this.look(), this.options.pollMs);
  }

  /** Nothing becomes due by a commit. */
  wake(): void {}

  async stop(): Promise<void> {
    this.running = false;
    clearInterval(this.timer);
    await this.busy;
  }

  private look(): void {
    this.busy ??= this.work().finally(() => {
      this.busy = undefined;
    });
  }

  private async work(): Promise<void> {
    try {
      const today = this.options.today();
      if (this.followedOn !== today) {
        await this.options.followAbsences();
        this.followedOn = today;
      }
      while (this.running && (await this.options.advance()) > 0);
    } catch (error) {
      this.options.onFailure(error);
    }
  }
}
