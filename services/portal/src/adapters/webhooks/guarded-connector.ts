import { lookup as resolve, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import { buildConnector } from 'undici';
import { isLoopbackAddress, isPublicAddress } from './public-address.js';

/** The name or number leads to an address inside: nothing was sent. */
class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
  readonly code = 'ADDRESS_REFUSED';
}

export type Resolve = (
  host: string,
  answer: (error: Error | null, addresses: readonly LookupAddress[]) => void,
) => void;

export interface GuardOptions {
  /** This computer may be connected to: for tests alone. */
  readonly loopback: boolean;
  readonly connectTimeoutMs: number;
  /** The system's own resolver, unless a test gives another one. */
  readonly resolve?: Resolve;
}

const bySystem: Resolve = (host, answer) =>
  resolve(host, { all: true, verbatim: true }, (error, addresses) => answer(error, addresses ?? []));

/**
 * Connects to the open internet alone. The address is judged when the name is resolved for this very connection, so a name
 * that answers otherwise a moment later gains nothing; one address inside among several refuses the name; and the address of
 * the open connection is judged once more, before anything is sent.
 */
export const guardedConnector = ({
  loopback,
  connectTimeoutMs,
  resolve: resolveName = bySystem,
}: GuardOptions): buildConnector.connector => {
  const isAllowed = (address: string): boolean => isPublicAddress(address) || (loopback && isLoopbackAddress(address));
  const lookup: LookupFunction = (host, { all }, answer) =>
    resolveName(host, (error, addresses) => {
      const [first] = addresses;
      if (error || !first) return answer(error ?? new AddressRefused(`${host} leads nowhere`), '');
      if (!addresses.every(({ address }) => isAllowed(address)))
        return answer(new AddressRefused(`${host} leads inside`), '');
      if (all) answer(null, [...addresses]);
      else answer(null, first.address, first.family);
    });
  const connect = buildConnector({ lookup, timeout: connectTimeoutMs });
  return (options, answer) => {
    // A number is never looked up.
    const host = options.hostname.replace(/^\[|\]$/g, '');
    if (isIP(host) !== 0 && !isAllowed(host)) return answer(new AddressRefused(`${host} is inside`), null);
    connect(options, (...[error, socket]) => {
      if (error) return answer(error, null);
      const { remoteAddress } = socket as Socket;
      if (remoteAddress !== undefined && isAllowed(remoteAddress)) return answer(null, socket as Socket);
      (socket as Socket).destroy();
      answer(new AddressRefused(`connected to ${remoteAddress}`), null);
    });
  };
};
