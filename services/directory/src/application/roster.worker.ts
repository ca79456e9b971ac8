import type { BackgroundWorker } from '@sightline/service-kit';

export interface RosterWorkerOptions {
  /** Everything that falls due without anybody asking; each is tried however the others end. */
  readonly duties: readonly (() => Promise<unknown>)[];
  readonly onFailure: (error: unknown) => void;
  readonly pollMs: number;
}

/** Looks every now and then whether a new day has begun and whether an import was cut off. */
export class RosterWorker implements BackgroundWorker {
  private timer: NodeJS.Timeout | undefined;
  private busy: Promise<void> | undefined;

  constructor(private readonly options: RosterWorkerOptions) {}

  start(): void {
    this.timer = setInterval(() => this.look(), this.options.pollMs);
    this.look();
  }

  /** Nothing that is appended makes anything due here. */
  wake(): void {
    return undefined;
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.busy;
  }

  private look(): void {
    this.busy ??= this.doDuties().finally(() => {
      this.busy = undefined;
    });
  }

  private async doDuties(): Promise<void> {
    for (const duty of this.options.duties) await duty().catch(this.options.onFailure);
  }
}
