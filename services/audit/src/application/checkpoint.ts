import type { Hash } from '../domain/index.js';
import type { NoteSigner, NoteVerifier } from './signed-note.js';

export interface TreeHead {
  readonly size: number;
  readonly root: Hash;
}

/** The text of a tree head (C2SP tlog-checkpoint): origin, size, tree hash. No time, so that one size has one spelling. */
const checkpointText = (origin: string, { size, root }: TreeHead): string =>
  `${origin}\n${size}\n${Buffer.from(root).toString('base64')}\n`;

export const signCheckpoint = (signer: NoteSigner, head: TreeHead): string =>
  signer.sign(checkpointText(signer.name, head));

/** The tree head that a note signs; undefined when the key did not sign it, or not in this form. */
export const openCheckpoint = (verifier: NoteVerifier, note: string): TreeHead | undefined => {
  const text = verifier.open(note);
  const [, size = '', root = ''] = text?.split('\n') ?? [];
  const head = { size: Number(size), root: Buffer.from(root, 'base64') };
  return Number.isSafeInteger(head.size) && head.root.length === 32 && text === checkpointText(verifier.name, head)
    ? head
    : undefined;
};
