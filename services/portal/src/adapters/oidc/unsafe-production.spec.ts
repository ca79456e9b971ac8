import { describe, expect, it } from '@jest/globals';
import { refuseUnsafeProduction } from './unsafe-production.js';
import type { ExposureConfig } from './unsafe-production.js';

const safe: ExposureConfig = {
  environment: 'production',
  publicUrl: 'https://sightline.example.org',
  sampleGrant: false,
  trustedProxies: ['10.0.0.7'],
  secrets: { CLIENT_SECRET: 'kR3v0Yx8cW1pQ6sT9uB2nM5zL7aD4fGh' },
};
const refused = (changes: Partial<ExposureConfig>): readonly string[] =>
  refuseUnsafeProduction({ ...safe, ...changes });

describe('refuseUnsafeProduction', () => {
  it('lets a safe production start, and anything on this computer', () => {
    expect(refused({})).toStrictEqual([]);
    for (const publicUrl of ['http://127.0.0.1:8080', 'http://localhost:8080', 'http://[::1]:8080'])
      expect(
        refused({ environment: undefined, publicUrl, sampleGrant: true, trustedProxies: [], secrets: { A: 'secret' } }),
      ).toStrictEqual([]);
  });

  it.each<[string, Partial<ExposureConfig>, string]>([
    ['the sample grant', { sampleGrant: true }, 'without a password'],
    [
      'the sample grant behind https outside NODE_ENV',
      { environment: undefined, sampleGrant: true },
      'without a password',
    ],
    ['http', { publicUrl: 'http://sightline.example.org' }, 'https'],
    [
      'http at an address that is not this computer',
      { environment: undefined, publicUrl: 'http://192.0.2.1' },
      'https',
    ],
    ['http on this computer declared production', { publicUrl: 'http://127.0.0.1:8080' }, 'https'],
    [
      'a name that only looks like loopback',
      { environment: undefined, publicUrl: 'http://127.0.0.1.example.org' },
      'https',
    ],
    ['no trusted proxy', { trustedProxies: [] }, 'proxies must be named'],
    ['everybody as trusted proxy', { trustedProxies: ['0.0.0.0/0'] }, 'everybody is not a proxy'],
    ['a default secret', { secrets: { CLIENT_SECRET: 'changeme-changeme-changeme-changeme' } }, 'CLIENT_SECRET'],
    ['a short secret', { secrets: { CLIENT_SECRET: 'kR3v0Yx8' } }, 'CLIENT_SECRET'],
    ['no address', { publicUrl: 'sightline' }, 'not an address'],
  ])('refuses %s', (_, changes, reason) => {
    const reasons = refused(changes);
    expect(reasons).toHaveLength(1);
    expect(reasons[0]).toContain(reason);
  });

  it('names every reason at once', () => {
    const reasons = refused({
      publicUrl: 'http://a.example',
      sampleGrant: true,
      trustedProxies: [],
      secrets: { A: '', B: 'secret' },
    });
    expect(reasons).toHaveLength(5);
  });
});
