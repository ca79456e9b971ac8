import type { EventEnvelope } from '@sightline/contracts';
import type { PackSource, TreeReader } from '../application/ports.js';
import { encodeSigningKey, readSigningKey } from '../application/signed-note.js';
import { TreeHeads } from '../application/tree-heads.js';
import { leafHash, pairHash } from '../application/tree-hash.js';
import { canonicalJson, completeSubtrees, joinSubtrees, rootOfRow, type Hash, type Subtree } from '../domain/index.js';

export const signerOf = (byte: number) =>
  readSigningKey(encodeSigningKey('district.example/history', Buffer.alloc(32, byte)));

/** A history in memory, with everything that a pack of it is made of. */
export function memoryHistory(events: readonly EventEnvelope[], signedHeads: readonly number[] = []) {
  const rows = events.map((event, index) => ({
    sequence: index + 1,
    event,
    leafHash: leafHash(canonicalJson(event)).toString('hex'),
  }));
  const hashOf = ({ height, index }: Subtree): Hash =>
    rootOfRow(
      rows.slice(index * 2 ** height, (index + 1) * 2 ** height).map((row) => Buffer.from(row.leafHash, 'hex')),
      pairHash,
    );
  const tree: TreeReader = {
    size: () => Promise.resolve(rows.length),
    hashesOf: (ranges) =>
      Promise.resolve(ranges.map((range) => joinSubtrees(completeSubtrees(range).map(hashOf), pairHash)!)),
    subtreeHashes: (subtrees) => Promise.resolve(subtrees.map(hashOf)),
  };
  const source: PackSource = {
    eventsBetween: (from, to) => Promise.resolve(rows.slice(from, to)),
    eventsOfCase: (caseId, after, size, limit) =>
      Promise.resolve(
        rows
          .slice(0, size)
          .filter(({ sequence, event }) => event.correlationid === caseId && sequence > after)
          .slice(0, limit),
      ),
    signedHeads: () => Promise.resolve(signedHeads),
    publishedPolicies: () => Promise.resolve([]),
    schemas: () => Promise.resolve([{ type: 'sightline.example.v1', schema: { type: 'object' } }]),
  };
  return { heads: new TreeHeads(tree, signerOf(1)), source };
}
