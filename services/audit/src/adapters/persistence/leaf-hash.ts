import { hash } from 'node:crypto';

const leafPrefix = '\u0000';

/** The hash of one leaf of the ledger's tree: SHA-256 over 0x00 and the leaf's canonical JSON (RFC 9162 §2.1.1). */
export const leafHash = (canonicalText: string): Buffer => hash('sha256', leafPrefix + canonicalText, 'buffer');
