import type { EventEnvelope } from '../envelope.js';
import type { WordsCommitment } from '../commitment.js';
import type { RegisteredMediumKind, WayIn } from '../enums.js';

/** With whom a registered medium is used: named students, the members of groups, or everybody at a building. */
export interface MediumAudience {
  readonly studentIds: readonly string[];
  readonly groupIds: readonly string[];
  readonly buildingIds: readonly string[];
}

/** C9: a member of staff says what they use with students, and how a parent gets in. Subject `registered-medium/<mediumId>`. */
export type MediumRegistered = EventEnvelope<
  'sightline.directory.medium-registered.v1',
  MediumAudience & {
    readonly mediumId: string;
    readonly staffId: string;
    readonly kind: RegisteredMediumKind;
    readonly wayIn: WayIn;
    /** Commits to its name, its address and how a parent gets in. */
    readonly words: WordsCommitment;
  }
>;

/** The whole of it anew; what guardians reported before is answered by it. */
export type MediumChanged = EventEnvelope<
  'sightline.directory.medium-changed.v1',
  MediumAudience & { readonly mediumId: string; readonly wayIn: WayIn; readonly words: WordsCommitment }
>;

/** C9: a guardian says that there is no way in for them: a finding until the member of staff changes the entry. */
export type MediumUnreachableReported = EventEnvelope<
  'sightline.directory.medium-unreachable-reported.v1',
  {
    readonly mediumId: string;
    readonly staffId: string;
    readonly guardianId: string;
    readonly studentId: string;
    readonly words: WordsCommitment;
  }
>;

/** It is no longer used with students; the entry stays readable. */
export type MediumEnded = EventEnvelope<'sightline.directory.medium-ended.v1', { readonly mediumId: string }>;

export type RegisteredMediumEvent = MediumRegistered | MediumChanged | MediumUnreachableReported | MediumEnded;
