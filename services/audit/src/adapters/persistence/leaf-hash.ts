import { createHash } from 'node:crypto';

const leafPrefix = Buffer.of(0);

/** The hash of one leaf of the ledger's tree: SHA-256 over 0x00 and the leaf's canonical JSON (RFC 9162 §2.1.1). */
export const leafHash = (canonicalText: string): Buffer =>
  createHash('sha256').update(leafPrefix).update(canonicalText, 'utf8').digest();
