import { consistencyPath, inclusionPath, type Hash, type Subtree } from '../domain/index.js';
import { signCheckpoint, type TreeHead } from './checkpoint.js';
import type { SignedHeads, TreeReader } from './ports.js';
import type { NoteSigner } from './signed-note.js';
import { emptyTree } from './tree-hash.js';

/** Signs what the history is at a size, and proves what is in it. */
export class TreeHeads {
  constructor(
    private readonly tree: TreeReader,
    readonly signer: NoteSigner,
  ) {}

  /** How many events there are now. */
  size(): Promise<number> {
    return this.tree.size();
  }

  /** @param size at most what there are now */
  async head(size: number): Promise<TreeHead & { readonly note: string }> {
    const head = { size, root: size === 0 ? emptyTree : (await this.tree.hashesOf([{ from: 0, to: size }]))[0]! };
    return { ...head, note: signCheckpoint(this.signer, head) };
  }

  /** @param leaf from 0, below `size` */
  inclusion(leaf: number, size: number): Promise<Hash[]> {
    return this.tree.hashesOf(inclusionPath(leaf, size));
  }

  /** The proofs of several leaves, read together. */
  async inclusions(leaves: readonly number[], size: number): Promise<Hash[][]> {
    const paths = leaves.map((leaf) => inclusionPath(leaf, size));
    const hashes = (await this.tree.hashesOf(paths.flat())).values();
    return paths.map((path) => path.map(() => hashes.next().value!));
  }

  subtrees(subtrees: readonly Subtree[]): Promise<Hash[]> {
    return this.tree.subtreeHashes(subtrees);
  }

  /** @param from at least 1, at most `to` */
  consistency(from: number, to: number): Promise<Hash[]> {
    return this.tree.hashesOf(consistencyPath(from, to));
  }
}

/** Signs the history as it is now, unless the last signature is of the same size. @returns whether it signed */
export async function signWhatIsNew(heads: TreeHeads, signed: SignedHeads, now: () => Date): Promise<boolean> {
  const size = await heads.size();
  if (size === (await signed.lastSize())) return false;
  const { note } = await heads.head(size);
  await signed.keep(size, now(), note);
  return true;
}
