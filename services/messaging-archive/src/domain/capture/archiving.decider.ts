import type { CopiesLate, CopiesMissing, CopyMeans, FactOf, MessagesArchived } from '@sightline/contracts';
import { unchanged, type Decider } from '@sightline/decider';

export type ArchivingFact = FactOf<MessagesArchived | CopiesLate | CopiesMissing>;

/** A message that the archive did not have, as the log may know it. */
export interface NewMessage {
  readonly messageId: string;
  readonly sentAt: string | null;
  readonly receivedAt: string;
  readonly studentIds: readonly string[];
  readonly contentHash: string;
  readonly copyGapSeconds: number | null;
  /** The member of staff wrote it: the copy was theirs to send (C7). */
  readonly fromStaff: boolean;
  /** The authorization demands copies. */
  readonly copyDue: boolean;
  /** It answers a message of the same conversation that should be here and is not. */
  readonly answersMissing: boolean;
}

export interface ArchiveCommand {
  readonly type: 'archive';
  readonly authorizationId: string | null;
  readonly staffId: string | null;
  readonly messages: readonly NewMessage[];
  readonly by: CopyMeans;
  readonly importId: string | null;
  /** How late a copy may be, in seconds, by the policy in force (C7). */
  readonly allowedSeconds: number;
}

const messagesMax = 500;

const inChunks = <Item>(items: readonly Item[]): Item[][] =>
  Array.from({ length: Math.ceil(items.length / messagesMax) }, (_, index) =>
    items.slice(index * messagesMax, (index + 1) * messagesMax),
  );

/** States what was archived, which copies came late and which did not come (C7). One stream a batch: nothing is decided twice. */
export const archivingDecider: Decider<null, ArchiveCommand, ArchivingFact, never> = {
  initialState: null,
  evolve: (state) => state,
  decide({ authorizationId, staffId, messages, by, importId, allowedSeconds }) {
    if (messages.length === 0) return unchanged;
    const facts: ArchivingFact[] = inChunks(messages).map((chunk) => ({
      type: 'sightline.messaging-archive.messages-archived.v1',
      data: {
        authorizationId,
        staffId,
        messages: chunk.map((message) => ({
          messageId: message.messageId,
          sentAt: message.sentAt,
          receivedAt: message.receivedAt,
          studentIds: message.studentIds,
          contentHash: message.contentHash,
          copyGapSeconds: message.copyGapSeconds,
        })),
        by,
        importId,
      },
    }));
    if (authorizationId === null || staffId === null) return facts;
    const due = messages.filter(({ copyDue }) => copyDue);
    const late = due.filter(
      ({ copyGapSeconds, fromStaff }) => fromStaff && copyGapSeconds !== null && copyGapSeconds > allowedSeconds,
    );
    for (const chunk of inChunks(late))
      facts.push({
        type: 'sightline.messaging-archive.copies-late.v1',
        data: {
          authorizationId,
          staffId,
          allowedSeconds,
          messages: chunk.map((message) => ({
            messageId: message.messageId,
            copyGapSeconds: message.copyGapSeconds!,
          })),
        },
      });
    const missing = (found: CopiesMissing['data']['found'], of: readonly NewMessage[]): void => {
      for (const chunk of inChunks(of))
        facts.push({
          type: 'sightline.messaging-archive.copies-missing.v1',
          data: { authorizationId, staffId, found, messageIds: chunk.map(({ messageId }) => messageId), importId },
        });
    };
    // What an export brings first had no copy: the two sides are compared by taking it (C7).
    if (by === 'import')
      missing(
        'in-import',
        due.filter(({ fromStaff }) => fromStaff),
      );
    else
      missing(
        'quoted-in-reply',
        due.filter(({ answersMissing }) => answersMissing),
      );
    return facts as [ArchivingFact, ...ArchivingFact[]];
  },
};
