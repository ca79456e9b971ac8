import type { Clock } from '@sightline/service-kit';
import type { ImportRosterHandler } from './import-roster.handler.js';
import type { RosterStore } from './ports.js';

/** A person says whether an import that would remove many students is taken; a machine cannot. */
export class DecideHeldImportHandler {
  constructor(
    private readonly store: RosterStore,
    private readonly imports: Pick<ImportRosterHandler, 'runFrom'>,
    private readonly clock: Clock,
  ) {}

  /** @returns the run under way; undefined when the import awaits nobody */
  async confirm(importId: string, decidedBy: string): Promise<{ readonly running: Promise<void> } | undefined> {
    if (!(await this.store.resume(importId, decidedBy))) return undefined;
    const command = { importId, submittedBy: decidedBy, dryRun: false, confirmed: true, rollover: false };
    return { running: this.imports.runFrom(command, 'kept') };
  }

  /** @returns false when the import awaits nobody */
  reject(importId: string, decidedBy: string): Promise<boolean> {
    return this.store.reject(importId, decidedBy, this.clock.now());
  }
}
