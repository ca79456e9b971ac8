import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  completeSubtrees,
  consistencyPath,
  inclusionPath,
  joinSubtrees,
  rootOfInclusion,
  rootOfRow,
  rootsOfConsistency,
  TreeBuilder,
  type Hash,
  type LeafRange,
} from './merkle-tree.js';

/** Stands for SHA-256: names what it was made of, so that a wrong tree shows how it is wrong. */
const bytes = (text: string): Hash => new TextEncoder().encode(text);
const textOf = (hash: Hash | undefined): string => new TextDecoder().decode(hash);
const pair = (left: Hash, right: Hash): Hash => bytes(`(${textOf(left)} ${textOf(right)})`);
const leaf = (index: number): Hash => bytes(String(index));

/** RFC 9162 §2.1.1, as it is written there. */
const naive = ({ from, to }: LeafRange): Hash => {
  if (to - from === 1) return leaf(from);
  let split = 1;
  while (split * 2 < to - from) split *= 2;
  return pair(naive({ from, to: from + split }), naive({ from: from + split, to }));
};
const size = fc.integer({ min: 1, max: 300 });
const leafIn = size.chain((to) => fc.record({ to: fc.constant(to), at: fc.integer({ min: 0, max: to - 1 }) }));
const hashOfSubtrees = (range: LeafRange): Hash[] =>
  completeSubtrees(range).map(({ height, index }) =>
    naive({ from: index * 2 ** height, to: (index + 1) * 2 ** height }),
  );

describe('the tree over the ledger (RFC 9162)', () => {
  it('is the sum of its complete subtrees', () => {
    fc.assert(
      fc.property(size, (to) => {
        expect(textOf(joinSubtrees(hashOfSubtrees({ from: 0, to }), pair))).toBe(textOf(naive({ from: 0, to })));
      }),
    );
  });

  it('built leaf by leaf, or out of ready parts, is the same', () => {
    fc.assert(
      fc.property(leafIn, leafIn, ({ to, at }, { at: other }) => {
        const [from, until] = [Math.min(at, other, to), Math.max(Math.min(other, to), at)];
        const tree = new TreeBuilder(pair);
        for (const { height, index } of completeSubtrees({ from: 0, to: from }))
          tree.push(naive({ from: index * 2 ** height, to: (index + 1) * 2 ** height }), height);
        for (let next = from; next < until; next += 1) tree.push(leaf(next));
        for (const { height, index } of completeSubtrees({ from: until, to }))
          tree.push(naive({ from: index * 2 ** height, to: (index + 1) * 2 ** height }), height);
        expect(tree.size).toBe(to);
        expect(textOf(tree.root())).toBe(textOf(naive({ from: 0, to })));
      }),
    );
    expect(new TreeBuilder(pair).root()).toBeUndefined();
  });

  it('takes no part where it cannot begin', () => {
    const tree = new TreeBuilder(pair);
    tree.push(leaf(0));
    expect(() => tree.push(leaf(1), 1)).toThrow(RangeError);
  });

  it('proves each leaf by the subtrees beside it, and no leaf at another place', () => {
    fc.assert(
      fc.property(leafIn, ({ to, at }) => {
        const proof = inclusionPath(at, to).map(naive);
        const root = textOf(naive({ from: 0, to }));
        expect(textOf(rootOfInclusion({ leaf: at, size: to, hash: leaf(at) }, proof, pair))).toBe(root);
        for (const elsewhere of [at - 1, at + 1].filter((index) => index >= 0))
          expect(textOf(rootOfInclusion({ leaf: elsewhere, size: to, hash: leaf(at) }, proof, pair))).not.toBe(root);
        expect(rootOfInclusion({ leaf: at, size: to, hash: leaf(at) }, [...proof, leaf(0)], pair)).toBeUndefined();
      }),
    );
  });

  it('proves that a newer tree begins with an older one', () => {
    fc.assert(
      fc.property(leafIn, ({ to, at }) => {
        const from = at + 1;
        const root = naive({ from: 0, to: from });
        const proof = consistencyPath(from, to).map(naive);
        const roots = rootsOfConsistency({ from, to, root }, proof, pair);
        expect(textOf(roots?.older)).toBe(textOf(root));
        expect(textOf(roots?.newer)).toBe(textOf(naive({ from: 0, to })));
        expect(rootsOfConsistency({ from, to, root }, [...proof, root], pair)).toBeUndefined();
      }),
    );
  });

  it('gives a row its root', () => {
    expect(textOf(rootOfRow([0, 1, 2, 3].map(leaf), pair))).toBe('((0 1) (2 3))');
  });

  it('counts further than 32 bits', () => {
    const [at, to] = [2 ** 40 + 5, 2 ** 41 - 3];
    expect(inclusionPath(at, to)).toHaveLength(41);
    expect(completeSubtrees({ from: 0, to }).reduce((sum, { height }) => sum + 2 ** height, 0)).toBe(to);
  });
});
