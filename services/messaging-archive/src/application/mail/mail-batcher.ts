import type { IncomingMail } from './incoming-mail.js';

interface Waiting {
  readonly mail: IncomingMail;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

const batchMax = 200;

/** Files whatever waits when the batch before it has committed: alone at low load, many at high load, with no timer. */
export class MailBatcher {
  private readonly waiting: Waiting[] = [];
  private running: Promise<void> | undefined;

  constructor(private readonly take: (mails: readonly IncomingMail[]) => Promise<void>) {}

  /** Resolves after the commit. */
  readonly file = (mail: IncomingMail): Promise<void> =>
    new Promise((resolve, reject) => {
      this.waiting.push({ mail, resolve, reject });
      this.running ??= this.drain();
    });

  async idle(): Promise<void> {
    while (this.running) await this.running;
  }

  private async drain(): Promise<void> {
    // Lets mails that end in the same turn of the event loop share a transaction.
    await new Promise<void>((resolve) => setImmediate(resolve));
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, batchMax);
      try {
        await this.take(batch.map(({ mail }) => mail));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        if (batch.length === 1) batch[0]!.reject(error);
        // Only the culprit's sender hears of it. What was filed already becomes one more arrival, and no second message.
        else for (const each of batch) await this.take([each.mail]).then(each.resolve, each.reject);
      }
    }
    this.running = undefined;
  }
}
