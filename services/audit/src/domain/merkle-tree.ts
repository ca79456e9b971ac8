export type Hash = Uint8Array;
/** SHA-256 over 0x01 and both children (RFC 9162 §2.1.1); whoever computes brings it. */
export type HashPair = (left: Hash, right: Hash) => Hash;

/** A stretch of leaves: from inclusive, to exclusive, both from 0. */
export interface LeafRange {
  readonly from: number;
  readonly to: number;
}

/** A complete subtree: 2^height leaves, beginning at leaf index × 2^height. */
export interface Subtree {
  readonly height: number;
  readonly index: number;
}

/** The largest power of two below `size`: where RFC 9162 splits a tree of that many leaves. */
const splitOf = (size: number): number => {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
};

/** The complete subtrees that a stretch of leaves is made of, from left to right. Sizes up to 2^53. */
export const completeSubtrees = ({ from, to }: LeafRange): Subtree[] => {
  const subtrees: Subtree[] = [];
  let at = from;
  while (at < to) {
    let height = 0;
    let width = 1;
    while (at % (width * 2) === 0 && at + width * 2 <= to) {
      width *= 2;
      height += 1;
    }
    subtrees.push({ height, index: at / width });
    at += width;
  }
  return subtrees;
};

/** The subtrees whose hashes prove that a leaf is in a tree of that size, the lowest first (RFC 9162 §2.1.3.1). */
export const inclusionPath = (leaf: number, size: number): LeafRange[] => {
  const path: LeafRange[] = [];
  let range: LeafRange = { from: 0, to: size };
  while (range.to - range.from > 1) {
    const middle = range.from + splitOf(range.to - range.from);
    const [left, right] = [
      { from: range.from, to: middle },
      { from: middle, to: range.to },
    ];
    path.unshift(leaf < middle ? right : left);
    range = leaf < middle ? left : right;
  }
  return path;
};

/** The subtrees whose hashes prove that a tree of `to` leaves begins with the one of `from` leaves (RFC 9162 §2.1.4.1). */
export const consistencyPath = (from: number, to: number): LeafRange[] => {
  if (from === 0 || from === to) return [];
  const path: LeafRange[] = [];
  let range: LeafRange = { from: 0, to };
  while (range.to !== from) {
    const middle = range.from + splitOf(range.to - range.from);
    const goesLeft = from <= middle;
    path.unshift(goesLeft ? { from: middle, to: range.to } : { from: range.from, to: middle });
    range = goesLeft ? { from: range.from, to: middle } : { from: middle, to: range.to };
  }
  return range.from === 0 ? path : [range, ...path];
};

/** The hash over the complete subtrees of one range that RFC 9162 hashes as a whole; undefined for no leaves. */
export const joinSubtrees = (hashes: readonly Hash[], pair: HashPair): Hash | undefined =>
  hashes.length === 0 ? undefined : hashes.reduceRight((right, left) => pair(left, right));

/** The hash of a complete row of 2^n hashes. */
export const rootOfRow = (row: readonly Hash[], pair: HashPair): Hash => {
  let level = row;
  while (level.length > 1)
    level = Array.from({ length: level.length / 2 }, (_, index) => pair(level[index * 2]!, level[index * 2 + 1]!));
  return level[0]!;
};

/** The tree hash that an inclusion proof leads to; undefined when it has not the length that it must have (RFC 9162 §2.1.3.2). */
export const rootOfInclusion = (
  { leaf, size, hash }: { readonly leaf: number; readonly size: number; readonly hash: Hash },
  proof: readonly Hash[],
  pair: HashPair,
): Hash | undefined => {
  const path = leaf < size ? inclusionPath(leaf, size) : undefined;
  if (path?.length !== proof.length) return undefined;
  return path.reduce(
    (below, { from }, step) => (from > leaf ? pair(below, proof[step]!) : pair(proof[step]!, below)),
    hash,
  );
};

/** Both tree hashes that a consistency proof leads to, starting from the older one; undefined for a proof of another length. */
export const rootsOfConsistency = (
  { from, to, root }: { readonly from: number; readonly to: number; readonly root: Hash },
  proof: readonly Hash[],
  pair: HashPair,
): { readonly older: Hash; readonly newer: Hash } | undefined => {
  const path = consistencyPath(from, to);
  if (from === 0 || from > to || path.length !== proof.length) return undefined;
  // A tree that is a complete subtree of the newer one starts the proof itself; otherwise the proof brings its last part.
  const startsItself = path[0] === undefined || path[0].from >= from;
  let older = startsItself ? root : proof[0]!;
  let newer = older;
  for (const [step, { from: begins }] of path.entries()) {
    if (!startsItself && step === 0) continue;
    if (begins >= from) newer = pair(newer, proof[step]!);
    else [older, newer] = [pair(proof[step]!, older), pair(proof[step]!, newer)];
  }
  return { older, newer };
};

/** Takes hashes from left to right and gives the tree's, in room for one hash a level. */
export class TreeBuilder {
  private readonly right: { readonly height: number; readonly hash: Hash }[] = [];
  private leaves = 0;

  constructor(private readonly pair: HashPair) {}

  get size(): number {
    return this.leaves;
  }

  /** @throws RangeError for a subtree that cannot begin where the tree ends */
  push(hash: Hash, height = 0): void {
    const width = 2 ** height;
    if (this.leaves % width !== 0) throw new RangeError('the subtree does not begin where the tree ends');
    this.leaves += width;
    let node = { height, hash };
    for (let left = this.right.at(-1); left?.height === node.height; left = this.right.at(-1)) {
      this.right.pop();
      node = { height: node.height + 1, hash: this.pair(left.hash, node.hash) };
    }
    this.right.push(node);
  }

  /** Undefined while it is empty. */
  root(): Hash | undefined {
    return joinSubtrees(
      this.right.map(({ hash }) => hash),
      this.pair,
    );
  }
}
