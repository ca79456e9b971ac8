import { isIP } from 'node:net';
import type { AddressFault } from '../../application/webhook-ports.js';
import { isLoopbackAddress, isPublicAddress } from './public-address.js';

const urlLengthMax = 2_000;
/** Names that lead nowhere on the open internet (RFC 6761, RFC 6762, RFC 8375, and what providers answer inside). */
const insideNames = /(^|\.)(localhost|local|internal|intranet|home|lan|corp|test|invalid|example|home\.arpa|onion)$/;
const portMin = 1_024;

/** The host of an address without the brackets of IPv6 and without a dot at its end. */
const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '').replace(/\.+$/, '');

/** @param loopback whether this computer may be named, by its number and without TLS: for tests alone */
export const webhookAddressFault =
  (loopback: boolean): AddressFault =>
  (text) => {
    if (text.length > urlLengthMax) return `The address must not be longer than ${urlLengthMax} characters.`;
    // eslint-disable-next-line no-control-regex
    if (/[\u0000-\u0020\u007f\\]/.test(text))
      return 'The address must not hold spaces, backslashes or control characters.';
    const url = URL.parse(text);
    if (!url) return 'This is no web address.';
    const host = hostOf(url);
    if (loopback && isLoopbackAddress(host) && url.username === '' && url.password === '') return undefined;
    if (url.protocol !== 'https:') return 'The address must begin with https://.';
    if (url.username !== '' || url.password !== '') return 'The address must not hold a user name or a password.';
    if (url.hash !== '') return 'The address must not hold a fragment (#).';
    if (url.port !== '' && Number(url.port) < portMin) return 'The port must be 443, or 1024 or above.';
    if (isIP(host) !== 0) return isPublicAddress(host) ? undefined : 'The address must be one of the open internet.';
    if (!host.includes('.') || insideNames.test(host)) return 'The address must be one of the open internet.';
    return undefined;
  };
