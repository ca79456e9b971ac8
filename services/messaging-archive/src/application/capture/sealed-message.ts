import { createHash, createHmac, randomBytes } from 'node:crypto';
import { nobody, type Communication } from '../../domain/index.js';
import type { IncomingCopy } from '../archive-intake.js';
import type { SealedContent } from '../sealed-content.js';
import type { ScopeKey } from '../sealing/key-ring.js';
import { seal } from '../sealing/sealed-box.js';

/** Longest text that is sealed with a message; the original has all of it. */
const textLengthMax = 4 * 1_024 * 1_024;

const contentOf = (communication: Communication | null): Omit<SealedContent, 'commitmentKey'> => {
  if (communication === null)
    return {
      ...{ externalId: null, subject: '', text: '', html: null, from: nobody, to: [], inReplyTo: null },
      ...{ references: [], threadHint: null, facts: {} },
    };
  const { externalId, subject, text, html, from, to, inReplyTo, references, threadHint, facts } = communication;
  return {
    ...{ externalId, subject, from, to, inReplyTo, references, threadHint, facts },
    text: text.slice(0, textLengthMax),
    html: html === null ? null : html.slice(0, textLengthMax),
  };
};

/** Seals what a message says, under a commitment whose key is sealed with it. */
export function sealedMessage(
  messageId: string,
  communication: Communication | null,
  key: ScopeKey,
): { readonly content: Buffer; readonly contentHash: Buffer } {
  const commitmentKey = randomBytes(32);
  const content = contentOf(communication);
  const contentHash = createHmac('sha256', commitmentKey).update(JSON.stringify(content)).digest();
  const sealed: SealedContent = { ...content, commitmentKey: commitmentKey.toString('hex') };
  return { content: seal(key.content, `message/${messageId}`, Buffer.from(JSON.stringify(sealed))), contentHash };
}

const spaced = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ').trim();

/**
 * By what the same message is known again, whichever way it comes: who, when and what, without the traces of the way. A
 * copy that says anything else is another message, also under the same Message-ID: nobody can keep a message out by
 * sending one of its name first.
 */
export function identityOf(
  { communication }: IncomingCopy,
  key: ScopeKey,
  originalSha256: Buffer,
  attachmentHashes: readonly Buffer[],
): Buffer {
  if (communication === null) return key.hash('identity', originalSha256);
  const { externalId, medium, from, sentAt, subject, text, html, inReplyTo } = communication;
  const hash = createHash('sha256').update(
    JSON.stringify([
      ...[externalId, medium, from.address.trim().toLowerCase(), sentAt?.getTime() ?? null, inReplyTo],
      ...[spaced(subject), spaced(text), text.trim() === '' ? spaced(html ?? '') : ''],
    ]),
  );
  for (const attachment of attachmentHashes) hash.update(attachment);
  // Nothing tells two empty messages without an id and a time apart but their bytes.
  if (externalId === null && sentAt === null) hash.update(originalSha256);
  return key.hash('identity', hash.digest());
}
