import type { BackgroundWorker, Clock } from '@sightline/service-kit';

export interface WebhookLanesOptions {
  readonly clock: Clock;
  /** Webhooks at which something is due. */
  readonly due: (now: Date) => Promise<readonly string[]>;
  /** Sends some of what is due at one webhook. @returns whether more may be due there now */
  readonly deliver: (webhookId: string) => Promise<boolean>;
  /** What time has ended; once a minute. */
  readonly tidy: (now: Date) => Promise<unknown>;
  readonly onFailure: (error: unknown) => void;
  readonly pollMs: number;
}

const tidyEveryMs = 60_000;

/** One lane a webhook, each by itself: an address that does not answer holds up its own messages and nothing else. */
export class WebhookLanesWorker implements BackgroundWorker {
  private running = false;
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;
  private again = false;
  private tidiedAt = -Infinity;
  private readonly lanes = new Map<string, Promise<void>>();

  constructor(private readonly options: WebhookLanesOptions) {}

  start(): void {
    this.running = true;
    this.timer = setInterval(() => this.wake(), this.options.pollMs);
    this.wake();
  }

  wake(): void {
    if (!this.running) return;
    this.again = true;
    this.looking ??= this.look().finally(() => (this.looking = undefined));
  }

  async stop(): Promise<void> {
    this.running = false;
    clearInterval(this.timer);
    await this.looking;
    await Promise.all(this.lanes.values());
  }

  private async look(): Promise<void> {
    while (this.running && this.again) {
      this.again = false;
      const { clock, due, tidy, onFailure } = this.options;
      const now = clock.now();
      try {
        for (const webhookId of await due(now))
          if (!this.lanes.has(webhookId)) this.lanes.set(webhookId, this.run(webhookId));
        if (Math.abs(now.getTime() - this.tidiedAt) >= tidyEveryMs) {
          await tidy(now);
          this.tidiedAt = now.getTime();
        }
      } catch (error) {
        onFailure(error);
      }
    }
  }

  private async run(webhookId: string): Promise<void> {
    try {
      while (this.running && (await this.options.deliver(webhookId)));
    } catch (error) {
      this.options.onFailure(error);
    } finally {
      this.lanes.delete(webhookId);
    }
  }
}
