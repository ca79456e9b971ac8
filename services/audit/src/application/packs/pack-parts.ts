import { completeSubtrees, TreeBuilder, type Hash } from '../../domain/index.js';
import type { TreeHead } from '../checkpoint.js';
import type { NoteVerifier } from '../signed-note.js';
import { pairHash } from '../tree-hash.js';
import { demand } from './pack-problem.js';
import { caseHeadText, StreamVersions, type CaseLine, type EventLine, type RangeLine } from './pack-lines.js';

/** Events that belong together, and what they must add up to. */
export interface PackPart {
  take(line: EventLine, hash: Hash): void;
  end(): void;
}

const bytesOf = (hash: string): Hash => Buffer.from(hash, 'base64');

/** A stretch of the ledger without a gap: with what is left and right of it, it must add up to the tree head. */
export class RangePart implements PackPart {
  private readonly tree = new TreeBuilder(pairHash);

  constructor(
    private readonly line: RangeLine,
    private readonly head: TreeHead,
  ) {
    const { from, to, left } = line;
    demand(0 <= from && from <= to && to <= head.size, 'the pack holds more than the signed history');
    this.pushAll(left, { from: 0, to: from });
  }

  take({ sequence, proof }: EventLine, hash: Hash): void {
    const expected = this.tree.size + 1;
    demand(proof === undefined, 'an event of a stretch has no proof of its own');
    demand(sequence === expected && expected <= this.line.to, outOfPlace(expected, sequence));
    this.tree.push(hash);
  }

  end(): void {
    const { to, right } = this.line;
    demand(this.tree.size === to, `event ${this.tree.size + 1} of the ledger is missing`);
    this.pushAll(right, { from: to, to: this.head.size });
    const root = this.tree.root();
    demand(
      root === undefined ? this.head.size === 0 : Buffer.from(root).equals(this.head.root),
      'the events do not add up to the signed tree head: at least one of them was changed',
    );
  }

  private pushAll(hashes: readonly string[], range: { readonly from: number; readonly to: number }): void {
    const subtrees = completeSubtrees(range);
    demand(subtrees.length === hashes.length, 'the proof of the stretch has not the length that it must have');
    for (const [index, { height }] of subtrees.entries()) this.tree.push(bytesOf(hashes[index]!), height);
  }
}

/** A case: every event of it, each with its proof, and every stream of it without a gap. */
export class CasePart implements PackPart {
  private readonly tree = new TreeBuilder(pairHash);
  private readonly streams = new StreamVersions();
  private last = 0;

  constructor(
    private readonly line: CaseLine,
    private readonly head: TreeHead,
    private readonly verifier: NoteVerifier,
  ) {
    demand(verifier.open(line.head) !== undefined, 'the head of the case is not signed with the key that was given');
  }

  take({ sequence, event, proof }: EventLine, hash: Hash): void {
    demand(proof !== undefined, 'an event of a case has no proof');
    demand(event.correlationid === this.line.case, `event ${sequence} of the ledger is of another case`);
    demand(sequence > this.last, `event ${sequence} of the ledger stands twice, or not in its place`);
    demand(
      this.streams.take(event),
      `an event of ${event.subject} is missing or out of place before its version ${event.subjectversion}`,
    );
    this.last = sequence;
    this.tree.push(hash);
  }

  end(): void {
    const root = this.tree.root();
    const text = caseHeadText(this.verifier.name, {
      caseId: this.line.case,
      size: this.head.size,
      events: this.tree.size,
      root: Buffer.from(root ?? []).toString('base64'),
      streams: this.streams.lines(),
    });
    demand(
      this.verifier.open(this.line.head) === text,
      `the events of case ${this.line.case} are not all of its events, or others than were signed`,
    );
  }
}

const outOfPlace = (expected: number, found: number): string =>
  found < expected
    ? `event ${found} of the ledger stands twice, or not in its place`
    : `event ${expected} of the ledger is missing: event ${found} stands in its place`;
