import type { LedgerRow } from '../read-models/ledger/ledger.queries.js';
import type { Transaction } from '@sightline/event-store';
import type { CaseJudgement, Hash, LeafRange, Subtree } from '../domain/index.js';

/** The tree over the ledger; its leaves never change, so an answer about the past is the same for ever. */
export interface TreeReader {
  /** How many leaves there are. */
  size(): Promise<number>;
  /** The tree hash over each range, none of them empty. */
  hashesOf(ranges: readonly LeafRange[]): Promise<Hash[]>;
  subtreeHashes(subtrees: readonly Subtree[]): Promise<Hash[]>;
}

/** Tree heads that were signed at some moment: kept, so that a later history can be held against them. */
export interface SignedHeads {
  /** The size of the last one; 0 before the first. */
  lastSize(): Promise<number>;
  keep(size: number, signedAt: Date, note: string): Promise<void>;
}

/** What packs are made of. */
export interface PackSource {
  /** Events of the ledger in order, from inclusive to exclusive, counted from 0. */
  eventsBetween(from: number, to: number): Promise<readonly LedgerRow[]>;
  /** Events of a case in order, behind a sequence and up to a size; at most `limit`. */
  eventsOfCase(caseId: string, after: number, size: number, limit: number): Promise<readonly LedgerRow[]>;
  /** Sizes that were signed earlier, the last ones, smallest first. */
  signedHeads(size: number): Promise<readonly number[]>;
  /** Versions of the policy that the district wrote itself, up to a size of the ledger (C11). */
  publishedPolicies(size: number): Promise<readonly object[]>;
  /** The schema of every event type that this release knows. */
  schemas(): Promise<readonly { readonly type: string; readonly schema: object }[]>;
}

/** How far the ledger is judged, and what was found. */
export interface JudgementStore {
  /** The cases to judge now, and up to which size of the ledger; undefined when another replica is at it, or nothing is to do. */
  claim(
    transaction: Transaction,
    types: readonly string[],
    now: Date,
    most: { readonly eventsAtATime: number; readonly casesAtATime: number },
  ): Promise<{ readonly caseIds: readonly string[]; readonly size: number } | undefined>;
  /** In place of what was found in these cases before. */
  keep(transaction: Transaction, judgements: readonly (readonly [string, CaseJudgement])[]): Promise<void>;
  reached(transaction: Transaction, size: number): Promise<void>;
}
