import { Parser } from 'htmlparser2';

// What a reader's mail program shows nowhere. All else is text here, and text can do no harm: nobody hides words in it.
const silent = new Set(['script', 'style', 'title']);
const lines = new Set([
  ...['address', 'article', 'blockquote', 'br', 'dd', 'div', 'dl', 'dt', 'footer', 'form', 'h1', 'h2', 'h3', 'h4'],
  ...['h5', 'h6', 'header', 'hr', 'li', 'main', 'nav', 'ol', 'p', 'pre', 'section', 'table', 'tr', 'ul'],
]);
const textLengthMax = 1_000_000;

/**
 * The text that a page shows, and nothing else: no markup, no script, no address of a picture or a link. Reads once from
 * front to back, however deeply it is nested; at most a million characters.
 */
export function htmlText(html: string): string {
  let text = '';
  let silence = 0;
  const parser = new Parser(
    {
      onopentagname(name) {
        if (silent.has(name)) silence += 1;
        else if (lines.has(name) && text !== '' && !text.endsWith('\n')) text += '\n';
      },
      onclosetag(name) {
        if (silent.has(name)) silence = Math.max(0, silence - 1);
        else if (lines.has(name) && text !== '' && !text.endsWith('\n')) text += '\n';
        else if (name === 'td' || name === 'th') text += '\t';
      },
      ontext(piece) {
        if (silence === 0 && text.length < textLengthMax) text += piece.replace(/\s+/gu, ' ');
      },
    },
    { decodeEntities: true, lowerCaseTags: true, recognizeCDATA: false },
  );
  parser.end(html);
  return text
    .slice(0, textLengthMax)
    .replace(/[ \t]+\n/gu, '\n')
    .replace(/\n[ \t]+/gu, '\n')
    .replace(/\n{3,}/gu, '\n\n')
    .trim();
}
