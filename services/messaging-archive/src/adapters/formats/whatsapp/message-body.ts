import { beginsWithMark, withoutMarks } from './line-head.js';

export type Media = { readonly kind: 'attached'; readonly fileName: string } | { readonly kind: 'omitted' };

/** `<attached: 00000012-PHOTO.jpg>`, in whatever language. */
const bracketedFile = /^<[^:<>]{2,30}\s?: ?([^<>/\\]{1,200}\.[A-Za-z0-9]{1,8})>/u;
/** `IMG-20200101-WA0001.jpg (file attached)`. */
const namedFile = /^([^/\\\n]{1,200}\.[A-Za-z0-9]{1,8}) \([^()\n]{3,40}\)/u;
const ownNames = /^(IMG|VID|AUD|PTT|STK|DOC|GIF)-\d{8}-WA\d+\./;
const fileWords =
  /\((file attached|archivo adjunto|fichier joint|datei angehängt|arquivo anexado|ficheiro anexado|file allegato|bestand bijgevoegd|файл добавлен)\)/iu;
const omittedInBrackets =
  /^<[^<>:]*(omitted|omitido|omitida|omis|omise|exclu|absent|ausgeschlossen|weggelassen|omesso|omessa|weggelaten|пропущен|oculto|verborgen)[^<>:]*>$/iu;
const omittedBare =
  /^[^\n]{2,40} (omitted|omitido|omitida|omis|omise|absent|absente|weggelassen|ausgeschlossen|omesso|omessa|weggelaten|пропущено)$/iu;

/** What a text says of a picture, a recording or a document; undefined when it is only a text. */
export function mediaOf(body: string): Media | undefined {
  const plain = withoutMarks(body).trimStart();
  const bracketed = bracketedFile.exec(plain)?.[1];
  if (bracketed !== undefined) return { kind: 'attached', fileName: bracketed };
  const named = namedFile.exec(plain)?.[1];
  if (named !== undefined && (beginsWithMark(body) || ownNames.test(named) || fileWords.test(plain)))
    return { kind: 'attached', fileName: named };
  const [firstLine = ''] = plain.split('\n', 1);
  if (omittedInBrackets.test(firstLine) || (beginsWithMark(body) && omittedBare.test(firstLine)))
    return { kind: 'omitted' };
  return undefined;
}

/** `Name: text`; undefined for a notice of the application, which nobody wrote. */
export function senderAndBody(rest: string): { readonly sender: string; readonly body: string } | undefined {
  const end = rest.indexOf(': ');
  const bare = end < 0 && rest.endsWith(':') ? rest.length - 1 : end;
  if (bare <= 0 || bare > 120) return undefined;
  const sender = withoutMarks(rest.slice(0, bare)).trim();
  if (sender === '' || isNotice(sender)) return undefined;
  return { sender, body: rest.slice(bare + 2) };
}

/** A notice with a colon in it, as a group's new name, has words in quotation marks before the colon. */
const isNotice = (sender: string): boolean => /["“”«»]/.test(sender);
