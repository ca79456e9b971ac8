/** When a line says it was written, before it is known which number is the day. */
export interface WrittenAt {
  readonly numbers: readonly [number, number, number];
  readonly separator: string;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

export interface LineHead {
  readonly at: WrittenAt;
  /** What follows the time: sender and text, or a notice of the application. */
  readonly rest: string;
}

/** Marks of writing direction that phones put around names, dates and notices. */
const directionMarks = /[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
const spaces = /[\u00a0\u2007\u2009\u202f]/g;
/** The first digit of each script in which phones write dates. */
const otherDigits = /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]/g;
const digitBases = [0x0660, 0x06f0, 0x0966];

const plainDigit = (digit: string): string => {
  const code = digit.charCodeAt(0);
  return String(code - digitBases.find((base) => code >= base && code < base + 10)!);
};

export const withoutMarks = (text: string): string => text.replace(directionMarks, '');
export const beginsWithMark = (text: string): boolean => /^[\u200e\u200f]/.test(text);

const day = String.raw`(\d{1,4})(?:([/.\-])\s?|년 |年)(\d{1,2})(?:[/.\-]\s?|월 |月)(\d{1,4})(?:\.|일|日)?`;
const between = String.raw`(?:,|،)?\s(?:(?:à|at|om|um|a las|às|alle|kl\.?|в|o|klo) )?`;
const half = String.raw`(?:[ap]\.?\s?m\.?|上午|下午|午前|午後|오전|오후|ص|م|am|pm|vorm\.|nachm\.)`;
const time = String.raw`(?:(${half})\s?)?(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:\s?(${half}))?`;
const bracketed = new RegExp(String.raw`^\[${day}${between}${time}\]\s?(.*)$`, 'isu');
const dashed = new RegExp(String.raw`^${day}${between}${time}(?:\s[-–]\s|,\s)(.*)$`, 'isu');

const afterNoon = /^(p\.?\s?m\.?|pm|下午|午後|오후|م|nachm\.)$/iu;
const beforeNoon = /^(a\.?\s?m\.?|am|上午|午前|오전|ص|vorm\.)$/iu;

const hourOf = (written: number, word: string | undefined): number => {
  if (word === undefined) return written;
  if (afterNoon.test(word)) return written < 12 ? written + 12 : written;
  return beforeNoon.test(word) && written === 12 ? 0 : written;
};

/** The longest beginning that can be a date and a time. */
const headLengthMax = 64;

/** The date, time and rest of a line that begins a message; undefined for one that goes on with the message before. */
export function readLineHead(line: string): LineHead | undefined {
  const start = line.slice(0, headLengthMax);
  const plain = withoutMarks(start).replace(spaces, ' ').replace(otherDigits, plainDigit);
  if (!/^\[?\d/.test(plain)) return undefined;
  const match = bracketed.exec(plain) ?? dashed.exec(plain);
  if (!match) return undefined;
  const [, one, separator, two, three, wordBefore, hour, minute, second, wordAfter, rest] = match;
  const at: WrittenAt = {
    numbers: [Number(one), Number(two), Number(three)],
    separator: separator ?? '',
    hour: hourOf(Number(hour), wordBefore ?? wordAfter),
    minute: Number(minute),
    second: Number(second ?? 0),
  };
  if (at.hour > 23 || at.minute > 59 || at.second > 59) return undefined;
  return { at, rest: restOf(line, start, rest!) };
}

/** The rest as it was written, with its marks: only the head was made plain. */
const restOf = (line: string, start: string, plainRest: string): string => {
  let at = start.length;
  let left = plainRest.length;
  while (left > 0 && at > 0) {
    at -= 1;
    if (withoutMarks(start[at]!) !== '') left -= 1;
  }
  while (at > 0 && withoutMarks(start[at - 1]!) === '') at -= 1;
  return line.slice(at);
};
