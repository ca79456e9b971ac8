/** One element of the export with its attributes, and what stands in it. */
export interface Row {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly parts: Readonly<Record<string, string>>[];
  readonly addresses: Readonly<Record<string, string>>[];
}

/** What phones write for nothing. */
const absent = new Set(['', 'null', 'undefined']);

/** An attribute that says something; null otherwise. */
export const stated = (attributes: Readonly<Record<string, string>>, name: string): string | null => {
  const value = attributes[name];
  return value === undefined || absent.has(value) ? null : value;
};

/** Milliseconds since 1970, or seconds as some phones write for MMS; null for nought and nonsense. */
export const momentOf = (value: string | null): Date | null => {
  const number = value !== null && /^\d{9,14}$/.test(value.trim()) ? Number(value) : 0;
  if (number === 0) return null;
  return new Date(number < 100_000_000_000 ? number * 1_000 : number);
};

const escaped = (value: string): string =>
  value.replace(/[&<>"\n\r\t]/g, (character) => `&#${character.charCodeAt(0)};`);

const element = (name: string, attributes: Readonly<Record<string, string>>, inside: string): string => {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  return inside === '' ? `<${name}${written.join('')}/>` : `<${name}${written.join('')}>${inside}</${name}>`;
};

/** The row by itself, attribute for attribute as the phone wrote it. */
export const rowAsXml = ({ name, attributes, parts, addresses }: Row): Buffer => {
  const list = (outer: string, inner: string, of: readonly Readonly<Record<string, string>>[]): string =>
    of.length === 0 ? '' : `<${outer}>${of.map((each) => element(inner, each, '')).join('')}</${outer}>`;
  return Buffer.from(element(name, attributes, list('parts', 'part', parts) + list('addrs', 'addr', addresses)));
};
