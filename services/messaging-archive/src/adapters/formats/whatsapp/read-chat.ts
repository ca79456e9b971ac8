import {
  ExportUnreadable,
  type DateOrder,
  type ReadingOptions,
  type ReadItem,
} from '../../../application/message-formats.js';
import type { Communication, CommunicationAttachment, Party } from '../../../domain/index.js';
import { decodeText } from '../decode-text.js';
import { formatLimits } from '../format-limits.js';
import { textLines } from '../text-lines.js';
import { dateIn, DateOrderFinder } from './date-order.js';
import { readLineHead, withoutMarks, type LineHead } from './line-head.js';
import { momentInZone } from './local-time.js';
import { mediaOf, senderAndBody } from './message-body.js';

export interface ChatSource {
  /** From the beginning, each time it is called: a chat is read twice. */
  open(): AsyncIterable<Uint8Array>;
  /** The file that a message names; undefined when it did not come with the chat. */
  media(fileName: string): Promise<CommunicationAttachment | undefined>;
}

/** WhatsApp writes as many messages and no more, without and with their pictures. */
const cutAt = [40_000, 10_000];

interface Survey {
  readonly order: DateOrder | undefined;
  readonly senders: readonly string[];
  readonly lines: number;
}

const linesOf = (source: ChatSource): AsyncIterable<string> => textLines(decodeText(source.open()));

/** All lines once, for what one line cannot say: who takes part, and which number is the day. */
async function survey(source: ChatSource): Promise<Survey> {
  const finder = new DateOrderFinder();
  const senders = new Set<string>();
  let lines = 0;
  for await (const line of linesOf(source)) {
    const head = readLineHead(line);
    if (!head) continue;
    lines += 1;
    finder.see(head.at);
    const said = senderAndBody(head.rest);
    if (said && senders.size < formatLimits.partiesMax) senders.add(said.sender);
  }
  return { order: finder.found(), senders: [...senders].sort(), lines };
}

/** A number is shown for whoever is in no address book, with a tilde before the name they chose. */
const partyOf = (sender: string): Party =>
  /^\+?[\d\s().\-\u2010-\u2015]{6,25}$/.test(sender) && /\d{5}/.test(sender.replace(/\D/g, ''))
    ? { address: sender, kind: 'telephone', displayName: '' }
    : { address: '', kind: 'unknown', displayName: sender.replace(/^~\s?/, '') };

interface OpenMessage {
  readonly head: LineHead;
  readonly lines: string[];
  readonly raw: string[];
  readonly place: string;
  length: number;
}

/**
 * The messages of a WhatsApp chat as the application exports it (iPhone and Android, any language's dates). Notices of
 * the application (somebody was added, calls are encrypted) were written by nobody and are no messages.
 * @throws ExportUnreadable
 */
export async function* readChat(source: ChatSource, options: ReadingOptions): AsyncGenerator<ReadItem> {
  const { order: foundOrder, senders, lines } = await survey(source);
  if (lines === 0) throw new ExportUnreadable('unsupported-format', 'This text holds no messages of a chat.');
  const order = foundOrder ?? options.dateOrder;
  if (!foundOrder) yield { kind: 'remark', remark: 'day-or-month-unclear', place: 'the dates of the chat' };
  const parties = new Map(senders.map((sender) => [sender, partyOf(sender)]));
  const threadHint = senders.join('~').slice(0, 2_000);

  const finish = async (open: OpenMessage): Promise<ReadItem | undefined> => {
    if (open.length > formatLimits.lineCharactersMax)
      return { kind: 'refused', because: 'too-large', place: open.place };
    const said = senderAndBody(open.head.rest);
    if (!said) return undefined;
    const body = [said.body, ...open.lines].join('\n');
    const date = order && dateIn(order, open.head.at);
    const media = mediaOf(body);
    const attachment = media?.kind === 'attached' ? await source.media(media.fileName) : undefined;
    const communication: Communication = {
      externalId: null,
      sentAt: date ? momentInZone(date, open.head.at, options.timeZone) : null,
      medium: 'messaging-app',
      direction: 'unknown',
      from: parties.get(said.sender) ?? partyOf(said.sender),
      to: [...parties].filter(([sender]) => sender !== said.sender).map(([, party]) => party),
      subject: '',
      text: withoutMarks(body),
      html: null,
      attachments: attachment ? [attachment] : [],
      inReplyTo: null,
      references: [],
      threadHint,
      facts: { application: 'WhatsApp', ...(media && { media: attachment ? 'attached' : 'missing' }) },
    };
    const original = { bytes: Buffer.from(open.raw.join('\n')) };
    return { kind: 'communication', communication, original, originalMediaType: 'text/plain', place: open.place };
  };

  let open: OpenMessage | undefined;
  let number = 0;
  for await (const line of linesOf(source)) {
    number += 1;
    const head = readLineHead(line);
    if (!head) {
      if (!open) continue;
      open.length += line.length + 1;
      if (open.length <= formatLimits.lineCharactersMax) {
        open.lines.push(line);
        open.raw.push(line);
      }
      continue;
    }
    const item = open && (await finish(open));
    if (item) yield item;
    open = { head, lines: [], raw: [line], place: `line ${number}`, length: line.length };
  }
  const last = open && (await finish(open));
  if (last) yield last;
  if (cutAt.some((limit) => lines >= limit - 10 && lines <= limit + 10))
    yield { kind: 'remark', remark: 'cut-at-limit', place: `${lines} messages` };
}
