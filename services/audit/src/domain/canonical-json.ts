/** A value that JSON cannot carry, or only by changing it. */
export class NotCanonical extends Error {
  override readonly name = 'NotCanonical';
}

const canonicalNumber = (value: number): string => {
  if (!Number.isFinite(value)) throw new NotCanonical('JSON has no such number');
  // ECMAScript's own number form is the one that RFC 8785 §3.2.2.3 takes; it writes -0 as 0.
  return JSON.stringify(value);
};

/**
 * One spelling for one JSON value (RFC 8785): members sorted by UTF-16 code units, no white space, ECMAScript's numbers
 * and string escapes. Members that are undefined are left out, as JSON does.
 * @throws NotCanonical for what JSON cannot carry: not a number, lone surrogates
 */
export const canonicalJson = (value: unknown): string => {
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new NotCanonical('a string holds half a character');
    return JSON.stringify(value);
  }
  if (typeof value === 'number') return canonicalNumber(value);
  if (value === null || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object') {
    const members = value as Readonly<Record<string, unknown>>;
    let text = '';
    for (const name of Object.keys(members).sort()) {
      const member = members[name];
      if (member === undefined) continue;
      text += `${text === '' ? '' : ','}${canonicalJson(name)}:${canonicalJson(member)}`;
    }
    return `{${text}}`;
  }
  throw new NotCanonical(`JSON cannot carry a ${typeof value}`);
};

/** Members in order everywhere. What was read from a text keeps the order of the text, but for names that are numbers. */
const isSorted = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isSorted);
  let before: string | undefined;
  for (const [name, member] of Object.entries(value)) {
    if ((before !== undefined && name <= before) || !isSorted(member)) return false;
    before = name;
  }
  return true;
};

/** Whether a text is the canonical one of the value that was read from it; several times faster than to write it anew. */
export const isCanonicalJson = (value: unknown, text: string): boolean => {
  if (JSON.stringify(value) === text && text.isWellFormed() && !text.includes('\\ud') && isSorted(value)) return true;
  try {
    return canonicalJson(value) === text;
  } catch (error) {
    if (error instanceof NotCanonical) return false;
    throw error;
  }
};
