import { describe, expect, it } from '@jest/globals';
import { isPublicAddress } from './public-address.js';
import { webhookAddressFault } from './webhook-address.js';

const fault = webhookAddressFault(false);
const faultWithLoopback = webhookAddressFault(true);

describe('an address of the open internet', () => {
  it.each(['93.184.215.14', '8.8.8.8', '2606:2800:21f:cb07:6820:80da:af6b:8b2c', '2a00:1450:4001:81b::200e'])(
    '%s is one',
    (address) => expect(isPublicAddress(address)).toBe(true),
  );

  it.each([
    ['this host', '0.0.0.0'],
    ['loopback', '127.0.0.1'],
    ['the end of loopback', '127.255.255.254'],
    ['private', '10.1.2.3'],
    ['private', '172.16.0.1'],
    ['private', '172.31.255.255'],
    ['private', '192.168.1.1'],
    ['link-local, where providers keep their metadata', '169.254.169.254'],
    ['shared by carriers (CGNAT)', '100.64.0.1'],
    ['shared by carriers, metadata of a provider', '100.100.100.200'],
    ['of the IETF', '192.0.0.192'],
    ['documentation', '192.0.2.1'],
    ['documentation', '198.51.100.1'],
    ['documentation', '203.0.113.1'],
    ['benchmarks', '198.18.0.1'],
    ['multicast', '224.0.0.1'],
    ['reserved', '240.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['inside of a provider', '168.63.129.16'],
    ['unspecified', '::'],
    ['loopback', '::1'],
    ['mapped loopback', '::ffff:127.0.0.1'],
    ['mapped loopback, in hexadecimal', '::ffff:7f00:1'],
    ['mapped private', '::ffff:10.0.0.1'],
    ['mapped public: an address has one spelling here', '::ffff:8.8.8.8'],
    ['compatible loopback', '::127.0.0.1'],
    ['NAT64 of metadata', '64:ff9b::a9fe:a9fe'],
    ['local NAT64', '64:ff9b:1::a9fe:a9fe'],
    ['6to4 of a private address', '2002:a00:1::'],
    ['Teredo', '2001:0:4136:e378:8000:63bf:3fff:fdd2'],
    ['ORCHID', '2001:20::1'],
    ['documentation', '2001:db8::1'],
    ['documentation', '3fff::1'],
    ['unique local', 'fd00:ec2::254'],
    ['link-local', 'fe80::1'],
    ['link-local, with a zone', 'fe80::1%eth0'],
    ['site-local', 'fec0::1'],
    ['multicast', 'ff02::1'],
    ['discard', '100::1'],
    ['segment routing', '5f00::1'],
    ['no address at all', 'localhost'],
    ['no address at all', ''],
  ])('%s (%s) is none', (_, address) => expect(isPublicAddress(address)).toBe(false));
});

describe('where a webhook may lead', () => {
  it.each([
    'https://hooks.district-data.org/in',
    'https://hooks.district-data.org:8443/in?token=abc',
    'https://HOOKS.district-data.org./in',
    'https://93.184.215.14/in',
    'https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/in',
    'https://xn--bcher-kva.de/',
  ])('%s is open', (url) => expect(fault(url)).toBeUndefined());

  it.each([
    ['not https', 'http://hooks.district-data.org/in'],
    ['another protocol', 'ftp://hooks.district-data.org/in'],
    ['a file', 'file:///etc/passwd'],
    ['words', 'hooks.district-data.org'],
    ['a name without a dot', 'https://intranet/in'],
    ['loopback by name', 'https://localhost/in'],
    ['loopback by name, in capitals with a dot at its end', 'https://LOCALHOST./in'],
    ['under loopback', 'https://a.localhost/in'],
    ['a name that providers answer inside', 'https://metadata.google.internal/in'],
    ['a name of the local network', 'https://printer.local/in'],
    ['loopback', 'https://127.0.0.1/in'],
    ['loopback with a dot at its end', 'https://127.0.0.1./in'],
    ['loopback in decimal', 'https://2130706433/in'],
    ['loopback in octal', 'https://0177.0.0.1/in'],
    ['loopback in octal, as one number', 'https://017700000001/in'],
    ['loopback in hexadecimal', 'https://0x7f000001/in'],
    ['loopback in hexadecimal parts', 'https://0x7f.0x0.0x0.0x1/in'],
    ['loopback, shortened', 'https://127.1/in'],
    ['this host, shortened', 'https://0/in'],
    ['loopback in full-width digits', 'https://１２７.０.０.１/in'],
    ['loopback with circled digits', 'https://①②⑦.⓪.⓪.①/in'],
    ['loopback with ideographic full stops', 'https://127。0。0。1/in'],
    ['loopback, percent-encoded', 'https://%31%32%37.0.0.1/in'],
    ['metadata', 'https://169.254.169.254/latest/meta-data'],
    ['metadata in decimal', 'https://2852039166/latest/meta-data'],
    ['IPv6 loopback', 'https://[::1]/in'],
    ['IPv6 unspecified', 'https://[::]/in'],
    ['mapped loopback', 'https://[::ffff:127.0.0.1]/in'],
    ['mapped loopback, in hexadecimal', 'https://[::ffff:7f00:1]/in'],
    ['mapped metadata, written out', 'https://[0:0:0:0:0:ffff:a9fe:a9fe]/in'],
    ['NAT64 of metadata', 'https://[64:ff9b::169.254.169.254]/in'],
    ['a zone', 'https://[fe80::1%25eth0]/in'],
    ['a user name', 'https://hooks.district-data.org@10.0.0.1/in'],
    ['a user name', 'https://somebody@hooks.district-data.org/in'],
    ['a password alone', 'https://:secret@hooks.district-data.org/in'],
    ['a port of another protocol', 'https://hooks.district-data.org:25/in'],
    ['a port of another protocol', 'https://hooks.district-data.org:22/in'],
    ['a port that is none', 'https://hooks.district-data.org:99999/in'],
    ['a fragment', 'https://hooks.district-data.org/in#part'],
    ['a backslash', 'https://hooks.district-data.org\\@10.0.0.1/in'],
    ['a line break', 'https://hooks.district-data.org/\r\nhost: inside'],
    ['a tab', 'https://hooks.dis\ttrict-data.org/'],
    ['a space', ' https://hooks.district-data.org/'],
    ['too much', `https://hooks.district-data.org/${'a'.repeat(2_000)}`],
  ])('%s is not: %s', (_, url) => expect(fault(url)).toEqual(expect.any(String)));

  it('is this computer where a setting says so, and nothing else inside', () => {
    expect(faultWithLoopback('http://127.0.0.1:8080/in')).toBeUndefined();
    expect(faultWithLoopback('http://[::1]:8080/in')).toBeUndefined();
    expect(faultWithLoopback('http://somebody@127.0.0.1:8080/in')).toEqual(expect.any(String));
    expect(faultWithLoopback('http://10.0.0.1:8080/in')).toEqual(expect.any(String));
    expect(faultWithLoopback('http://localhost:8080/in')).toEqual(expect.any(String));
  });
});
