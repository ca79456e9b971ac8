import type { DisclosureAct } from '@sightline/contracts';
import type { Readable } from 'node:stream';
import { mayAccess, type Resource } from '@sightline/policy';
import {
  findVisibleMessages,
  listVisibleMessages,
  type Caller,
  type MessageFilter,
  type MessageRow,
} from '../../read-models/messages/visible-messages.queries.js';
import type { MessageOpener, OpenedMessage } from '../sealed-content.js';
import type { DiscloseMessages } from './disclose-messages.js';
import { lookingCaller, type Looking } from './looking-caller.js';
import { showingsOf } from './message-masking.js';
import { saidAbout } from '../../read-models/message-records/said-about.queries.js';
import { saidForViewer } from './said-for-viewer.js';
import { messageView, type HtmlText, type MessageView } from './message-view.js';

export interface Page {
  readonly before: string | null;
  readonly limit: number;
}

export interface OpenedBytes {
  readonly bytes: Readable;
  readonly fileName: string;
}

/** Whether the relations worked out for a row are enough; the relations are SQL's, who may is the policy's. */
const open = (resource: Resource, { relations }: MessageRow): boolean =>
  mayAccess(resource, 'read', new Set(relations));

/**
 * Looks at archived messages: found among those open to the caller, unsealed, shown without other families to families,
 * and disclosed before anything leaves (C7, C9, C10).
 */
export class LookAtMessages {
  constructor(
    private readonly looking: Looking,
    private readonly opener: MessageOpener,
    private readonly disclosures: DiscloseMessages,
    private readonly htmlText: HtmlText,
  ) {}

  caller(personId: string): Promise<Caller> {
    return lookingCaller(this.looking, personId);
  }

  /** Newest arrivals first, one more than `limit` is never shown: `more` says whether there are others. */
  async list(
    personId: string,
    filter: MessageFilter,
    page: Page,
    causationId: string,
  ): Promise<{ readonly viewer: Caller; readonly views: readonly MessageView[]; readonly more: boolean }> {
    const caller = await this.caller(personId);
    const rows = await listVisibleMessages(this.looking.database, caller, filter, { ...page, limit: page.limit + 1 });
    const shown = rows.filter((row) => open('message', row)).slice(0, page.limit);
    const views = await this.views(caller, shown);
    await this.disclosures.disclose(caller, 'look', rowsOf(views), causationId);
    return { viewer: caller, views, more: rows.length > page.limit };
  }

  /** Undefined where there is none, and where it is not open to the caller: the same statements ran. */
  async one(
    personId: string,
    messageId: string,
    causationId: string,
  ): Promise<{ readonly viewer: Caller; readonly view: MessageView | undefined }> {
    const caller = await this.caller(personId);
    const row = await this.find('message', caller, messageId);
    const [view] = await this.views(caller, row ? [row] : []);
    await this.disclosures.disclose(caller, 'look', view ? [view.row] : [], causationId);
    return { viewer: caller, view };
  }

  /** The original as it came: for those who may see the whole. */
  async source(personId: string, messageId: string, causationId: string): Promise<OpenedBytes | undefined> {
    const caller = await this.caller(personId);
    const row = await this.find('message-source', caller, messageId);
    const message = (await this.opener.openMessages(row ? [row.message_id] : [])).get(messageId);
    return this.bytes(caller, 'source', row, message?.blobId, `${messageId}.eml`, causationId);
  }

  /** An attachment as it came, where it is open to the caller. */
  async attachment(
    personId: string,
    messageId: string,
    attachmentId: string,
    causationId: string,
  ): Promise<OpenedBytes | undefined> {
    const caller = await this.caller(personId);
    const row = await this.find('message', caller, messageId);
    const opened = await this.opener.openMessages(row ? [row.message_id] : []);
    const [view] = await this.viewsOf(caller, row ? [row] : [], opened);
    const shown = view?.attachments.find((each) => each.attachmentId === attachmentId && each.status === 'open');
    const kept = shown && opened.get(messageId)?.attachments.find((each) => each.attachmentId === attachmentId);
    return this.bytes(caller, 'attachment', row, kept?.blobId, shown?.fileName ?? '', causationId);
  }

  /** Breaks the seals of rows that are open to the caller. Whoever shows them discloses them. */
  async views(caller: Caller, rows: readonly MessageRow[]): Promise<MessageView[]> {
    return this.viewsOf(caller, rows, await this.opener.openMessages(rows.map(({ message_id }) => message_id)));
  }

  private async viewsOf(
    caller: Caller,
    rows: readonly MessageRow[],
    opened: ReadonlyMap<string, OpenedMessage>,
  ): Promise<MessageView[]> {
    const showings = await showingsOf(this.looking, caller, rows, opened);
    const said = await saidAbout(
      this.looking.database,
      rows.map(({ message_id }) => message_id),
      caller.now,
    );
    return rows.flatMap((row) => {
      const message = opened.get(row.message_id);
      if (!message) return [];
      const about = saidForViewer(caller, row, said.get(row.message_id), this.looking.districtTimeZone);
      return [messageView(row, message, showings.get(row.message_id)!, about, this.htmlText)];
    });
  }

  private async find(resource: Resource, caller: Caller, messageId: string): Promise<MessageRow | undefined> {
    const rows = await findVisibleMessages(this.looking.database, caller, [messageId]);
    return rows.find((row) => open(resource, row));
  }

  private async bytes(
    caller: Caller,
    act: DisclosureAct,
    row: MessageRow | undefined,
    blobId: string | undefined,
    fileName: string,
    causationId: string,
  ): Promise<OpenedBytes | undefined> {
    if (!row || blobId === undefined) return undefined;
    const bytes = await this.opener.openBlob(blobId);
    if (!bytes) return undefined;
    try {
      await this.disclosures.disclose(caller, act, [row], causationId);
    } catch (error) {
      bytes.destroy();
      throw error;
    }
    return { bytes, fileName };
  }
}

const rowsOf = (views: readonly MessageView[]): MessageRow[] => views.map(({ row }) => row);
