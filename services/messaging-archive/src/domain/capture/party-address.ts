import type { Party, PartyKind } from '../communication.js';

/** An address or number in the one form in which it is compared; null when it names nobody. */
export interface ComparableAddress {
  readonly kind: PartyKind;
  readonly value: string;
}

const emailAddress = /^[^\s@<>]{1,64}@[^\s@<>]{1,255}$/;

/** Lower case: no school's mail server tells `Ann@` from `ann@`. */
const comparableEmail = (address: string): string | null => {
  const email = address
    .trim()
    .replace(/^<(.*)>$/, '$1')
    .normalize('NFC')
    .toLowerCase();
  return emailAddress.test(email) ? email : null;
};

/**
 * E.164. A number without a country is one of the district's country; extensions are no part of it.
 * @param countryCode as `1`
 */
export const comparableNumber = (address: string, countryCode: string): string | null => {
  const number = address
    .normalize('NFKC')
    .replace(/^tel:/i, '')
    .replace(/(;|,|\bext|\bx\s*\d).*$/i, '');
  const digits = number.replace(/\D/g, '');
  if (/^\s*\+/.test(number) || /^\s*00[1-9]/.test(number)) {
    const international = number.trim().startsWith('+') ? digits : digits.slice(2);
    return international.length >= 8 && international.length <= 15 ? `+${international}` : null;
  }
  if (countryCode === '1') {
    const national = digits.length === 11 && digits.startsWith('1') ? digits.slice(1) : digits;
    return /^[2-9]\d{9}$/.test(national) ? `+1${national}` : null;
  }
  const national = digits.replace(/^0/, '');
  return national.length >= 6 && national.length + countryCode.length <= 15 ? `+${countryCode}${national}` : null;
};

const comparableAccount = (address: string): string | null => {
  const account = address.normalize('NFKC').trim().replace(/^@/, '').toLowerCase();
  return account === '' ? null : account;
};

/** What a party is compared by. A format that does not know what an address is leaves it to its looks. */
export function comparableAddress({ address, kind }: Party, countryCode: string): ComparableAddress | null {
  const of = (value: string | null, found: PartyKind): ComparableAddress | null =>
    value === null ? null : { kind: found, value };
  switch (kind) {
    case 'email':
      return of(comparableEmail(address), 'email');
    case 'telephone':
      return of(comparableNumber(address, countryCode), 'telephone');
    case 'account':
      return of(comparableAccount(address), 'account');
    case 'unknown':
      return (
        of(comparableEmail(address), 'email') ??
        of(comparableNumber(address, countryCode), 'telephone') ??
        of(comparableAccount(address), 'account')
      );
  }
}
