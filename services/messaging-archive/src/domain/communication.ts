/** By what a communication travelled; wider than what may be asked for, as an export holds whatever was used. */
export const communicationMedia = [
  'email',
  'text-message',
  'phone-call',
  'messaging-app',
  'social-network',
  'video-call',
  'other',
] as const;
export type CommunicationMedium = (typeof communicationMedia)[number];

/** `outgoing`: written by the member of staff; `incoming`: written to them. */
export type CommunicationDirection = 'outgoing' | 'incoming' | 'unknown';

/** `account`: a name in an application, as `@girls-soccer`. */
export type PartyKind = 'email' | 'telephone' | 'account' | 'unknown';

/** One end of a communication, as the original names it: nothing is normalised or looked up yet. */
export interface Party {
  readonly address: string;
  readonly kind: PartyKind;
  /** Empty when the original has none. */
  readonly displayName: string;
}

/** What came with a communication: in memory when it is small, a file of the taker's own when it is not. */
export type CommunicationAttachment = {
  /** As the original says, which may be a lie; empty when it says nothing. */
  readonly fileName: string;
  /** As the original says; `application/octet-stream` when it says nothing. */
  readonly mediaType: string;
  /** Shown within the text, as the pictures of a signature. */
  readonly inline: boolean;
} & ({ readonly bytes: Uint8Array } | { readonly file: string });

/** A detail of the original that has no place of its own; sealed with the content. */
export type CommunicationFacts = Readonly<Record<string, string | number | boolean>>;

/** What any format gives: one message, one call, one post (C7, C9). */
export interface Communication {
  /** The original's own id, as a Message-ID; null when it has none. */
  readonly externalId: string | null;
  /** As the original says; null when it says nothing or nonsense. */
  readonly sentAt: Date | null;
  readonly medium: CommunicationMedium;
  readonly direction: CommunicationDirection;
  readonly from: Party;
  readonly to: readonly Party[];
  /** Empty when the medium has none. */
  readonly subject: string;
  /** Plain text; empty when there is none. */
  readonly text: string;
  /** As it came: never to be shown without a sanitiser. Null when there is none. */
  readonly html: string | null;
  readonly attachments: readonly CommunicationAttachment[];
  /** External id of what it answers. */
  readonly inReplyTo: string | null;
  /** External ids of the thread so far, the oldest first. */
  readonly references: readonly string[];
  /** What the original calls the conversation; null when it does not say. */
  readonly threadHint: string | null;
  readonly facts: CommunicationFacts;
}

export const nobody: Party = { address: '', kind: 'unknown', displayName: '' };
