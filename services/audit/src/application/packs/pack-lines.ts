import type { EventEnvelope } from '@sightline/contracts';
import type { NoteSigner } from '../signed-note.js';

export const packFormat = 'sightline-history-pack/1';

/** What a pack is about: everything, whatever arrived between two moments of the events' own times, cases of a building, a case. */
export type PackScope =
  | { readonly all: true }
  | { readonly from: string; readonly until: string }
  | { readonly building: string }
  | { readonly case: string };

/** Begins every pack. */
export interface PackLine {
  readonly kind: 'pack';
  readonly format: typeof packFormat;
  readonly scope: PackScope;
  /** The tree head that everything in the pack is proved against. */
  readonly checkpoint: string;
}
/** Events of the ledger without a gap, from inclusive to exclusive, counted from 0; with the hashes of what is left and right of them. */
export interface RangeLine {
  readonly kind: 'range';
  readonly from: number;
  readonly to: number;
  readonly left: readonly string[];
  readonly right: readonly string[];
}
/** Begins a case; the note signs how many events it has, what they are, and how far each stream goes. */
export interface CaseLine {
  readonly kind: 'case';
  readonly case: string;
  readonly head: string;
}
export interface EventLine {
  readonly kind: 'event';
  readonly event: EventEnvelope;
  /** Place in the ledger, from 1. */
  readonly sequence: number;
  /** In a case: what proves that it is in the tree. */
  readonly proof?: readonly string[];
}
/** A tree head that was signed earlier, and what proves that this history begins with it. */
export interface TreeHeadLine {
  readonly kind: 'tree-head';
  readonly checkpoint: string;
  readonly consistency: readonly string[];
}
export interface PolicyLine {
  readonly kind: 'policy';
  readonly policy: object;
}
export interface SchemaLine {
  readonly kind: 'schema';
  readonly type: string;
  readonly schema: object;
}
/** Ends every pack: signs each byte before it. */
export interface ManifestLine {
  readonly kind: 'manifest';
  readonly note: string;
}
export type AnyLine =
  PackLine | RangeLine | CaseLine | EventLine | TreeHeadLine | PolicyLine | SchemaLine | ManifestLine;

export interface CaseHead {
  readonly caseId: string;
  /** Of the tree. */
  readonly size: number;
  readonly events: number;
  /** Tree hash over the case's own leaves, in order; base64. */
  readonly root: string;
  /** `<subject> <first version> <last version>`, in the order of their first event. */
  readonly streams: readonly string[];
}
/** Another first line than a tree head's, so that neither can stand for the other. */
export const caseHeadText = (origin: string, { caseId, size, events, root, streams }: CaseHead): string =>
  `${[`${origin}/case`, caseId, size, events, root, ...streams].join('\n')}\n`;

export const signManifest = (signer: NoteSigner, manifest: { lines: number; bytes: number; digest: string }): string =>
  signer.sign(manifestText(signer.name, manifest));
export const manifestText = (
  origin: string,
  { lines, bytes, digest }: { readonly lines: number; readonly bytes: number; readonly digest: string },
): string => `${origin}/pack\n${lines}\n${bytes}\n${digest}\n`;

/** How far each stream goes within a case. */
export class StreamVersions {
  private readonly streams = new Map<string, { first: number; last: number }>();

  /** @returns whether it follows on the stream's version before */
  take({ subject, subjectversion }: EventEnvelope): boolean {
    const stream = this.streams.get(subject);
    if (!stream) {
      this.streams.set(subject, { first: subjectversion, last: subjectversion });
      return true;
    }
    const follows = subjectversion === stream.last + 1;
    stream.last = subjectversion;
    return follows;
  }

  lines(): string[] {
    return [...this.streams].map(([subject, { first, last }]) => `${subject} ${first} ${last}`);
  }
}
