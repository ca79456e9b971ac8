import { formatLimits } from '../format-limits.js';

const replacement = '\ufffd';
// eslint-disable-next-line no-control-regex -- these are what XML forbids and phones write
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const numericEntity = /&#(x[0-9a-f]{1,8}|\d{1,8});/gi;
/** Longer than any entity that means something. */
const entityLengthMax = 12;
/** The last entity, whole, and the beginning of one more. */
const lastEntity = /&#(x[0-9a-f]+|\d+);(&[^;&]*)?$/i;
const openEntity = /&[^;&]*$/;

const codeOf = (entity: string): number =>
  /^x/i.test(entity) ? Number.parseInt(entity.slice(1), 16) : Number.parseInt(entity, 10);
const isHigh = (code: number): boolean => code >= 0xd800 && code <= 0xdbff;
const isSurrogate = (code: number): boolean => code >= 0xd800 && code <= 0xdfff;
const isXmlCharacter = (code: number): boolean =>
  code === 9 ||
  code === 10 ||
  code === 13 ||
  (code >= 0x20 && code < 0xd800) ||
  (code > 0xdfff && code < 0xfffe) ||
  (code >= 0x10000 && code <= 0x10ffff);

/**
 * Makes XML of what phones write: `&#55357;&#56832;` (two halves of one character), characters that XML forbids, and
 * values that are too long for memory. However the text is cut into chunks, the same is mended.
 */
export class MendXml {
  private pending = '';
  private runLength = 0;
  /** A value was cut off since this was last set to false. */
  cut = false;

  write(chunk: string): string {
    const text = this.pending + chunk;
    const whole = this.wholeEntities(text);
    this.pending = text.slice(whole);
    return this.bounded(mended(text.slice(0, whole)));
  }

  end(): string {
    const rest = this.pending;
    this.pending = '';
    return this.bounded(mended(rest));
  }

  /** How much of the text holds no beginning of an entity, or of a pair of them, that the next chunk may complete. */
  private wholeEntities(text: string): number {
    const tail = Math.max(0, text.length - entityLengthMax * 2);
    const last = text.slice(tail);
    const before = lastEntity.exec(last);
    if (before && isHigh(codeOf(before[1]!))) return tail + before.index;
    const open = openEntity.exec(last);
    if (open) return tail + open.index;
    return isHigh(text.charCodeAt(text.length - 1)) ? text.length - 1 : text.length;
  }

  /** Lets no run without a quotation mark grow beyond its limit: what is too much is left out. */
  private bounded(text: string): string {
    const lastBreak = Math.max(text.lastIndexOf('"'), text.lastIndexOf('<'));
    if (lastBreak >= 0 && this.runLength <= formatLimits.rowCharactersMax) {
      this.runLength = text.length - lastBreak;
      return text;
    }
    if (lastBreak >= 0) {
      const first = text.search(/["<]/);
      this.runLength = text.length - lastBreak;
      return text.slice(first);
    }
    this.runLength += text.length;
    if (this.runLength <= formatLimits.rowCharactersMax) return text;
    this.cut = true;
    return '';
  }
}

/** Halves become characters beside one another, and so one; what stays half is replaced. */
const mended = (text: string): string => {
  const plain = text.replace(forbidden, replacement);
  if (!plain.includes('&#')) return plain.toWellFormed();
  return plain
    .replace(numericEntity, (entity, written: string) => {
      const code = codeOf(written);
      return isSurrogate(code) ? String.fromCharCode(code) : isXmlCharacter(code) ? entity : replacement;
    })
    .toWellFormed();
};
