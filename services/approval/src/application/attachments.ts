/** Media types that an approver may attach; each is known by its first bytes, so that a file cannot pass for another. */
export const attachmentMediaTypes = ['application/pdf', 'image/jpeg', 'image/png', 'text/plain'] as const;
export type AttachmentMediaType = (typeof attachmentMediaTypes)[number];

/** Three of them with their base64 stay below the size of a request's body. */
export const attachmentBytesMax = 200 * 1024;
export const attachmentsMax = 3;

/** A file beside a comment; sealed with its words, so that the commitment covers it and both are disposed of together. */
export interface Attachment {
  readonly name: string;
  readonly mediaType: AttachmentMediaType;
  /** In bytes. */
  readonly size: number;
  /** Base64. */
  readonly content: string;
}

const signatures: Readonly<Record<Exclude<AttachmentMediaType, 'text/plain'>, readonly number[]>> = {
  'application/pdf': [0x25, 0x50, 0x44, 0x46, 0x2d],
  'image/jpeg': [0xff, 0xd8, 0xff],
  'image/png': [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
};

const isText = (bytes: Buffer): boolean => {
  try {
    return !new TextDecoder('utf-8', { fatal: true }).decode(bytes).includes('\u0000');
  } catch {
    return false;
  }
};

/** What is wrong with a file, in plain words; undefined when it is what it says and fits. */
export const attachmentFault = (bytes: Buffer, mediaType: AttachmentMediaType): string | undefined => {
  if (bytes.length === 0) return 'The file is empty.';
  if (bytes.length > attachmentBytesMax)
    return `The file has ${bytes.length} bytes; at most ${attachmentBytesMax} are taken.`;
  const isWhatItSays =
    mediaType === 'text/plain' ? isText(bytes) : signatures[mediaType].every((byte, place) => bytes[place] === byte);
  return isWhatItSays ? undefined : `The file is not what it says it is (${mediaType}).`;
};
