import type { ArchiveIntake, IncomingCopy } from '../archive-intake.js';
import type { MessageFormats } from '../message-formats.js';

/** Whom a communication concerns, by the rule of the intake, before anything of it is kept (C9). */
export interface Covered {
  readonly authorizationId: string | null;
  readonly studentIds: readonly string[];
}

export interface CoverageFinder {
  /** In the order given; nothing is written. */
  coverageOf(batch: readonly IncomingCopy[]): Promise<readonly Covered[]>;
}

/** Where an upload waits until it was read; each in a folder of its own that goes with it. */
export interface UploadFolder {
  fileOf(importId: string): string;
  scratchOf(importId: string): string;
  /** Those whose file is here. */
  waiting(): Promise<readonly string[]>;
  remove(importId: string): Promise<void>;
}

/** What only the owner of an import may read. */
export interface ImportSeal {
  seal(importId: string, what: 'outline' | 'selection' | 'reckoning', value: unknown): Promise<Buffer>;
  open<Value>(importId: string, what: 'outline' | 'selection' | 'reckoning', sealed: Buffer): Promise<Value>;
  /** The name under which a thread is chosen; tells nothing about who is in it. */
  threadId(importId: string, thread: string): Promise<string>;
}

export interface ReckoningSigner {
  /** SPKI, PEM. */
  readonly publicKey: string;
  /** Ed25519, base64. */
  sign(text: string): string;
}

export interface ReadingParts {
  readonly formats: MessageFormats;
  readonly coverage: CoverageFinder;
  readonly intake: ArchiveIntake;
  readonly uploads: UploadFolder;
  readonly seal: ImportSeal;
  readonly districtTimeZone: string;
}
