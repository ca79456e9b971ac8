import { newId } from '@sightline/service-kit';
import type { IncomingCopy, TakenCopy } from '../archive-intake.js';
import type { ScopeKey } from '../sealing/key-ring.js';
import { seal } from '../sealing/sealed-box.js';
import type { ArchivedGroup } from './archive-units.js';
import type { KeptCopies, MessageRow } from './capture-tables.js';
import type { PreparedCopy } from './prepare-copies.js';
import { sealedMessage } from './sealed-message.js';

export interface NewCopy extends PreparedCopy {
  readonly threadId: string;
  readonly answersMissing: boolean;
  readonly conversation: Buffer;
  readonly copyGapSeconds: number | null;
  /** The id under which the archive has the bytes. */
  readonly blobIdOf: (blobId: string) => string;
}

export interface Arrival extends TakenCopy {
  readonly copy: IncomingCopy;
  readonly key: ScopeKey;
  readonly blobId: string;
}

const fileNameLengthMax = 1_024;

/** A media type is ASCII; what else stands there is a mistake, or meant to break whoever stores it. */
const printable = (mediaType: string): string => mediaType.replace(/[^\x20-\x7e]/g, '').slice(0, 255);

const messageRow = (each: NewCopy, sealed: { content: Buffer; contentHash: Buffer }, inForce: string): MessageRow => {
  const { copy, key, matched, messageId } = each;
  const { communication } = copy;
  const { coverage } = matched;
  const { authorization } = coverage;
  return {
    ...{ messageId, keyId: key.keyId, identity: each.identity },
    authorizationId: authorization?.authorizationId ?? null,
    caseId: authorization?.caseId ?? null,
    staffId: coverage.staffId,
    policyVersion: authorization?.policyVersion ?? inForce,
    medium: communication?.medium ?? 'other',
    direction: directionOf(each),
    ...{ sentAt: matched.sentAt, receivedAt: copy.receivedAt, threadId: each.threadId },
    externalHash: communication?.externalId ? key.hash('external', communication.externalId) : null,
    conversationHash: each.conversation,
    ...sealed,
    blobId: each.blobIdOf(each.original.blobId),
    attachmentCount: each.attachments.length,
    copyGapSeconds: each.copyGapSeconds,
    ...{ firstBy: copy.by, importId: copy.importId },
    uncoveredBecause: 'because' in coverage ? (communication === null ? 'unread' : coverage.because) : null,
    ...{ unread: communication === null, unverified: copy.unverified },
  };
};

/** What the parties say goes before what the format says: an export does not know who is staff. */
const directionOf = ({ copy, matched }: NewCopy): 'outgoing' | 'incoming' | 'unknown' => {
  const { staffId } = matched.coverage;
  const senders = matched.parties.filter(({ part }) => part === 'from').flatMap(({ personIds }) => personIds);
  if (staffId !== null && senders.length > 0) return senders.includes(staffId) ? 'outgoing' : 'incoming';
  return copy.communication?.direction ?? 'unknown';
};

/** The rows of a batch, and what its events will say. */
export function keptCopies(
  newCopies: readonly NewCopy[],
  arrivals: readonly Arrival[],
  policyInForce: string,
): { readonly rows: KeptCopies; readonly groups: readonly ArchivedGroup[] } {
  const sealed = newCopies.map(({ messageId, copy, key }) => sealedMessage(messageId, copy.communication, key));
  const messages = newCopies.map((each, index) => messageRow(each, sealed[index]!, policyInForce));
  const rows: KeptCopies = {
    messages,
    parties: newCopies.flatMap(({ messageId, matched }) =>
      matched.parties.flatMap(({ part, kind, fingerprint, personIds }, ordinal) =>
        (personIds.length === 0 ? [null] : personIds).map((personId) => ({
          ...{ messageId, ordinal, part, kind, fingerprint, personId },
        })),
      ),
    ),
    students: newCopies.flatMap(({ messageId, matched: { coverage } }) =>
      coverage.authorization === null ? [] : coverage.studentIds.map((studentId) => ({ messageId, studentId })),
    ),
    attachments: newCopies.flatMap(({ messageId, copy, key, attachments, blobIdOf }) =>
      attachments.map((blob, ordinal) => {
        const attachmentId = newId();
        const { fileName, mediaType, inline } = copy.communication!.attachments[ordinal]!;
        const sealedName = seal(
          key.content,
          `attachment/${attachmentId}`,
          Buffer.from(fileName.slice(0, fileNameLengthMax)),
        );
        return {
          ...{ attachmentId, messageId, ordinal, sealedName, mediaType: printable(mediaType) },
          ...{ size: blob.size, inline, blobId: blobIdOf(blob.blobId) },
        };
      }),
    ),
    custody: arrivals.map(({ custodyId, messageId, blobId, copy, key }) => ({
      ...{ custodyId, messageId, blobId, receivedAt: copy.receivedAt, by: copy.by, importId: copy.importId },
      actor: copy.actor,
      facts: seal(
        key.content,
        `custody/${custodyId}`,
        Buffer.from(JSON.stringify({ ...copy.facts, mediaType: copy.originalMediaType })),
      ),
    })),
  };
  return { rows, groups: groupsOf(newCopies, messages) };
}

function groupsOf(newCopies: readonly NewCopy[], messages: readonly MessageRow[]): readonly ArchivedGroup[] {
  const groups = new Map<string, ArchivedGroup & { messages: ArchivedGroup['messages'][number][] }>();
  newCopies.forEach(({ copy, matched: { coverage }, answersMissing }, index) => {
    const row = messages[index]!;
    const { authorizationId, caseId, staffId, policyVersion } = row;
    const name = JSON.stringify([authorizationId, staffId, copy.by, copy.importId, copy.actor]);
    const group = groups.get(name) ?? {
      ...{ authorizationId, caseId, staffId, policyVersion, by: copy.by, importId: copy.importId, actor: copy.actor },
      messages: [],
    };
    group.messages.push({
      messageId: row.messageId,
      sentAt: row.sentAt?.toISOString() ?? null,
      receivedAt: row.receivedAt.toISOString(),
      studentIds: coverage.authorization === null ? [] : coverage.studentIds,
      contentHash: row.contentHash.toString('hex'),
      copyGapSeconds: row.copyGapSeconds,
      fromStaff: row.direction === 'outgoing',
      copyDue: coverage.authorization?.copiesRequired ?? false,
      answersMissing,
    });
    groups.set(name, group);
  });
  return [...groups.values()];
}
