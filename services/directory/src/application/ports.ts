import type { RoleAtBuilding } from '@sightline/contracts';
import type { KnownRoster, RosterFact, RosterSnapshot } from '../domain/index.js';

/** One line of an import's report: what is wrong, where, and what to do. */
export interface RosterReportEntry {
  readonly file: string;
  /** Line in the file, counted from 1; absent when the whole file is meant. */
  readonly line?: number;
  readonly column?: string;
  readonly code: string;
  readonly message: string;
  readonly severity: 'refused' | 'note';
}

export interface RosterReport {
  readonly version: string;
  readonly files: readonly {
    readonly file: string;
    readonly rows: number;
    readonly taken: number;
    readonly refused: number;
  }[];
  readonly entries: readonly RosterReportEntry[];
  /** Entries beyond those listed. */
  readonly entriesLeftOut: number;
  readonly counts: { readonly seen: number; readonly taken: number; readonly refused: number };
}

/** A reference whose end the bundle does not list; whether it is there only the directory knows. */
export interface UncertainReference {
  readonly kind: 'people' | 'anybody' | 'groups' | 'buildings' | 'guardianships';
  readonly sourcedId: string;
  /** The other end of a guardianship. */
  readonly other?: string;
  /** The first cell that names it. */
  readonly file: string;
  readonly line: number;
  readonly column: string;
  /** How many rows name it. */
  readonly rows: number;
}

/** Reads a bundle that a caller sent. @throws RosterBundleUnreadable when it cannot be read at all */
export interface RosterBundleReader {
  read(path: string): Promise<{
    readonly snapshot: RosterSnapshot;
    readonly report: RosterReport;
    readonly uncertain: readonly UncertainReference[];
  }>;
}

/** The bundle is no roster at all; nothing of it was taken. */
export class RosterBundleUnreadable extends Error {
  override readonly name = 'RosterBundleUnreadable';
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export type ImportStatus = 'running' | 'completed' | 'awaits-confirmation' | 'refused' | 'failed';

export interface RosterImportRecord {
  readonly id: string;
  readonly status: ImportStatus;
  readonly submittedBy: string;
  readonly bundleSha256: string;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
  readonly dryRun: boolean;
  readonly report: Readonly<Record<string, unknown>> | null;
}

/** One import's view of the roster; nobody else changes the roster meanwhile, and all of it commits together. */
export interface RosterSession {
  readonly known: KnownRoster;
  readonly assignedRoles: ReadonlyMap<string, readonly RoleAtBuilding[]>;
  write(after: KnownRoster, facts: readonly RosterFact[]): Promise<void>;
  finish(id: string, status: ImportStatus, at: Date, report: object): Promise<void>;
}

export interface AppendContext {
  readonly importId: string;
  readonly actor: string;
  readonly at: Date;
  readonly policyVersion: string;
}

/** An Idempotency-Key with what it stands for. */
export interface ImportKey {
  readonly scope: string;
  readonly key: string;
  readonly bodyHash: string;
}

/** `repeated`: the key and the same bundle are known; their import is the answer. */
export type BeginOutcome =
  | { readonly outcome: 'begun' }
  | { readonly outcome: 'repeated'; readonly importId: string }
  | { readonly outcome: 'key-reused' };

export interface RosterStore {
  /** One import at a time; `work` that throws, or an import that no longer runs, leaves nothing behind. */
  inSession<Result>(context: AppendContext, work: (session: RosterSession) => Promise<Result>): Promise<Result>;
  /**
   * The key is kept together with the import that it stands for, and forgotten when that import fails. An import that
   * has begun is this process's until it lets go of it or dies.
   */
  begin(record: Omit<RosterImportRecord, 'finishedAt' | 'report' | 'status'>, key?: ImportKey): Promise<BeginOutcome>;
  finish(id: string, status: ImportStatus, at: Date, report: object): Promise<void>;
  letGo(id: string): Promise<void>;
  /** An import that a crash cut off changed nothing: says so, so that nobody waits for it. Another replica's import runs on. */
  failInterrupted(at: Date): Promise<void>;
  find(id: string): Promise<RosterImportRecord | undefined>;
  latest(limit: number, before: string | undefined): Promise<RosterImportRecord[]>;
}
