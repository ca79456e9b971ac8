import { SaxesParser } from 'saxes';
import { ExportUnreadable, type ReadItem } from '../../../application/message-formats.js';
import { decodeText } from '../decode-text.js';
import { formatLimits } from '../format-limits.js';
import { MendXml } from './mend-xml.js';
import { communicationOfRow } from './row-communication.js';
import { rowAsXml, type Row } from './row.js';

type Attributes = Record<string, string>;
const rowNames = new Set(['sms', 'mms', 'call']);
const partsMax = formatLimits.partsMax;

/** Collects rows from the parser's calls; damage is kept to the row in which it is. */
class RowCollector {
  readonly items: ReadItem[] = [];
  private counted = 0;
  private stated: number | null = null;
  private open: Row | null = null;
  private damaged = false;
  /** A row's tag has begun and not ended. */
  private beginning = false;
  private rootSeen = false;
  private rootClosed = false;

  constructor(private readonly mend: MendXml) {}

  begun(name: string): void {
    this.beginning = rowNames.has(name);
  }

  opened(name: string, attributes: Attributes): void {
    this.beginning = false;
    if (name === 'smses' || name === 'calls') {
      this.rootSeen = true;
      if (/^\d{1,9}$/.test(attributes.count ?? '')) this.stated = (this.stated ?? 0) + Number(attributes.count);
    } else if (rowNames.has(name)) {
      if (this.open) this.finish(true);
      this.open = { name, attributes, parts: [], addresses: [] };
    } else if (this.open && name === 'part') this.add(this.open.parts, attributes);
    else if (this.open && name === 'addr') this.add(this.open.addresses, attributes);
  }

  closed(name: string): void {
    if (name === 'smses' || name === 'calls') this.rootClosed = true;
    else if (this.open?.name === name) this.finish(false);
  }

  failed(): void {
    this.damaged = true;
  }

  end(): void {
    if (!this.rootSeen) throw new ExportUnreadable('damaged-file', 'This file holds no list of messages or calls.');
    if (this.open || this.beginning) this.finish(true);
    if (!this.rootClosed) this.items.push({ kind: 'remark', remark: 'breaks-off', place: `after row ${this.counted}` });
    if (this.stated !== null && this.stated !== this.counted)
      this.items.push({
        kind: 'remark',
        remark: 'count-differs',
        place: `${this.stated} announced, ${this.counted} found`,
      });
  }

  private add(list: Attributes[], attributes: Attributes): void {
    if (list.length < partsMax) list.push(attributes);
    else this.damaged = true;
  }

  private finish(brokenOff: boolean): void {
    this.counted += 1;
    const place = `row ${this.counted}`;
    const row = this.open;
    const cut = this.mend.cut;
    const broken = brokenOff || this.damaged || row === null;
    this.open = null;
    this.damaged = false;
    this.mend.cut = false;
    if (cut || broken) return void this.items.push({ kind: 'refused', because: cut ? 'too-large' : 'damaged', place });
    const communication = communicationOfRow(row);
    if (communication === 'never-sent') this.items.push({ kind: 'refused', because: 'never-sent', place });
    else
      this.items.push({
        kind: 'communication',
        communication,
        original: { bytes: rowAsXml(row) },
        originalMediaType: 'application/xml',
        place,
      });
  }
}

/**
 * Messages, picture messages and calls of an SMS Backup & Restore export, row by row. What a phone writes that is no XML
 * is mended; entities that the file declares itself are not expanded.
 * @throws ExportUnreadable
 */
export async function* readSmsBackup(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<ReadItem> {
  const mend = new MendXml();
  const rows = new RowCollector(mend);
  const parser = new SaxesParser<{ position: false }>({ position: false });
  let sinceElement = 0;
  parser.on('opentagstart', ({ name }) => rows.begun(name.toLowerCase()));
  parser.on('opentag', ({ name, attributes }) => {
    sinceElement = 0;
    rows.opened(name.toLowerCase(), attributes as Attributes);
  });
  parser.on('closetag', ({ name }) => {
    sinceElement = 0;
    rows.closed(name.toLowerCase());
  });
  parser.on('error', () => rows.failed());
  for await (const text of decodeText(chunks)) {
    sinceElement += text.length;
    if (sinceElement > formatLimits.rowCharactersMax * 3)
      throw new ExportUnreadable('damaged-file', 'One element of this file never ends.');
    parser.write(mend.write(text));
    yield* rows.items.splice(0);
  }
  parser.write(mend.end()).close();
  rows.end();
  yield* rows.items.splice(0);
}
