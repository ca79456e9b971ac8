import type { BackgroundWorker } from '@sightline/service-kit';
import { LookWorker } from '../look.worker.js';
import type { RunImports } from './run-import.js';

const pollMs = 1_000;

/** Looks for imports with work to do; a stop lets the one under way end its batch and wait. */
export class ImportsWorker implements BackgroundWorker {
  private readonly looks: LookWorker;

  constructor(
    private readonly run: RunImports,
    onFailure: (error: unknown) => void,
  ) {
    this.looks = new LookWorker({ look: () => run.look(), onFailure, pollMs });
  }

  start(): void {
    this.looks.start();
  }

  wake(): void {
    this.looks.wake();
  }

  stop(): Promise<void> {
    this.run.stop();
    return this.looks.stop();
  }
}
