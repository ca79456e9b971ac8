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
