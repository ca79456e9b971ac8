import { Tokenizer } from 'htmlparser2';

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
  // Pieces, and what the last one was: to look at the end of a text that grows costs as much as the text is long.
  const pieces: string[] = [];
  let length = 0;
  let atLineStart = true;
  let silence = 0;
  const add = (piece: string): void => {
    if (piece === '' || length >= textLengthMax) return;
    pieces.push(piece);
    length += piece.length;
    atLineStart = piece.endsWith('\n');
  };
  const breakLine = (): void => {
    if (!atLineStart) add('\n');
  };
  const nothing = (): void => undefined;
  // Not the parser: its stack of open tags costs the square of their depth, and a text needs none.
  const tokenizer = new Tokenizer(
    { decodeEntities: true, xmlMode: false },
    {
      onopentagname(start, end) {
        const name = html.slice(start, end).toLowerCase();
        if (silent.has(name)) silence += 1;
        else if (lines.has(name)) breakLine();
      },
      onclosetag(start, end) {
        const name = html.slice(start, end).toLowerCase();
        if (silent.has(name)) silence = Math.max(0, silence - 1);
        else if (lines.has(name)) breakLine();
        else if (name === 'td' || name === 'th') add('\t');
      },
      ontext(start, end) {
        if (silence === 0) add(html.slice(start, end).replace(/\s+/gu, ' '));
      },
      ontextentity(codepoint) {
        if (silence === 0) add(String.fromCodePoint(codepoint).replace(/\s/gu, ' '));
      },
      ...{
        onattribdata: nothing,
        onattribend: nothing,
        onattribentity: nothing,
        onattribname: nothing,
        oncdata: nothing,
      },
      ...{ oncomment: nothing, ondeclaration: nothing, onend: nothing, onopentagend: nothing },
      ...{ onprocessinginstruction: nothing, onselfclosingtag: nothing },
    },
  );
  tokenizer.write(html);
  tokenizer.end();
  return pieces
    .join('')
    .slice(0, textLengthMax)
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .replace(/\n{3,}/gu, '\n\n')
    .trim();
}
