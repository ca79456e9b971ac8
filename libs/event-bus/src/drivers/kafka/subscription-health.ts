import type { Subscription } from '../../event-bus.js';

/** Tells the runner when a subscription does not run and when it does again, each once. */
export class SubscriptionHealth {
  private trouble: 'bus' | 'delivery' | undefined;

  constructor(private readonly subscription: Subscription) {}

  busFailed(error: Error): void {
    this.trouble = 'bus';
    this.subscription.onStopped(error);
  }

  deliveryFailed(error: Error): void {
    this.trouble = 'delivery';
    this.subscription.onStopped(error);
  }

  /** The bus is there; whether a failed delivery would succeed now is not known yet, unless it may have moved elsewhere. */
  begun(afterNewAssignment: boolean): void {
    if (this.trouble === 'bus' || afterNewAssignment) this.delivered();
  }

  delivered(): void {
    if (this.trouble === undefined) return;
    this.trouble = undefined;
    this.subscription.onStopped(undefined);
  }
}
