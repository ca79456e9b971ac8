import type { PostalAddress } from '@sightline/contracts';
import type { Objection } from './cell-values.js';
import type { Row } from './read-rows.js';

const partLengthMax = 60;
const linesMax = 3;
const telephone = /^[+(]?\d[\d\s().+-]{5,30}( ?(x|ext\.?) ?\d{1,6})?$/i;
// eslint-disable-next-line no-control-regex
const unprintable = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

const linesIn = (street: string): string[] =>
  street
    .split(';')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** `street` may hold up to three lines, joined by `;`. */
export const addressIn = (row: Row): PostalAddress => ({
  street: linesIn(row.get('street')),
  city: row.get('city'),
  state: row.get('state'),
  postalCode: row.get('postalCode'),
  country: row.get('country'),
});

/** An address that no letter could be sent to is refused, so that its reader is a named case and no silent loss (C6). */
export const objectionToAddress = (row: Row): Objection | undefined => {
  const { street, ...rest } = addressIn(row);
  const missing = (['street', 'city', 'postalCode'] as const).find((column) => row.get(column) === '');
  if (missing) return [missing, 'address-not-whole', 'An address needs a street, a city and a postal code.'];
  if (street.length === 0 || street.length > linesMax)
    return ['street', 'address-not-whole', 'A street is one line, or up to three joined by a semicolon.'];
  const odd = [...street, ...Object.values(rest)].find((part) => part.length > partLengthMax || unprintable.test(part));
  return odd === undefined
    ? undefined
    : ['street', 'address-not-printable', 'A part of an address has at most 60 characters, on one line.'];
};

export const objectionToPhone = (row: Row): Objection | undefined =>
  telephone.test(row.get('phone'))
    ? undefined
    : ['phone', 'not-a-number', 'A number to call, as in (555) 010-0100 or +1 555 010 0100.'];
