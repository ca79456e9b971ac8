import { parse } from 'csv-parse';
import { Readable } from 'node:stream';
import { ExportUnreadable, type ReadItem } from '../../../application/message-formats.js';
import {
  communicationMedia,
  nobody,
  type Communication,
  type CommunicationMedium,
  type Party,
} from '../../../domain/index.js';
import { decodeText } from '../decode-text.js';
import { formatLimits } from '../format-limits.js';

/** The documented columns; `sentAt`, `from` and `text` must be there, in any order and any spelling of case. */
type Column = 'id' | 'sentat' | 'medium' | 'direction' | 'from' | 'to' | 'subject' | 'text' | 'thread' | 'inreplyto';
const required: readonly Column[] = ['sentat', 'from', 'text'];

const partyOf = (written: string): Party => {
  const match = /^(.*)<([^<>]+)>\s*$/.exec(written);
  const address = (match?.[2] ?? written).trim();
  const displayName = match?.[1]?.trim().replace(/^"(.*)"$/, '$1') ?? '';
  if (address === '') return nobody;
  const kind =
    address.includes('@') && !address.startsWith('@')
      ? 'email'
      : /^\+?[\d\s().-]{6,}$/.test(address)
        ? 'telephone'
        : 'account';
  return { address, kind, displayName };
};

/** A moment must say its zone: `2026-03-01T15:04:05-06:00`. */
const momentOf = (written: string): Date | null => {
  if (!/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?\s?(Z|[+-]\d{2}:?\d{2})$/i.test(written)) return null;
  const moment = new Date(written.replace(' ', 'T').replace(/\s/, ''));
  return Number.isNaN(moment.getTime()) ? null : moment;
};

const communicationOf = (cell: (column: Column) => string): Communication | undefined => {
  const sentAt = momentOf(cell('sentat'));
  const medium = cell('medium') === '' ? 'other' : cell('medium');
  const direction = cell('direction') === '' ? 'unknown' : cell('direction');
  const known = (communicationMedia as readonly string[]).includes(medium);
  if (!sentAt || !known || !['outgoing', 'incoming', 'unknown'].includes(direction)) return undefined;
  return {
    externalId: cell('id') || null,
    sentAt,
    medium: medium as CommunicationMedium,
    direction: direction as Communication['direction'],
    from: partyOf(cell('from')),
    to: cell('to')
      .split(/[;|]/)
      .filter((each) => each.trim() !== '')
      .map(partyOf),
    subject: cell('subject'),
    text: cell('text'),
    html: null,
    attachments: [],
    inReplyTo: cell('inreplyto') || null,
    references: [],
    threadHint: cell('thread') || null,
    facts: {},
  };
};

/** Whether a first line has the documented columns; by comma, semicolon or tab. */
export const tableDelimiter = (firstLine: string): ',' | ';' | '\t' | undefined => {
  const delimiters = [',', ';', '\t'] as const;
  return delimiters.find((delimiter) => {
    const names = columnsOf(firstLine.replace(/^\ufeff/, '').split(delimiter));
    return required.every((column) => names.includes(column));
  });
};
const columnsOf = (cells: readonly string[]): string[] =>
  cells.map((name) =>
    name
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .replace(/[\s_-]/g, '')
      .toLowerCase(),
  );

/** Rows of the documented table, each a message. @throws ExportUnreadable */
export async function* readTable(
  chunks: AsyncIterable<Uint8Array>,
  delimiter: ',' | ';' | '\t',
): AsyncGenerator<ReadItem> {
  const parser = parse({
    delimiter,
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: formatLimits.lineCharactersMax * 4,
  });
  const text = Readable.from(decodeText(chunks));
  text.on('error', (error) => parser.destroy(error));
  text.pipe(parser);
  let columns: string[] | undefined;
  let row = 0;
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      if (!columns) {
        columns = columnsOf(cells);
        continue;
      }
      row += 1;
      const named = columns;
      const communication = communicationOf((column) => cells[named.indexOf(column)]?.trim() ?? '');
      const place = `row ${row}`;
      if (!communication) yield { kind: 'refused', because: 'damaged', place };
      else
        yield {
          kind: 'communication',
          communication,
          original: {
            bytes: Buffer.from(JSON.stringify(Object.fromEntries(named.map((name, at) => [name, cells[at] ?? ''])))),
          },
          originalMediaType: 'application/json',
          place,
        };
    }
  } catch (error) {
    if ((error as { code?: string }).code?.startsWith('CSV_') !== true) throw error;
    throw new ExportUnreadable(
      'damaged-file',
      `The table cannot be read beyond row ${row}: a quotation mark is missing.`,
    );
  } finally {
    text.destroy();
  }
}
