import type { BackgroundWorker, Clock } from '@sightline/service-kit';
import type { DeliveredBatch } from './deliver-waiting-mail.js';

export interface DeliveryWorkerOptions {
  readonly clock: Clock;
  /** Claims and delivers one batch. */
  readonly deliver: () => Promise<DeliveredBatch>;
  /** Something went wrong that is no mail's fault: the worker goes on after a while. */
  readonly onFailure: (error: unknown) => void;
  /** Told when something outside does not answer, and when it does again (null); once each. */
  readonly onOutage: (outage: DeliveredBatch['outage']) => void;
  /** The floor of its attention, when no wake-up comes. */
  readonly pollMs: number;
  readonly restMs: { readonly first: number; readonly max: number };
}

/** Delivers batch after batch while there is something due; rests, by the clock, while something outside does not answer. */
export class DeliveryWorker implements BackgroundWorker {
  private running = false;
  private rests = 0;
  private restUntil = 0;
  private failed = false;
  private timer: NodeJS.Timeout | undefined;
  private busy: Promise<void> | undefined;
  private again = false;

  constructor(private readonly options: DeliveryWorkerOptions) {}

  start(): void {
    this.running = true;
    this.timer = setInterval(() => this.look(), this.options.pollMs);
    this.look();
  }

  wake(): void {
    // After a failure the next look is the poll's: wake-ups come with every commit.
    if (this.running && !this.failed) this.look();
  }

  async stop(): Promise<void> {
    this.running = false;
    clearInterval(this.timer);
    await this.busy;
  }

  private look(): void {
    this.failed = false;
    this.again = true;
    this.busy ??= this.drain();
  }

  private async drain(): Promise<void> {
    // Lets the commit that woke it finish its own turn of the event loop.
    await new Promise<void>((resolve) => setImmediate(resolve));
    while (this.running && this.again) {
      this.again = false;
      if (this.options.clock.now().getTime() < this.restUntil) break;
      try {
        const { claimed, outage } = await this.options.deliver();
        this.rest(outage, claimed);
        if (claimed > 0) this.again = true;
      } catch (error) {
        this.failed = true;
        this.again = false;
        this.options.onFailure(error);
      }
    }
    this.busy = undefined;
  }

  private rest(outage: DeliveredBatch['outage'], claimed: number): void {
    const { clock, restMs, onOutage } = this.options;
    if (outage) {
      if (this.rests === 0) onOutage(outage);
      this.restUntil = clock.now().getTime() + Math.min(restMs.max, restMs.first * 2 ** Math.min(this.rests, 20));
      this.rests += 1;
    } else if (claimed > 0 && this.rests > 0) {
      this.rests = 0;
      onOutage(null);
    }
  }
}
