import type { MessageFormat } from '@sightline/contracts';

export type ImportStatus = 'outlining' | 'awaits-selection' | 'taking' | 'completed' | 'failed' | 'expired';

export interface ImportFailure {
  readonly code: string;
  readonly detail: string;
}

export interface ImportRecord {
  readonly importId: string;
  readonly staffId: string;
  readonly authorizationId: string | null;
  /** Everything covered is chosen; there is nothing to ask. */
  readonly allCovered: boolean;
  readonly status: ImportStatus;
  readonly format: MessageFormat | null;
  /** Bytes of what was uploaded. */
  readonly size: number;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
  /** What was uploaded is removed then, chosen from or not. */
  readonly expiresAt: Date;
  readonly itemsDone: number;
  /** Known once the export was read to its end. */
  readonly itemsAll: number | null;
  readonly sealedOutline: Buffer | null;
  readonly sealedSelection: Buffer | null;
  readonly sealedReckoning: Buffer | null;
  readonly signature: string | null;
  readonly failure: ImportFailure | null;
}

export interface ImportKey {
  readonly scope: string;
  readonly key: string;
  readonly bodyHash: string;
}

export type BegunImport =
  { readonly outcome: 'begun' | 'repeated'; readonly importId: string } | { readonly outcome: 'key-reused' };

export type ImportChange = Partial<
  Pick<
    ImportRecord,
    | 'status'
    | 'endedAt'
    | 'itemsDone'
    | 'itemsAll'
    | 'sealedOutline'
    | 'sealedSelection'
    | 'sealedReckoning'
    | 'signature'
    | 'failure'
  >
>;

/** The rows of imports; primary data, as what was uploaded is in no log. */
export interface ImportStore {
  begin(record: ImportRecord, key: ImportKey | undefined): Promise<BegunImport>;
  find(importId: string): Promise<ImportRecord | undefined>;
  /** Of one member of staff, the newest first. */
  list(staffId: string, limit: number, before?: string): Promise<readonly ImportRecord[]>;
  /** @returns false when it is no longer in that status */
  change(importId: string, from: ImportStatus, change: ImportChange): Promise<boolean>;
  /** Takes one of these that has work to do and that nobody has under way, until then; undefined when there is none. */
  claim(importIds: readonly string[], now: Date, until: Date): Promise<ImportRecord | undefined>;
  /** Keeps the claim, and how far it has come. */
  progress(importId: string, itemsDone: number, claimedUntil: Date): Promise<void>;
  /** Lets another go on at once. */
  release(importId: string): Promise<void>;
  /** Ends what was not chosen from in time. @returns those that ended */
  expire(now: Date): Promise<readonly string[]>;
  /** New messages of this import, and those of them whose copy was due and had not come (C7). */
  countNew(importId: string): Promise<{ readonly newCount: number; readonly copiesMissing: number }>;
}
