import { createHash } from 'node:crypto';
import { policyVersions } from '@sightline/policy';
import { canonicalJson, completeSubtrees, TreeBuilder, type Hash } from '../../domain/index.js';
import { signCheckpoint } from '../checkpoint.js';
import type { PackSource } from '../ports.js';
import type { TreeHeads } from '../tree-heads.js';
import { pairHash } from '../tree-hash.js';
import {
  caseHeadText,
  packFormat,
  signManifest,
  StreamVersions,
  type AnyLine,
  type PackScope,
  type RangeLine,
} from './pack-lines.js';

const eventsAtATime = 500;
const base64 = (hash: Hash): string => Buffer.from(hash).toString('base64');

export interface PackOrder {
  readonly scope: PackScope;
  /** The size of the tree that the pack is proved against. */
  readonly size: number;
  /** The cases, for a case or a building; the events of the ledger, from inclusive to exclusive and from 0, otherwise. */
  readonly holds: { readonly cases: readonly string[] } | { readonly from: number; readonly to: number };
}

/**
 * Writes a pack line by line, so that it never stands in memory as a whole: canonical JSON (RFC 8785), each line ended by a
 * line feed. One order over one history gives the same bytes each time.
 */
export async function* writePack(heads: TreeHeads, source: PackSource, order: PackOrder): AsyncGenerator<string> {
  const sum = createHash('sha256');
  let lines = 0;
  let bytes = 0;
  for await (const line of linesOf(heads, source, order)) {
    const text = `${canonicalJson(line)}\n`;
    sum.update(text);
    lines += 1;
    bytes += Buffer.byteLength(text);
    yield text;
  }
  const note = signManifest(heads.signer, { lines, bytes, digest: sum.digest('base64') });
  yield `${canonicalJson({ kind: 'manifest', note })}\n`;
}

async function* linesOf(heads: TreeHeads, source: PackSource, order: PackOrder): AsyncGenerator<AnyLine> {
  const { scope, size, holds } = order;
  const { note: checkpoint } = await heads.head(size);
  yield { kind: 'pack', format: packFormat, scope, checkpoint };
  for (const policy of [...policyVersions, ...(await source.publishedPolicies(size))]) yield { kind: 'policy', policy };
  if ('cases' in holds) for (const caseId of holds.cases) yield* linesOfCase(heads, source, caseId, size);
  else yield* linesOfRange(heads, source, holds, size);
  for (const head of await source.signedHeads(size)) {
    const proof = head < 1 ? [] : await heads.consistency(head, size);
    const { root } = await heads.head(head);
    yield {
      kind: 'tree-head',
      checkpoint: signCheckpoint(heads.signer, { size: head, root }),
      consistency: proof.map(base64),
    };
  }
  for (const { type, schema } of await source.schemas()) yield { kind: 'schema', type, schema };
}

async function* linesOfRange(
  heads: TreeHeads,
  source: PackSource,
  { from, to }: { readonly from: number; readonly to: number },
  size: number,
): AsyncGenerator<AnyLine> {
  const [left, right] = await Promise.all([
    heads.subtrees(completeSubtrees({ from: 0, to: from })),
    heads.subtrees(completeSubtrees({ from: to, to: size })),
  ]);
  yield { kind: 'range', from, to, left: left.map(base64), right: right.map(base64) } satisfies RangeLine;
  for (let before = from; before < to; before += eventsAtATime)
    for (const { sequence, event } of await source.eventsBetween(before, Math.min(before + eventsAtATime, to)))
      yield { kind: 'event', sequence, event };
}

async function* linesOfCase(
  heads: TreeHeads,
  source: PackSource,
  caseId: string,
  size: number,
): AsyncGenerator<AnyLine> {
  const streams = new StreamVersions();
  const tree = new TreeBuilder(pairHash);
  for await (const rows of caseInParts(source, caseId, size))
    for (const { leafHash, event } of rows) {
      tree.push(Buffer.from(leafHash, 'hex'));
      streams.take(event);
    }
  const root = tree.root();
  // A case that the ledger did not hold at that size is not in the pack.
  if (!root) return;
  const head = { caseId, size, events: tree.size, root: base64(root), streams: streams.lines() };
  yield { kind: 'case', case: caseId, head: heads.signer.sign(caseHeadText(heads.signer.name, head)) };
  for await (const rows of caseInParts(source, caseId, size)) {
    const proofs = await heads.inclusions(
      rows.map(({ sequence }) => sequence - 1),
      size,
    );
    for (const [index, { sequence, event }] of rows.entries())
      yield { kind: 'event', sequence, event, proof: proofs[index]!.map(base64) };
  }
}

async function* caseInParts(source: PackSource, caseId: string, size: number) {
  for (let after = 0; ;) {
    const rows = await source.eventsOfCase(caseId, after, size, eventsAtATime);
    if (rows.length === 0) return;
    yield rows;
    after = rows.at(-1)!.sequence;
  }
}
