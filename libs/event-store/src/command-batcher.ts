import type pg from 'pg';
import { executeUnits } from './execute-units.js';
import { failpoint } from './failpoints.js';
import type { Projection } from './row-projection.js';
import { isKeyCollision } from './kept-answers.js';
import { CommitUnknown, inTransaction, isRetriable } from './transaction.js';
import type { UnitOfWork, UnitResult } from './unit-of-work.js';

export interface CommandBatcherOptions {
  readonly pool: pg.Pool;
  readonly projections: readonly Projection[];
  /** Told after each commit that appended something; what it throws is lost, as a missed wake-up costs latency only. */
  readonly onAppended: () => void;
  readonly batchSizeMax?: number;
  /** When fewer than `gatherBelow` commands wait after a batch, how long others may join them. A lone command never waits. */
  readonly gatherMs?: number;
  readonly gatherBelow?: number;
  /** The same after a batch of several commands: then a larger next batch serves all of them sooner. */
  readonly busyGatherMs?: number;
  /** Units that may wait; one more is refused at once with `BatcherOverloaded`. */
  readonly queueLengthMax?: number;
  readonly deadlockRetriesMax?: number;
}

/** More commands wait than the batcher takes: the caller should answer 503 with Retry-After. */
export class BatcherOverloaded extends Error {
  override readonly name = 'BatcherOverloaded';
}

/** A batch of so many commands or more shows that the process is busy. */
const busyFrom = 3;

interface Waiting {
  readonly unit: UnitOfWork;
  readonly resolve: (result: UnitResult) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Opens one transaction for all commands that are waiting when the last one has committed: at low load a command
 * alone, at high load many, with no timer in between. A batch that fails is run again one unit at a time, so that only
 * the culprit's caller sees the failure.
 */
export class CommandBatcher {
  private readonly waiting: Waiting[] = [];
  private running: Promise<void> | undefined;

  constructor(private readonly options: CommandBatcherOptions) {}

  /** Resolves after the commit. @throws BatcherOverloaded, or what the database threw for this unit alone */
  execute<Answer>(unit: UnitOfWork<Answer>): Promise<UnitResult<Answer>> {
    if (this.waiting.length >= (this.options.queueLengthMax ?? 10_000))
      return Promise.reject(new BatcherOverloaded('too many commands are waiting'));
    return new Promise((resolve, reject) => {
      this.waiting.push({ unit, resolve: resolve as (result: UnitResult) => void, reject });
      this.running ??= this.drain();
    });
  }

  /** Resolves when nothing is waiting or running. */
  async idle(): Promise<void> {
    while (this.running) await this.running;
  }

  private async drain(): Promise<void> {
    // Lets the requests of the same turn of the event loop share the transaction.
    await new Promise<void>((resolve) => setImmediate(resolve));
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, this.options.batchSizeMax ?? 256);
      try {
        await this.commit(batch);
      } catch (error) {
        if (batch.length === 1 || error instanceof CommitUnknown) for (const { reject } of batch) reject(error);
        else
          for (const single of batch) await this.commit([single]).catch((culprit: unknown) => single.reject(culprit));
      }
      const { gatherMs = 2, gatherBelow = 16, busyGatherMs = 5 } = this.options;
      if (this.waiting.length > 0 && this.waiting.length < gatherBelow)
        await new Promise<void>((resolve) =>
          setTimeout(resolve, batch.length >= busyFrom ? Math.max(gatherMs, busyGatherMs) : gatherMs),
        );
    }
    // In the same turn as the last look at the queue: a newcomer either is in it or starts the next drain.
    this.running = undefined;
  }

  private async commit(batch: readonly Waiting[]): Promise<void> {
    const { pool, projections, onAppended, deadlockRetriesMax = 5 } = this.options;
    for (let attempt = 0; ; attempt += 1) {
      try {
        const executed = await inTransaction(pool, async (transaction, sendLast) => {
          const result = await executeUnits(
            transaction,
            batch.map(({ unit }) => unit),
            { projections, sendLast },
          );
          failpoint('append.before-commit');
          return result;
        });
        failpoint('append.after-commit-before-answer');
        batch.forEach(({ resolve }, index) => resolve(executed.results[index]!));
        if (executed.appended > 0) announce(onAppended);
        return;
      } catch (error) {
        if (!(isRetriable(error) || isKeyCollision(error)) || attempt >= deadlockRetriesMax) throw error;
      }
    }
  }
}

/** The commit stands: a failing listener must not make it look undone. */
const announce = (onAppended: () => void): void => {
  try {
    onAppended();
  } catch {
    return;
  }
};
