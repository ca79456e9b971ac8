import type { UnitOfWork, UnitResult } from '@sightline/event-store';
import type { BackgroundWorker, Clock } from '@sightline/service-kit';
import { authorizationDecider, type ComeDue } from '../domain/index.js';

/** Active authorizations for which something is due: a reminder, or the end. */
export interface DueAuthorizations {
  /** The longest due first. @param today a date of the district */
  due(
    today: string,
    limit: number,
  ): Promise<readonly { readonly authorizationId: string; readonly caseId: string; readonly policyVersion: string }[]>;
}

export interface DeadlineWorkerOptions {
  readonly authorizations: DueAuthorizations;
  readonly execute: (unit: UnitOfWork) => Promise<UnitResult>;
  readonly clock: Clock;
  readonly today: () => string;
  /** The floor of its attention. */
  readonly pollMs: number;
  readonly onFailure: (error: unknown) => void;
}

const batchSizeMax = 200;

/**
 * Reminds before the end and ends what has run its time (C3, C5: never open-ended). What is due is a row with a day; the
 * day is the clock's, so a test moves it. Two replicas may look at one row at once: the authorization decides once.
 */
export class DeadlineWorker implements BackgroundWorker {
  private timer: NodeJS.Timeout | undefined;
  private busy: Promise<void> | undefined;
  private running = false;

  constructor(private readonly options: DeadlineWorkerOptions) {}

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
    const { authorizations, execute, clock, today } = this.options;
    const date = today();
    for (;;) {
      const due = await authorizations.due(date, batchSizeMax);
      const command: ComeDue = { type: 'come-due', today: date };
      const results = await Promise.all(
        due.map(({ authorizationId, caseId, policyVersion }) =>
          execute({
            commands: [
              {
                subject: `authorization/${authorizationId}`,
                decider: authorizationDecider,
                command,
                expect: 'existing',
                context: {
                  ...{ correlationId: caseId, partitionKey: caseId, policyVersion, time: clock.now() },
                  ...{ causationId: `due/${date}`, actor: 'system:exception-request' },
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
