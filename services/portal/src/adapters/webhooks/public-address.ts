import ipaddr from 'ipaddr.js';

/** Inside of cloud providers, though written like an address of the open internet. */
const insideOfProviders = new Set(['168.63.129.16']);
const globalUnicast = ipaddr.parseCIDR('2000::/3') as [ipaddr.IPv6, number];
/** Ranges whose addresses hold an IPv4 address or are no host of the open internet, whatever the library calls them. */
const tunnels = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20', '5f00::/16'].map(
  (range) => ipaddr.parseCIDR(range) as [ipaddr.IPv6, number],
);

/**
 * Whether an IP address, in the one spelling that the system gives it, is a host of the open internet: no loopback, private,
 * link-local, shared (CGNAT), multicast, reserved or documentation address, and none in the guise of IPv6 (mapped, NAT64,
 * 6to4, Teredo).
 */
export const isPublicAddress = (address: string): boolean => {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast' || insideOfProviders.has(parsed.toString())) return false;
  return (
    parsed instanceof ipaddr.IPv4 || (parsed.match(globalUnicast) && !tunnels.some((range) => parsed.match(range)))
  );
};

export const isLoopbackAddress = (address: string): boolean =>
  ipaddr.isValid(address) && ipaddr.parse(address).range() === 'loopback';
