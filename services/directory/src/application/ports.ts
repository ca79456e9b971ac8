import type { RosterImportCompleted } from '@sightline/contracts';
import type { StudentsLeaving } from '../domain/index.js';
import type { SupposedFacts } from './reckon-consequences.js';
import type { RosterSink, RosterTold } from './staged-rows.js';

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
    /** Whether it was taken as the whole list, whose silence removes, or as a part of it. */
    readonly list?: 'whole' | 'part';
    readonly rows: number;
    readonly taken: number;
    readonly refused: number;
  }[];
  readonly entries: readonly RosterReportEntry[];
  /** Entries beyond those listed. */
  readonly entriesLeftOut: number;
  readonly counts: { readonly seen: number; readonly taken: number; readonly refused: number };
}

/** How far the reading of a file is. */
export interface ReadingProgress {
  readonly file: string;
  readonly rows: number;
}

/** What one source said, once all of it is read: its rows are in the sink. */
export interface ReadRoster {
  readonly told: RosterTold;
  readonly version: string;
  /** Names as the source spells them, by the name in lower case. */
  readonly fileNames: Readonly<Record<string, string>>;
  /** What the rows alone could tell; what they refer to is looked at later. */
  readonly report: RosterReport;
}

/** What is taken: a source that has been read, and whether it is the roster of a new school year. */
export interface KeptRoster {
  readonly read: ReadRoster;
  readonly rollover: boolean;
}

/** Reads a bundle that a caller sent. @throws RosterBundleUnreadable when it cannot be read at all */
export interface RosterBundleReader {
  read(path: string, sink: RosterSink, onProgress?: (progress: ReadingProgress) => void): Promise<ReadRoster>;
}

/** Reads from a provider that is asked. @throws RosterBundleUnreadable when it does not answer */
export interface RosterProviderReader {
  /** @param since only what changed after it; everything when undefined */
  read(
    since: Date | undefined,
    sink: RosterSink,
    onProgress?: (progress: ReadingProgress) => void,
  ): Promise<ReadRoster>;
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

export type ImportStatus = 'running' | 'completed' | 'awaits-confirmation' | 'rejected' | 'refused' | 'failed';

export interface RosterImportRecord {
  readonly id: string;
  readonly status: ImportStatus;
  readonly submittedBy: string;
  readonly bundleSha256: string;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
  readonly dryRun: boolean;
  readonly report: Readonly<Record<string, unknown>> | null;
  /** Who confirmed or rejected an import that awaited it. */
  readonly decidedBy: string | null;
  /** How far a running import is. */
  readonly progress: ImportProgress | null;
}

export interface ImportProgress {
  readonly step: 'reading' | 'comparing' | 'telling';
  /** The file that is read. */
  readonly file: string | null;
  /** Rows of the file that are read, or facts that are told. */
  readonly done: number;
}

/** What the staged rows change. */
export interface TakenRoster {
  readonly report: RosterReport;
  readonly leaving: StudentsLeaving;
  /** How many people's rows differ. */
  readonly peopleChanged: number;
  /** How many facts of each kind there are to tell. */
  readonly changes: Readonly<Record<string, number>>;
}

/** One import's view of the roster; nobody else changes the roster meanwhile, and all of it commits together. */
export interface RosterSession {
  readonly sink: RosterSink;
  /** Puts back the rows that were kept for a person to decide. */
  stageKept(): Promise<KeptRoster>;
  /** Takes the staged rows into the roster and works out what that changes, as of a date. */
  take(roster: KeptRoster, today: string): Promise<TakenRoster>;
  /** What `take` found, before any of it is told. */
  readonly supposed: SupposedFacts;
  /** Tells what `take` found. The import's own fact comes last, and only when there is anything to tell. */
  tell(completed: Omit<RosterImportCompleted['data'], 'importId'>): Promise<void>;
  /** Forgets what `take` did; the staged rows stay. */
  undo(): Promise<void>;
  /** Keeps the staged rows until a person decides. */
  keep(roster: KeptRoster): Promise<void>;
  finish(status: ImportStatus, at: Date, report: object): Promise<void>;
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

export type NewImport = Pick<RosterImportRecord, 'id' | 'submittedBy' | 'bundleSha256' | 'createdAt' | 'dryRun'>;

export interface RosterStore {
  /** One import at a time; `work` that throws, or an import that no longer runs, leaves nothing behind. */
  inSession<Result>(context: AppendContext, work: (session: RosterSession) => Promise<Result>): Promise<Result>;
  /**
   * The key is kept together with the import that it stands for, and forgotten when that import fails. An import that
   * has begun is this process's until it lets go of it or dies.
   */
  begin(record: NewImport, key?: ImportKey): Promise<BeginOutcome>;
  /** An import that awaits confirmation runs again; false when it awaits none. */
  resume(id: string, decidedBy: string): Promise<boolean>;
  /** An import that awaits confirmation ends unused; false when it awaits none. */
  reject(id: string, decidedBy: string, at: Date): Promise<boolean>;
  finish(id: string, status: ImportStatus, at: Date, report: object): Promise<void>;
  progress(id: string, progress: ImportProgress): Promise<void>;
  letGo(id: string): Promise<void>;
  /** An import that a crash cut off changed nothing: says so, so that nobody waits for it. Another replica's import runs on. */
  failInterrupted(at: Date): Promise<void>;
  find(id: string): Promise<RosterImportRecord | undefined>;
  latest(limit: number, before: string | undefined): Promise<RosterImportRecord[]>;
}

/** What changes by date alone: roles and memberships begin and end without any import. */
export interface RosterCalendar {
  /** The date as of which everything was told last; undefined before the first import. */
  toldAsOf(): Promise<string | undefined>;
  /** Tells what has begun and ended by then. */
  tellAsOf(today: string, context: Omit<AppendContext, 'importId'> & { readonly correlationId: string }): Promise<void>;
}
