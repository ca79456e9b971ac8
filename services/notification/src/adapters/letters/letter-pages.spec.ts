import { describe, expect, it } from '@jest/globals';
import { buffer } from 'node:stream/consumers';
import { addressLines, noticeLetter } from '../../templates/letter.js';
import { sampleNotice } from '../../templates/sample-contents.js';
import { icuWording } from '../wording/icu-wording.js';
import { LetterPages } from './letter-pages.js';
import { sheet, windowArea } from './letter-sheet.js';
import { PdfLetterWriter } from './pdf-letter-writer.js';
import { visualLines } from './visual-lines.js';
import bidiFactory, { type Bidi } from 'bidi-js';

const bidi = (bidiFactory as unknown as () => Bidi)();
const letterIn = (language: string, street: readonly string[] = ['14 Millpond Road', 'Flat 2', 'Rear house']) =>
  noticeLetter(
    { ...sampleNotice, guardianName: 'Ruth Walker' },
    { street, city: 'Fairhaven', state: 'NY', postalCode: '10001', country: 'USA' },
    '2026-09-14',
    icuWording().voice('notice', language),
  );

interface Drawn {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly page: number;
}

/** Stands at the place of the PDF library and keeps what is drawn where. */
const recording = () => {
  const drawn: Drawn[] = [];
  const structure: string[] = [];
  let page = 0;
  const element = { add: () => element, end: () => undefined };
  const document: object = new Proxy(
    {
      widthOfString: (text: string) => text.length * 5.5,
      text: (text: string, x: number, y: number) => void drawn.push({ text, x, y, width: text.length * 5.5, page }),
      addPage: () => void (page += 1),
      struct: (type: string, { actual }: { actual?: string } = {}) => {
        structure.push(actual === undefined ? type : `${type}: ${actual}`);
        return element;
      },
    } as Record<string, unknown>,
    { get: (own, name) => own[name as string] ?? (() => document) },
  );
  return { document: document as PDFKit.PDFDocument, drawn, structure };
};

const drawnOf = (language: string, street?: readonly string[]) => {
  const { document, drawn, structure } = recording();
  const letter = letterIn(language, street);
  new LetterPages(document, bidi).add(letter);
  return { drawn, structure, letter };
};

describe('a printed letter', () => {
  it.each(['en', 'es', 'ar'])('shows the reader’s address and nothing else through the window, in %s', (language) => {
    const { drawn, letter } = drawnOf(language);
    const seen = drawn.filter(
      ({ page, x, y, width }) =>
        page === 1 &&
        y + 14 > windowArea.top &&
        y < windowArea.bottom &&
        x < windowArea.right &&
        x + width > windowArea.left,
    );
    expect(seen.map(({ text }) => text.trim())).toEqual(letter.window);
    expect(letter.window).toHaveLength(6);
    // What the window of a US #10 shows of the paper, and that of DIN 5008 B, whichever is narrower.
    for (const { x, y, width } of seen) {
      expect(y).toBeGreaterThanOrEqual(180);
      expect(y + 12).toBeLessThanOrEqual(256);
      expect(x).toBeGreaterThanOrEqual(63);
      expect(x + width).toBeLessThanOrEqual(298);
    }
  });

  it('names no child above the fold, and begins a new page before its foot', () => {
    const { drawn } = drawnOf('en');
    const above = drawn.filter(({ page, y }) => page === 1 && y < windowArea.bottom).map(({ text }) => text);
    expect(above.join('\n')).not.toMatch(/Alex|Sam Sample/);
    expect(drawn.map(({ text }) => text).join(' ')).toMatch(/Alex\s+Sample/);
    const foot = drawn.filter(({ y }) => y > sheet.bottom);
    expect(foot.map(({ text }) => text)).toEqual(['sample  ·  Page 1', 'sample  ·  Page 2'].slice(0, foot.length));
    for (const { x, width } of drawn) {
      expect(x).toBeGreaterThanOrEqual(sheet.left);
      expect(x + width).toBeLessThanOrEqual(sheet.right + 6);
    }
  });

  it('gives a screen reader headings, lists, and the words of a right-to-left paragraph in their order', () => {
    const { structure, letter } = drawnOf('ar');
    expect(structure).toEqual(expect.arrayContaining(['Sect', `H1: ${letter.subject}`, 'L', 'LI', 'Lbl']));
    expect(structure.filter((type) => type.startsWith('H2'))).toHaveLength(2);
  });

  it('is a tagged PDF with its fonts inside, in every language', async () => {
    const file = await buffer(await new PdfLetterWriter().write(['en', 'es', 'ar'].map((each) => letterIn(each))));
    const text = file.toString('latin1');
    expect(text.slice(0, 8)).toBe('%PDF-1.7');
    for (const part of ['/Marked true', '/StructTreeRoot', '/FontFile2', '/ToUnicode', '/DisplayDocTitle true'])
      expect(text).toContain(part);
    for (const language of ['en', 'es', 'ar']) expect(text).toContain(`/Lang (${language})`);
    expect(file.length).toBeLessThan(400_000);
  });

  it('leaves out of an address what the roster does not say', () => {
    expect(addressLines({ street: ['1 Road'], city: 'Town', state: '', postalCode: '10001', country: '' })).toEqual([
      '1 Road',
      'Town, 10001',
    ]);
  });
});

describe('lines as they are seen', () => {
  const seen = (text: string, direction: 'ltr' | 'rtl', widthMax = 1_000) =>
    visualLines(text, direction, widthMax, (piece) => piece.length, bidi).map(({ runs }) =>
      runs.map((run) => (run.rightToLeft ? `<${run.text}>` : run.text)),
    );

  it('keep numbers and Latin names from left to right in a right-to-left line', () => {
    const [line] = seen('أبجد Ann 15', 'rtl');
    expect(line!.at(-1)).toMatch(/^<أبجد/);
    expect(line!.join('')).toMatch(/^Ann 15/);
  });

  it('keep a telephone number in its order', () => {
    const letter = letterIn('ar');
    const call = letter.blocks.flatMap((block) => (block.kind === 'list' ? block.items : [])).at(-1)!;
    expect(visualText(call)).toContain('555-0100');
  });
  const visualText = (text: string) => seen(text, 'rtl')[0]!.join('');

  it('turn brackets that stand alone in a right-to-left line', () => {
    const [line] = seen('(أبجد)', 'rtl');
    expect(line).toEqual(['<)أبجد(>']);
  });

  it('break between words, and within one that is too long', () => {
    expect(seen('one two three', 'ltr', 7)).toEqual([['one two'], ['three']]);
    expect(seen('abcdefghij', 'ltr', 4)).toEqual([['abcd'], ['efgh'], ['ij']]);
    expect(seen('', 'ltr')).toEqual([]);
  });
});
