import type { Medium, RegisteredMediumKind, WayIn } from '@sightline/contracts';
import type { Reference } from './resources.ts';

/** One end of a message; of another family the name and address are hidden (C9). */
export interface Party {
  readonly displayName: string;
  readonly address: string;
}

export interface Attachment {
  readonly id: string;
  readonly fileName: string;
  readonly mediaType: string;
  /** Bytes. */
  readonly size: number;
  readonly status: 'open' | 'in-review';
  readonly links: { readonly self?: string };
}

export interface ArchivedMessage {
  readonly id: string;
  readonly sentAt: string | null;
  readonly receivedAt: string;
  readonly medium: Medium | 'email';
  readonly direction: 'outgoing' | 'incoming' | 'unknown';
  readonly from: Party;
  readonly to: readonly Party[];
  readonly subject: string;
  /** Of one message alone. */
  readonly text?: string;
  /** In a list: the beginning, or where the words were found. */
  readonly snippet?: string;
  readonly attachments: readonly Attachment[];
  readonly uncovered: boolean;
  readonly unverified: boolean;
  readonly unread: boolean;
  readonly masked: boolean;
  readonly copyGapSeconds?: number | null;
  readonly links: { readonly source?: string };
}

export interface RegisteredMedium {
  readonly id: string;
  readonly status: 'in-use' | 'ended';
  readonly changedAt: string;
  readonly staff: Reference;
  readonly kind: RegisteredMediumKind;
  readonly name: string;
  readonly address: string;
  readonly wayIn: WayIn;
  readonly howParentsGetIn: string;
  readonly finding: 'no-way-in' | 'reported-unreachable' | null;
  readonly reports?: readonly { readonly reportedAt: string; readonly words: string | null }[];
}

/** A look at messages, of one's child or in one's own name (C9). */
export interface Disclosure {
  readonly id: string;
  readonly createdAt: string;
  readonly act: 'look' | 'search' | 'source' | 'export';
  readonly basis: 'access-grant' | 'guardianship' | 'own' | 'student-of-age' | 'demand';
  /** Null: a family, which is not named to others. */
  readonly viewer: Reference | null;
  readonly messages: readonly string[];
}
