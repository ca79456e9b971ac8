import { describe, expect, it } from '@jest/globals';
import { isMailAddress, parseMailbox } from './mail-address.js';

describe('a mail address', () => {
  it.each(['maya@family.example', 'm.a+school@sub.family.example', "o'hara@family.example", 'operator@localhost'])(
    'may be %s',
    (address) => expect(isMailAddress(address)).toBe(true),
  );

  it.each([
    '',
    'maya',
    'maya@',
    '@family.example',
    'maya@family.example\r\nBcc: evil@elsewhere.example',
    'maya@family.example,evil@elsewhere.example',
    'maya@family.example evil@elsewhere.example',
    '<maya@family.example>',
    '"maya\\"@evil"@family.example',
    'maya@-family.example',
    'maya@family..example',
    'maya@family.example\u0000',
    `${'m'.repeat(65)}@family.example`,
    `maya@${`${'f'.repeat(60)}.`.repeat(5)}example`,
  ])('may not be %j', (address) => expect(isMailAddress(address)).toBe(false));
});

describe('a sender', () => {
  it('is an address or a name with one', () => {
    expect(parseMailbox('notices@district.example')).toEqual({
      name: 'Sightline',
      address: 'notices@district.example',
    });
    expect(parseMailbox('"Our District" <notices@district.example>')).toEqual({
      name: 'Our District',
      address: 'notices@district.example',
    });
  });

  it.each(['', 'nobody', 'A <b> <c@d.example>', 'a@b.example, c@d.example'])('is not %j', (text) =>
    expect(() => parseMailbox(text)).toThrow(RangeError),
  );
});
