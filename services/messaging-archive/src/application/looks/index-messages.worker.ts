import type { BackgroundWorker } from '@sightline/service-kit';
import { SealBroken, type MessageOpener, type OpenedMessage, type SearchKeys } from '../sealed-content.js';
import type { HtmlText } from './message-view.js';
import { hashedTerm, termsOfText, type SearchField, type TermsOfWord } from './search-terms.js';

export interface IndexedMessage {
  readonly messageId: string;
  readonly keyId: string;
  /** Keyed hashes as decimal texts. */
  readonly terms: readonly string[];
}

/** What waits to be indexed, and where the index is written. */
export interface SearchIndex {
  /**
   * Hands up to `limit` waiting messages to `index` and writes what it makes of them, in one transaction; no other replica
   * gets the same ones meanwhile. What `index` leaves out (disposed of) waits no longer. @returns how many there were
   */
  fill(
    limit: number,
    index: (due: readonly { messageId: string; keyId: string }[]) => Promise<readonly IndexedMessage[]>,
  ): Promise<number>;
}

export interface IndexMessagesOptions {
  readonly index: SearchIndex;
  readonly opener: Pick<MessageOpener, 'openMessages'>;
  readonly keys: SearchKeys;
  readonly termsOfWord: TermsOfWord;
  readonly htmlText: HtmlText;
  readonly pollMs: number;
  readonly onFailure: (error: unknown) => void;
}

const batchSize = 200;
const termsMax = 4_000;

/** Fills the sealed index with what came in; opens nothing to anybody (design §8). */
export class IndexMessagesWorker implements BackgroundWorker {
  private timer: NodeJS.Timeout | undefined;
  private busy: Promise<void> | undefined;
  private again = false;
  private running = false;

  constructor(private readonly options: IndexMessagesOptions) {}

  start(): void {
    this.running = true;
    this.timer = setInterval(() => this.archived(), this.options.pollMs);
    this.archived();
  }

  wake(): void {
    // Only what comes in makes work here: a look at every commit would cost more than it saves.
  }

  /** Something came in; never throws. */
  archived(): void {
    this.again = true;
    if (!this.running || this.busy) return;
    this.busy = this.untilNothingNew()
      .catch(this.options.onFailure)
      .finally(() => {
        this.busy = undefined;
      });
  }

  async stop(): Promise<void> {
    this.running = false;
    clearInterval(this.timer);
    await this.busy;
  }

  /** Indexes all that waits. @throws whatever the database throws */
  async run(): Promise<void> {
    const { index, keys } = this.options;
    const indexAll = async (due: readonly { messageId: string; keyId: string }[]): Promise<IndexedMessage[]> => {
      const opened = await this.openAll(due.map(({ messageId }) => messageId));
      const searchKeys = await keys.searchKeys([...new Set(due.map(({ keyId }) => keyId))]);
      return due.flatMap(({ messageId, keyId }) => {
        const [message, key] = [opened.get(messageId), searchKeys.get(keyId)];
        return message && key ? [{ messageId, keyId, terms: this.hashedTermsOf(message, key) }] : [];
      });
    };
    while ((await index.fill(batchSize, indexAll)) === batchSize && this.running);
  }

  /** One message whose seal is broken keeps no other from being found; it is told, and cannot be found. */
  private async openAll(messageIds: readonly string[]): Promise<ReadonlyMap<string, OpenedMessage>> {
    const { opener, onFailure } = this.options;
    try {
      return await opener.openMessages(messageIds);
    } catch (error) {
      if (!(error instanceof SealBroken)) throw error;
    }
    const opened = new Map<string, OpenedMessage>();
    for (const messageId of messageIds)
      try {
        for (const [id, message] of await opener.openMessages([messageId])) opened.set(id, message);
      } catch (error) {
        if (!(error instanceof SealBroken)) throw error;
        onFailure(error);
      }
    return opened;
  }

  private async untilNothingNew(): Promise<void> {
    while (this.again && this.running) {
      this.again = false;
      await this.run();
    }
  }

  private hashedTermsOf(message: OpenedMessage, key: Buffer): string[] {
    const { termsOfWord, htmlText } = this.options;
    const body = message.text.trim() === '' && message.html !== null ? htmlText(message.html) : message.text;
    const names = message.attachments.map(({ fileName }) => fileName);
    const partyText = ({ displayName, address }: OpenedMessage['from']): string => `${displayName} ${address}`;
    const fields: Readonly<Record<SearchField, string>> = {
      text: [message.subject, body, ...names].join('\n'),
      from: partyText(message.from),
      to: message.to.map(partyText).join('\n'),
    };
    return Object.entries(fields).flatMap(([field, text]) =>
      [...termsOfText(text, termsOfWord)].slice(0, termsMax).map((term) => hashedTerm(key, field as SearchField, term)),
    );
  }
}
