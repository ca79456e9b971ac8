import { describe, expect, it } from '@jest/globals';
import { safeReturnTo } from './return-to.js';

describe('the page to come back to', () => {
  it.each(['/', '/tasks/0193b2c4', '/requests?status=open', '/ask#period'])('may be %s', (path) => {
    expect(safeReturnTo(path)).toBe(path);
  });

  it.each([
    undefined,
    ['/tasks'],
    '',
    'tasks',
    'https://elsewhere.example/',
    '//elsewhere.example',
    '/\\elsewhere.example',
    '/\t/elsewhere.example',
    '/..//elsewhere.example',
    '/%0d%0aset-cookie:x=y'.replace('%0d%0a', '\r\n'),
    'javascript:alert(1)',
    '/tasks\\..\\..\\elsewhere',
    '/api/v1/me',
    '/x/../api/v1/me',
    '/oidc/auth',
    '/callback?code=x',
    '/sign-in?returnTo=/sign-in',
    `/${'a'.repeat(600)}`,
  ])('is never %j', (path) => {
    expect(safeReturnTo(path)).toBe('/');
  });
});
