import type { PolicyBook } from '@sightline/policy';
import type { Clock } from '@sightline/service-kit';
import { changesBetween, rosterFact } from '../domain/index.js';
import { danglingReferences, withDangling } from './dangling-references.js';
import {
  RosterBundleUnreadable,
  type BeginOutcome,
  type ImportKey,
  type RosterBundleReader,
  type RosterStore,
} from './ports.js';

export interface ImportRoster {
  readonly importId: string;
  readonly bundlePath: string;
  readonly bundleSha256: string;
  readonly submittedBy: string;
  /** Says what would change and changes nothing. */
  readonly dryRun: boolean;
  /** A person has seen how many students would be removed. */
  readonly confirmed: boolean;
  readonly key?: ImportKey;
}

export interface ImportRosterParts {
  readonly store: RosterStore;
  readonly reader: RosterBundleReader;
  readonly clock: Clock;
  readonly nextId: () => string;
  readonly today: () => string;
  readonly policies: PolicyBook;
  readonly onFailed: (error: unknown) => void;
}

/** Takes a roster bundle: the good rows in one transaction with their events, the bad ones in the report. */
export class ImportRosterHandler {
  constructor(private readonly parts: ImportRosterParts) {}

  /** Keeps that the import has begun, unless its key already stands for one. */
  begin({ importId: id, submittedBy, bundleSha256, dryRun, key }: ImportRoster): Promise<BeginOutcome> {
    const { store, clock } = this.parts;
    return store.begin({ id, submittedBy, bundleSha256, createdAt: clock.now(), dryRun }, key);
  }

  /** Begins and runs an import. Never rejects because of the bundle: how it ended stands in the import. */
  async execute(command: ImportRoster): Promise<void> {
    if ((await this.begin(command)).outcome === 'begun') await this.run(command);
  }

  /** Runs an import that has begun. */
  async run(command: ImportRoster): Promise<void> {
    const { store, clock } = this.parts;
    try {
      await this.take(command);
    } catch (error) {
      const unreadable = error instanceof RosterBundleUnreadable;
      if (!unreadable) this.parts.onFailed(error);
      const report = unreadable
        ? { problem: { code: error.code, message: error.message } }
        : {
            problem: {
              code: 'internal-error',
              message: 'Nothing was changed. Send the bundle again; the operators can see why it failed.',
            },
          };
      await store.finish(command.importId, unreadable ? 'refused' : 'failed', clock.now(), report);
    } finally {
      await store.letGo(command.importId);
    }
  }

  private async take(command: ImportRoster): Promise<void> {
    const { store, reader, clock, nextId, today, policies } = this.parts;
    const { snapshot, report: read, uncertain } = await reader.read(command.bundlePath);
    const at = clock.now();
    const context = {
      importId: command.importId,
      actor: command.submittedBy,
      at,
      policyVersion: (await policies.inForce(today())).id,
    };
    await store.inSession(context, async (session) => {
      const changes = changesBetween(session.known, snapshot, {
        nextId,
        assignedRoles: session.assignedRoles,
        confirmed: command.confirmed || command.dryRun,
      });
      if (changes.outcome === 'awaits-confirmation') {
        await session.finish(command.importId, 'awaits-confirmation', clock.now(), { ...read, ...changes });
        return;
      }
      const report = withDangling(read, danglingReferences(uncertain, changes.after));
      const countOf = countsByType(changes.facts);
      if (!command.dryRun && changes.facts.length > 0) {
        const { seen, taken, refused } = report.counts;
        const completed = rosterFact('roster-import-completed', 'roster-import', command.importId, command.importId, {
          importId: command.importId,
          seen,
          taken,
          unchanged: Math.max(taken - changes.records.people.length, 0),
          refused,
        });
        await session.write(changes.after, [...changes.facts, completed]);
      } else if (!command.dryRun) await session.write(changes.after, []);
      await session.finish(command.importId, 'completed', clock.now(), { ...report, changes: countOf });
    });
  }
}

const countsByType = (facts: readonly { readonly type: string }[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { type } of facts) {
    const name = type.split('.')[2] ?? type;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
};
