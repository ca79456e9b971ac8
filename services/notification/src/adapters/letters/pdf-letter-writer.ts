import type { Bidi } from 'bidi-js';
import { createRequire } from 'node:module';
import type { Readable } from 'node:stream';
import type { LetterWriter } from '../../application/ports.js';
import type { PrintedLetter } from '../../templates/letter.js';
import { LetterPages } from './letter-pages.js';

const resolve = createRequire(import.meta.url).resolve;

/** A file a district's computers can print and a screen reader can read: tagged PDF, fonts inside (DejaVu, free to embed). */
export class PdfLetterWriter implements LetterWriter {
  async write(letters: readonly PrintedLetter[]): Promise<Readable> {
    // Loaded at the first letter: most processes never print one.
    const [{ default: PdfDocument }, { default: bidiFactory }] = await Promise.all([
      import('pdfkit'),
      import('bidi-js'),
    ]);
    const document = new PdfDocument({
      size: 'LETTER',
      margin: 0,
      autoFirstPage: false,
      pdfVersion: '1.7',
      tagged: true,
      displayTitle: true,
      lang: letters[0]?.language ?? 'en',
      info: { Title: 'Notices of the school district', Creator: 'Sightline' },
    });
    document.registerFont('text', resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'));
    document.registerFont('bold', resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'));
    const pages = new LetterPages(document, (bidiFactory as unknown as () => Bidi)());
    void (async () => {
      for (const letter of letters) {
        pages.add(letter);
        // Another request has its turn between two letters.
        await new Promise((resolved) => setImmediate(resolved));
      }
      document.end();
    })().catch((error: unknown) => (document as unknown as Readable).destroy(error as Error));
    return document as unknown as Readable;
  }
}
