import { displayable, maskMark } from '../../domain/masking/index.js';
import type { MessageRow } from '../../read-models/messages/visible-messages.queries.js';
import type { Contest, Dispute } from '../../read-models/message-records/said-about.queries.js';
import type { OpenedMessage } from '../sealed-content.js';
import { endsOf, type Showing } from './message-masking.js';
import type { SaidFor } from './said-for-viewer.js';

export interface PartyView {
  /** Hidden where it belongs to another family (C9). */
  readonly displayName: string;
  readonly address: string;
  readonly personIds: readonly string[];
}

export interface AttachmentView {
  readonly attachmentId: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly size: number;
  /** `in-review`: somebody looks whether it names other families before this one gets it (C9). */
  readonly status: 'open' | 'in-review' | 'withheld';
  /** In review until: a date of the district. */
  readonly until: string | null;
}

/** What one viewer gets to read of one message. */
export interface MessageView {
  readonly row: MessageRow;
  readonly from: PartyView;
  readonly to: readonly PartyView[];
  readonly subject: string;
  readonly text: string;
  readonly attachments: readonly AttachmentView[];
  /** The member of staff says that it is not theirs. */
  readonly dispute: Dispute | null;
  readonly contests: readonly Contest[];
  /** For whoever may place one. */
  readonly holds: SaidFor['holds'];
  /** Something of it is hidden from this viewer. */
  readonly masked: boolean;
}

/** Turns HTML into the text that it shows; runs nothing and fetches nothing. */
export type HtmlText = (html: string) => string;

/** A message as this viewer may read it: text alone, never markup. */
export function messageView(
  row: MessageRow,
  message: OpenedMessage,
  showing: Showing,
  said: SaidFor,
  htmlText: HtmlText,
): MessageView {
  const { masking, withheld, shows } = showing;
  let masked = false;
  const show = (text: string): string => {
    const plain = displayable(text);
    if (masking === null) return plain;
    const seen = withheld && plain !== '' ? maskMark : masking.mask(plain);
    masked ||= seen !== plain;
    return seen;
  };
  const ends = endsOf(message, showing.parties).map(({ part, party, personIds }) => {
    const isShown = masking === null || (personIds.length > 0 && personIds.every(shows));
    masked ||= !isShown;
    return {
      part,
      displayName: isShown ? show(party.displayName) : hiddenUnlessEmpty(party.displayName),
      address: isShown ? displayable(party.address) : hiddenUnlessEmpty(party.address),
      personIds: personIds.filter(shows),
    };
  });
  const body = message.text.trim() === '' && message.html !== null ? htmlText(message.html) : message.text;
  return {
    row,
    from: ends[0]!,
    to: ends.slice(1),
    subject: show(message.subject),
    text: show(body),
    attachments: message.attachments.map(({ attachmentId, fileName, mediaType, size }) => ({
      ...{ attachmentId, mediaType: displayable(mediaType.split(';')[0]!.trim()), size },
      fileName: show(fileName),
      ...(masking === null ? { status: 'open' as const, until: null } : said.attachment(attachmentId)),
    })),
    dispute: said.dispute && { ...said.dispute, reason: show(said.dispute.reason) },
    ...{ contests: said.contests, holds: said.holds, masked },
  };
}

const hiddenUnlessEmpty = (text: string): string => (text === '' ? '' : maskMark);
