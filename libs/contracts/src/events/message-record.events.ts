import type { WordsCommitment } from '../commitment.js';
import type { EventEnvelope } from '../envelope.js';

/** What became of a contested record; the parent's statement stays attached either way (C9). */
export type ContestOutcome = 'corrected' | 'kept';

/** Whether families get an attachment that names others or could not be checked (C9). */
export type AttachmentOutcome = 'released' | 'withheld';

/** The member of staff says that a message in their name is not theirs; it travels with the message. Subject `message/<messageId>`. */
export type MessageDisputed = EventEnvelope<
  'sightline.messaging-archive.message-disputed.v1',
  { readonly messageId: string; readonly staffId: string; readonly words: WordsCommitment }
>;

/** A guardian, or the student of age, contests a record about the child (C9). */
export type MessageContested = EventEnvelope<
  'sightline.messaging-archive.message-contested.v1',
  {
    readonly messageId: string;
    readonly contestId: string;
    readonly contestedById: string;
    readonly words: WordsCommitment;
  }
>;
export type MessageContestDecided = EventEnvelope<
  'sightline.messaging-archive.message-contest-decided.v1',
  {
    readonly messageId: string;
    readonly contestId: string;
    readonly decidedById: string;
    readonly outcome: ContestOutcome;
    readonly words: WordsCommitment;
  }
>;

/** Somebody looked whether an attachment names other families, and said what families get (C9). */
export type AttachmentReviewed = EventEnvelope<
  'sightline.messaging-archive.attachment-reviewed.v1',
  {
    readonly messageId: string;
    readonly attachmentId: string;
    readonly reviewedById: string;
    readonly outcome: AttachmentOutcome;
    readonly words: WordsCommitment;
  }
>;

/** For a child's safety families do not get this message for a time; to them it is not there (C9). */
export type SafetyHoldPlaced = EventEnvelope<
  'sightline.messaging-archive.safety-hold-placed.v1',
  {
    readonly messageId: string;
    readonly holdId: string;
    readonly placedById: string;
    /** RFC 3339, UTC. */
    readonly heldUntil: string;
    readonly words: WordsCommitment;
  }
>;
export type SafetyHoldReleased = EventEnvelope<
  'sightline.messaging-archive.safety-hold-released.v1',
  {
    readonly messageId: string;
    readonly holdId: string;
    readonly releasedById: string;
    readonly words: WordsCommitment;
  }
>;

export type MessageRecordEvent =
  | MessageDisputed
  | MessageContested
  | MessageContestDecided
  | AttachmentReviewed
  | SafetyHoldPlaced
  | SafetyHoldReleased;
