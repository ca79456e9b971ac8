import type { Hash, LeafRange, Subtree } from '../domain/index.js';

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
