import { isRetriable } from '@sightline/event-store';
import type { PolicyBook } from '@sightline/policy';
import type { Clock } from '@sightline/service-kit';
import type { ConsequenceOwners } from '@sightline/contracts';
import { holdReasons, type HoldAbove } from '../domain/index.js';
import {
  RosterBundleUnreadable,
  type BeginOutcome,
  type ImportKey,
  type KeptRoster,
  type ReadingProgress,
  type ReadRoster,
  type RosterBundleReader,
  type RosterSession,
  type RosterStore,
} from './ports.js';
import { followUpOf, reckonConsequences } from './reckon-consequences.js';
import type { RosterSink } from './staged-rows.js';

type ReadSource = (sink: RosterSink, onProgress: (progress: ReadingProgress) => void) => Promise<ReadRoster>;

interface RunImport {
  readonly importId: string;
  readonly submittedBy: string;
  /** Says what would change and changes nothing. */
  readonly dryRun: boolean;
  /** A person has seen what it would remove, end and send. */
  readonly confirmed: boolean;
  /** It is the roster of a new school year: what goes on over the summer is carried, and those who graduated leave as expected. */
  readonly rollover: boolean;
}

export interface ImportRoster extends RunImport {
  readonly bundlePath: string;
  readonly bundleSha256: string;
  readonly key?: ImportKey;
}

export interface ImportRosterParts {
  readonly store: RosterStore;
  readonly reader: RosterBundleReader;
  readonly clock: Clock;
  readonly today: () => string;
  readonly policies: PolicyBook;
  /** Who knows what would follow. */
  readonly consequences: ConsequenceOwners;
  readonly holdAbove: HoldAbove;
  readonly onFailed: (error: unknown) => void;
}

const attemptsMax = 3;

/** Takes a roster bundle: the good rows in one transaction with their events, the bad ones in the report. */
export class ImportRosterHandler {
  constructor(private readonly parts: ImportRosterParts) {}

  /** Keeps that the import has begun, unless its key already stands for one. */
  begin({
    importId: id,
    submittedBy,
    bundleSha256,
    dryRun,
    key,
  }: Omit<ImportRoster, 'bundlePath'>): Promise<BeginOutcome> {
    const { store, clock } = this.parts;
    return store.begin({ id, submittedBy, bundleSha256, createdAt: clock.now(), dryRun }, key);
  }

  /** Begins and runs an import. Never rejects because of the bundle: how it ended stands in the import. */
  async execute(command: ImportRoster): Promise<void> {
    if ((await this.begin(command)).outcome === 'begun') await this.run(command);
  }

  /** Runs an import that has begun. */
  run(command: ImportRoster): Promise<void> {
    return this.runFrom(command, (sink, onProgress) => this.parts.reader.read(command.bundlePath, sink, onProgress));
  }

  /** Runs an import that has begun from any source. */
  async runFrom(command: RunImport, source: ReadSource | 'kept'): Promise<void> {
    const { store, clock } = this.parts;
    try {
      await this.retried(command, source);
    } catch (error) {
      const unreadable = error instanceof RosterBundleUnreadable;
      if (!unreadable) this.parts.onFailed(error);
      const problem = unreadable
        ? { code: error.code, message: error.message }
        : {
            code: 'internal-error',
            message: 'Nothing was changed. Send the bundle again; the operators can see why it failed.',
          };
      await store.finish(command.importId, unreadable ? 'refused' : 'failed', clock.now(), { problem });
    } finally {
      await store.letGo(command.importId);
    }
  }

  private async retried(command: RunImport, source: ReadSource | 'kept'): Promise<void> {
    for (let attempt = 1; ; attempt += 1)
      try {
        return await this.take(command, source);
      } catch (error) {
        // PostgreSQL chose this import over somebody who waited for it; nothing of it is there.
        if (attempt >= attemptsMax || !isRetriable(error)) throw error;
      }
  }

  private async take(command: RunImport, source: ReadSource | 'kept'): Promise<void> {
    const { store, clock, today, policies } = this.parts;
    const { importId, submittedBy } = command;
    const { id: policyVersion } = await policies.inForce(today());
    const context = { importId, actor: submittedBy, at: clock.now(), policyVersion };
    await store.inSession(context, async (session) => {
      const roster =
        source === 'kept'
          ? await session.stageKept()
          : { read: await source(session.sink, this.reportTo(importId)), rollover: command.rollover };
      await this.decide(command, session, roster);
    });
  }

  private async decide(command: RunImport, session: RosterSession, roster: KeptRoster): Promise<void> {
    const { clock, today, holdAbove } = this.parts;
    const { report, leaving, changes, peopleChanged } = await session.take(roster, today());
    const consequences = await reckonConsequences(session.supposed, this.parts.consequences, this.parts.onFailed);
    const heldBecause = command.confirmed
      ? []
      : holdReasons(leaving, followUpOf(consequences), roster.rollover, holdAbove);
    const awaits = heldBecause.length > 0;
    const told = {
      ...report,
      rollover: roster.rollover,
      changes,
      consequences,
      ...leaving,
      ...(awaits ? { heldBecause } : {}),
    };
    if (command.dryRun || awaits) await session.undo();
    if (command.dryRun) return session.finish('completed', clock.now(), { ...told, wouldAwaitConfirmation: awaits });
    if (awaits) {
      await session.keep(roster);
      return session.finish('awaits-confirmation', clock.now(), told);
    }
    const { seen, taken, refused } = report.counts;
    await session.tell({ seen, taken, refused, unchanged: Math.max(taken - peopleChanged, 0) });
    return session.finish('completed', clock.now(), told);
  }

  private reportTo(importId: string): (progress: ReadingProgress) => void {
    return ({ file, rows }) => {
      // Progress is a courtesy: an import does not fail for it.
      void this.parts.store.progress(importId, { step: 'reading', file, done: rows }).catch(() => undefined);
    };
  }
}
