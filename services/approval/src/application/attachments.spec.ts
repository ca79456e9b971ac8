import { describe, expect, it } from '@jest/globals';
import { attachmentBytesMax, attachmentFault } from './attachments.js';

const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1]);
const pdf = Buffer.from('%PDF-1.7');

describe('a file beside a comment', () => {
  it.each([
    ['application/pdf', pdf],
    ['image/png', png],
    ['image/jpeg', Buffer.from([0xff, 0xd8, 0xff, 0xe0])],
    ['text/plain', Buffer.from('Autobús a las 7')],
  ] as const)('is taken when it is what it says: %s', (mediaType, bytes) => {
    expect(attachmentFault(bytes, mediaType)).toBeUndefined();
  });

  it.each([
    ['image/png', pdf],
    ['application/pdf', png],
    ['image/jpeg', Buffer.from('<script>')],
    ['text/plain', Buffer.from([0xff, 0xfe, 0x00])],
    ['text/plain', Buffer.from('a\u0000b')],
  ] as const)('is refused when it is something else than %s', (mediaType, bytes) => {
    expect(attachmentFault(bytes, mediaType)).toContain(mediaType);
  });

  it('is refused when it is empty or too large', () => {
    expect(attachmentFault(Buffer.alloc(0), 'text/plain')).toContain('empty');
    expect(attachmentFault(Buffer.alloc(attachmentBytesMax, 'a'), 'text/plain')).toBeUndefined();
    expect(attachmentFault(Buffer.alloc(attachmentBytesMax + 1, 'a'), 'text/plain')).toContain('at most');
  });
});
