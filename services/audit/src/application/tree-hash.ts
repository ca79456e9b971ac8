import { hash } from 'node:crypto';
import type { Hash } from '../domain/index.js';

const leafPrefix = '\u0000';
const nodePrefix = Buffer.of(1);

/** The hash of one leaf of the ledger's tree: SHA-256 over 0x00 and the leaf's canonical JSON (RFC 9162 §2.1.1). */
export const leafHash = (canonicalText: string): Buffer => hash('sha256', leafPrefix + canonicalText, 'buffer');

/** The hash of a node: SHA-256 over 0x01 and its two children (RFC 9162 §2.1.1). */
export const pairHash = (left: Hash, right: Hash): Buffer =>
  hash('sha256', Buffer.concat([nodePrefix, left, right]), 'buffer');

/** The hash of a tree without leaves (RFC 9162 §2.1.1). */
export const emptyTree: Hash = hash('sha256', '', 'buffer');
