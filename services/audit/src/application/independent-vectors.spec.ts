import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  consistencyPath,
  inclusionPath,
  joinSubtrees,
  completeSubtrees,
  rootOfRow,
  TreeBuilder,
  type Hash,
  type LeafRange,
} from '../domain/index.js';
import { openCheckpoint, signCheckpoint } from './checkpoint.js';
import { readSigningKey, readVerifierKey } from './signed-note.js';
import { emptyTree, leafHash, pairHash } from './tree-hash.js';

interface Vectors {
  readonly roots: readonly string[];
  readonly proofs: readonly { readonly inclusion: readonly string[][]; readonly consistency: readonly string[][] }[];
  readonly signingKey: string;
  readonly verifierKey: string;
  readonly checkpoint: string;
}

const base64 = (hash: Hash): string => Buffer.from(hash).toString('base64');
const leafOf = (index: number): Hash => leafHash(`{"leaf":${index}}`);
const hashOf = (range: LeafRange): Hash => {
  const parts = completeSubtrees(range).map(({ height, index }) =>
    rootOfRow(
      Array.from({ length: 2 ** height }, (_, offset) => leafOf(index * 2 ** height + offset)),
      pairHash,
    ),
  );
  return joinSubtrees(parts, pairHash)!;
};

/** Written by tests/independent, with the Go libraries of the transparency community; `npm run test:proofs-independent` writes them anew. */
describe('what independent programs say about the same trees', () => {
  let vectors: Vectors;
  beforeAll(async () => {
    const file = new URL('../../../../tests/independent/vectors.json', import.meta.url);
    vectors = JSON.parse(await readFile(file, 'utf8')) as Vectors;
  });

  it('gives every size the same tree hash', () => {
    const tree = new TreeBuilder(pairHash);
    for (const [size, root] of vectors.roots.entries()) {
      expect(base64(tree.root() ?? emptyTree)).toBe(root);
      tree.push(leafOf(size));
    }
  });

  it('gives every leaf of every size the same proof, hash by hash', () => {
    for (const [before, { inclusion, consistency }] of vectors.proofs.entries()) {
      const size = before + 1;
      for (const [leaf, proof] of inclusion.entries())
        expect(inclusionPath(leaf, size).map(hashOf).map(base64)).toEqual(proof);
      for (const [older, proof] of consistency.entries())
        expect(
          consistencyPath(older + 1, size)
            .map(hashOf)
            .map(base64),
        ).toEqual(proof ?? []);
    }
  });

  it('gives the same key the same name and the same tree head the same signature', () => {
    const signer = readSigningKey(vectors.signingKey);
    expect(signer.verifierKey).toBe(vectors.verifierKey);
    const size = vectors.roots.length - 1;
    const root = Buffer.from(vectors.roots[size]!, 'base64');
    expect(signCheckpoint(signer, { size, root })).toBe(vectors.checkpoint);
    expect(openCheckpoint(readVerifierKey(vectors.verifierKey), vectors.checkpoint)).toEqual({ size, root });
  });
});
