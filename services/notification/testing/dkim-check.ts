import { createHash, createVerify, type KeyObject } from 'node:crypto';

const relaxedHeader = (line: string): string => {
  const colon = line.indexOf(':');
  const value = line
    .slice(colon + 1)
    .replace(/\r\n/g, '')
    .replace(/[ \t]+/g, ' ')
    .trim();
  return `${line.slice(0, colon).trim().toLowerCase()}:${value}`;
};

const relaxedBody = (body: string): string => {
  const lines = body.split('\r\n').map((line) => line.replace(/[ \t]+/g, ' ').replace(/ $/, ''));
  while (lines.at(-1) === '') lines.pop();
  return lines.length === 0 ? '' : `${lines.join('\r\n')}\r\n`;
};

export interface DkimSignature {
  readonly domain: string;
  readonly selector: string;
  readonly headers: readonly string[];
  readonly valid: boolean;
}

/** Checks a raw mail's DKIM signature (RFC 6376, rsa-sha256, relaxed/relaxed) as a receiver would; null when there is none. */
export const checkDkim = (raw: string, publicKey: KeyObject): DkimSignature | null => {
  const end = raw.indexOf('\r\n\r\n');
  const lines = raw.slice(0, end).split(/\r\n(?![ \t])/);
  const signature = lines.find((line) => /^dkim-signature:/i.test(line));
  if (!signature) return null;
  const tags = new Map(
    signature
      .slice(signature.indexOf(':') + 1)
      .split(';')
      .map(
        (tag) => [tag.slice(0, tag.indexOf('=')).trim(), tag.slice(tag.indexOf('=') + 1).replace(/\s+/g, '')] as const,
      ),
  );
  const headers = tags.get('h')!.toLowerCase().split(':');
  const bodyHash = createHash('sha256')
    .update(relaxedBody(raw.slice(end + 4)))
    .digest('base64');
  const unused = [...lines];
  const signed = headers.flatMap((name) => {
    // The last one of a name counts first (RFC 6376 §5.4.2).
    const at = unused.findLastIndex((line) => line.toLowerCase().startsWith(`${name}:`));
    return at < 0 ? [] : [`${relaxedHeader(unused.splice(at, 1)[0]!)}\r\n`];
  });
  const own = relaxedHeader(signature).replace(/([;\s]b=)[^;]*/, '$1');
  const valid =
    tags.get('a') === 'rsa-sha256' &&
    tags.get('c') === 'relaxed/relaxed' &&
    tags.get('bh') === bodyHash &&
    createVerify('sha256')
      .update(signed.join('') + own)
      .verify(publicKey, tags.get('b')!, 'base64');
  return { domain: tags.get('d')!, selector: tags.get('s')!, headers, valid };
};
