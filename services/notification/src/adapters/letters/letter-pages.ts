import type { Bidi } from 'bidi-js';
import type { PrintedLetter } from '../../templates/letter.js';
import type { Block } from '../../templates/mail-text.js';
import { bodyTop, footerTop, laterPagesTop, senderText, sheet, windowText } from './letter-sheet.js';
import { visualLines, type VisualLine } from './visual-lines.js';

type Document = PDFKit.PDFDocument;
type Element = PDFKit.PDFStructureElement;

interface Style {
  readonly font: 'text' | 'bold';
  readonly size: number;
  readonly lineHeight: number;
  readonly left: number;
  readonly width: number;
  readonly direction: 'ltr' | 'rtl';
}

const body = { font: 'text', size: 10, lineHeight: 13.5, left: sheet.left, width: sheet.right - sheet.left } as const;
const indent = 16;
/** Between paragraphs, in lines. */
const gap = 0.4;

/** Draws letters one after another, each from a page of its own, and names what each piece is (PDF/UA structure). */
export class LetterPages {
  private y = 0;
  private pageNumber = 0;

  constructor(
    private readonly document: Document,
    private readonly bidi: Bidi,
  ) {}

  add(letter: PrintedLetter): void {
    const section = this.document.struct('Sect', { lang: letter.language });
    this.document.addStructure(section);
    this.pageNumber = 0;
    this.turnPage(letter);
    this.head(section, letter);
    this.y = bodyTop;
    const { direction } = letter;
    this.paragraph(
      section,
      'H1',
      letter.subject,
      { ...body, font: 'bold', size: 12, lineHeight: 17, direction },
      letter,
    );
    for (const block of letter.blocks) this.block(section, block, letter);
    section.end();
  }

  /** Sender and date above the window, and in it the reader's address alone. */
  private head(section: Element, letter: PrintedLetter): void {
    const { direction } = letter;
    const sender: Style = { ...body, size: senderText.fontSize, lineHeight: senderText.lineHeight, direction };
    this.y = senderText.top;
    for (const line of [...letter.sender, letter.date, ...(letter.handedOver === null ? [] : [letter.handedOver])])
      this.oneLine(section, line, sender);
    this.y = windowText.top;
    const { left, width, fontSize: size, lineHeight, linesMax } = windowText;
    // An address is written as the post of the country reads it: from the left.
    for (const line of letter.window.slice(0, linesMax))
      this.oneLine(section, line, { font: 'text', size, lineHeight, left, width, direction: 'ltr' });
  }

  private block(section: Element, block: Block, letter: PrintedLetter): void {
    const style: Style = { ...body, direction: letter.direction };
    switch (block.kind) {
      case 'paragraph':
        return this.paragraph(section, 'P', block.text, style, letter);
      case 'heading':
        return this.paragraph(section, 'H2', block.text, { ...style, font: 'bold' }, letter);
      case 'list':
        return this.list(section, block.items, style, letter);
      case 'link':
        this.paragraph(section, 'P', `${block.text}:`, style, letter);
        return this.paragraph(section, 'P', block.url, { ...style, direction: 'ltr' }, letter);
    }
  }

  private list(section: Element, items: readonly string[], style: Style, letter: PrintedLetter): void {
    const list = this.document.struct('L');
    section.add(list);
    const inner = {
      ...style,
      left: style.direction === 'ltr' ? style.left + indent : style.left,
      width: style.width - indent,
    };
    for (const item of items) {
      const entry = this.document.struct('LI');
      list.add(entry);
      this.makeRoom(style.lineHeight, letter);
      const label = this.document.struct('Lbl');
      entry.add(label);
      this.draw(label, { runs: [{ text: '\u2022', rightToLeft: false }], width: indent / 2 }, style);
      label.end();
      this.paragraph(entry, 'LBody', item, inner, letter);
      entry.end();
    }
    list.end();
  }

  private paragraph(parent: Element, type: string, text: string, style: Style, letter: PrintedLetter): void {
    const element = this.document.struct(type, style.direction === 'rtl' ? { actual: text } : {});
    parent.add(element);
    for (const line of this.linesOf(text, style)) {
      this.makeRoom(style.lineHeight, letter);
      this.draw(element, line, style);
      this.y += style.lineHeight;
    }
    element.end();
    this.y += style.lineHeight * gap;
  }

  /** What does not fit is cut: these lines have their fixed place. */
  private oneLine(parent: Element, text: string, style: Style): void {
    const element = this.document.struct('P', style.direction === 'rtl' ? { actual: text } : {});
    parent.add(element);
    const [line] = this.linesOf(text, style);
    if (line) this.draw(element, line, style);
    element.end();
    this.y += style.lineHeight;
  }

  private linesOf(text: string, style: Style): VisualLine[] {
    this.document.font(style.font).fontSize(style.size);
    const measure = (piece: string): number => this.document.widthOfString(piece, { features: [] });
    return visualLines(text, style.direction, style.width, measure, this.bidi);
  }

  private draw(element: Element, { runs, width }: VisualLine, style: Style): void {
    const content = this.document.font(style.font).fontSize(style.size).markStructureContent('Span');
    element.add(content);
    let x = style.direction === 'rtl' ? style.left + style.width - width : style.left;
    runs.forEach(({ text }, at) => {
      // A reader of the text alone must not join the last word of a line to the first of the next.
      const ends = at === runs.length - 1 && style.direction === 'ltr' ? ' ' : '';
      this.document.text(text + ends, x, this.y, { lineBreak: false, features: [] });
      x += this.document.widthOfString(text, { features: [] });
    });
    this.document.endMarkedContent();
  }

  private makeRoom(height: number, letter: PrintedLetter): void {
    if (this.y + height <= sheet.bottom) return;
    this.turnPage(letter);
    this.y = laterPagesTop;
  }

  /** The foot of a page is no part of the text. */
  private turnPage({ page, reference }: PrintedLetter): void {
    this.pageNumber += 1;
    this.document.addPage();
    this.document.markContent('Artifact', { type: 'Pagination' });
    this.document.font('text').fontSize(8);
    const foot = [reference, `${page} ${this.pageNumber}`].join('  \u00b7  ');
    const [line] = visualLines(
      foot,
      'ltr',
      body.width,
      (piece) => this.document.widthOfString(piece, { features: [] }),
      this.bidi,
    );
    let x = sheet.left;
    for (const { text } of line!.runs) {
      this.document.text(text, x, footerTop, { lineBreak: false, features: [] });
      x += this.document.widthOfString(text, { features: [] });
    }
    this.document.endMarkedContent();
  }
}
