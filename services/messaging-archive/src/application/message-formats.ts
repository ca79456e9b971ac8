import type { MessageFormat } from '@sightline/contracts';
import type { Communication } from '../domain/index.js';
import type { OriginalBytes } from './archive-intake.js';

/** Why one item of an export was not taken. */
export type RefusedBecause =
  | 'damaged'
  | 'too-large'
  | 'too-many-parts'
  | 'never-sent'
  | 'no-messages-inside'
  | 'unsafe-name'
  | 'encrypted'
  | 'unpacks-too-large'
  | 'nested-archive';

/** Something about the whole export that its owner should know; it takes nothing away from what was read. */
export type ExportRemark =
  /** The export says how many it holds, and it holds another number. */
  | 'count-differs'
  /** WhatsApp writes 40,000 messages at the most: what is older is not in it. */
  | 'cut-at-limit'
  /** The file breaks off. */
  | 'breaks-off'
  /** Nothing in the file says whether 3/4 is in March or in April. */
  | 'day-or-month-unclear';

/** One message, call or post of an export. */
export interface ReadCommunication {
  readonly kind: 'communication';
  readonly communication: Communication;
  /** The part of the export that holds it. */
  readonly original: OriginalBytes;
  readonly originalMediaType: string;
  /** Where in the export, for people: `message 3`, `line 12`. */
  readonly place: string;
}

export type ReadItem =
  | ReadCommunication
  | { readonly kind: 'refused'; readonly because: RefusedBecause; readonly place: string }
  | { readonly kind: 'remark'; readonly remark: ExportRemark; readonly place: string };

export type DateOrder = 'day-first' | 'month-first' | 'year-first';

export interface ReadingOptions {
  /** A folder of the import's own, for what does not fit in memory; the caller removes it. */
  readonly scratchFolder: string;
  /** IANA name: exports of chats hold the wall clock of the phone. */
  readonly timeZone: string;
  /** What the owner answered when the file alone could not tell; null before. */
  readonly dateOrder: DateOrder | null;
}

/** The export as a whole cannot be read. */
export class ExportUnreadable extends Error {
  override readonly name = 'ExportUnreadable';
  constructor(
    readonly code:
      'empty-file' | 'unsupported-format' | 'not-an-mbox' | 'damaged-archive' | 'too-many-files' | 'damaged-file',
    message: string,
  ) {
    super(message);
  }
}

/** Reads exports as they come, in bounded memory, however hostile they are. */
export interface MessageFormats {
  /** Looks at the content only, never at a name. @returns null when it is nothing that can be read */
  detect(file: string): Promise<MessageFormat | null>;
  /** Each item once, in the order of the export. @throws ExportUnreadable */
  read(file: string, options: ReadingOptions): AsyncIterable<ReadItem>;
}
