import type { UnitOfWork, UnitResult } from '@sightline/event-store';
import type { BackgroundWorker, Clock } from '@sightline/service-kit';
import { recordsRequestDecider, type RecordsRequestComesDue } from '../../domain/index.js';

export interface RecordsRequestsDueOptions {
  /** The longest due first. @param today a date of the district */
  readonly due: (
    today: string,
    limit: number,
  ) => Promise<readonly { readonly recordsRequestId: string; readonly policyVersion: string }[]>;
  readonly execute: (unit: UnitOfWork) => Promise<UnitResult>;
  readonly clock: Clock;
  readonly today: () => string;
  readonly pollMs: number;
  readonly onFailure: (error: unknown) => void;
}

const batchSizeMax = 200;

/** Says that a records request is overdue, and sends it up (C8, C9). The day is the clock's, so a test moves it. */
export class RecordsRequestsDueWorker implements BackgroundWorker {
  private timer: NodeJS.Timeout | undefined;
  private busy: Promise<void> | undefined;
  private running = false;

  constructor(private readonly options: RecordsRequestsDueOptions) {}

  start(): void {
    this.running = true;
    this.timer = setInterval(() => this.look(), this.options.pollMs);
    this.look();
  }

  /** A commit makes nothing due: only time does. */
  wake(): void {}

  async stop(): Promise<void> {
    this.running = false;
    clearInterval(this.timer);
    await this.busy;
  }

  /** Handles all that is due now. @throws whatever the database throws */
  async run(): Promise<void> {
    const { due: find, execute, clock, today } = this.options;
    const date = today();
    const command: RecordsRequestComesDue = { type: 'come-due', today: date };
    for (;;) {
      const due = await find(date, batchSizeMax);
      const results = await Promise.all(
        due.map(({ recordsRequestId, policyVersion }) =>
          execute({
            commands: [
              {
                ...{ subject: `records-request/${recordsRequestId}`, decider: recordsRequestDecider, command },
                expect: 'existing',
                context: {
                  ...{ correlationId: recordsRequestId, partitionKey: recordsRequestId, policyVersion },
                  ...{ time: clock.now(), causationId: `due/${date}`, actor: 'system:messaging-archive' },
                },
              },
            ],
            answer: () => null,
          }),
        ),
      );
      const moved = results.some((result) => result.outcome === 'accepted' && result.events.length > 0);
      if (due.length < batchSizeMax || !moved) return;
    }
  }

  private look(): void {
    if (!this.running || this.busy) return;
    this.busy = this.run()
      .catch(this.options.onFailure)
      .finally(() => {
        this.busy = undefined;
      });
  }
}
