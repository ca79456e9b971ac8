import type {
  AlertKind,
  ApprovalSide,
  Medium,
  NoticeChange,
  NoticeChannel,
  NoticeOccasion,
  RequestKind,
} from '@sightline/contracts';
import type { Queryable, Transaction } from '@sightline/event-store';
import type { Readable } from 'node:stream';
import type { PrintedLetter } from '../templates/letter.js';
import type { Voice } from '../templates/mail-text.js';

/** A notice whose turn it is, with what the local tables know of it: ids and dates (`YYYY-MM-DD`). */
export interface WaitingNotice {
  readonly noticeId: string;
  /** This attempt counted. */
  readonly attempts: number;
  readonly authorizationId: string;
  readonly caseId: string;
  readonly policyVersion: string;
  /** Id of the event that opened it. */
  readonly openedBy: string;
  readonly guardianId: string;
  readonly studentIds: readonly string[];
  readonly occasion: NoticeOccasion;
  readonly change: NoticeChange | null;
  readonly kind: RequestKind;
  readonly staffId: string;
  readonly groupId: string | null;
  readonly medium: Medium;
  readonly from: string;
  readonly until: string;
  readonly endedOn: string | null;
  /** For a student who left: when the last of its students did. */
  readonly leftAt: Date | null;
  /** What did not reach before, each as `<channel>/<why>`. */
  readonly failedChannels: readonly string[];
  /** What a carrier took and has not reported on; null when nothing is under way. */
  readonly carrierId: string | null;
  /** Others with the same key, for the same reader, go in one mail (C5); null goes alone. */
  readonly companionKey: string | null;
  /** Every colleague of the joined set who may write to one of its students now, this one included; empty for an end. */
  readonly colleagues: readonly AllowedColleague[];
}

/** One staff member of a joined set (C5): own number, own end. */
export interface AllowedColleague {
  readonly staffId: string;
  readonly medium: Medium;
  readonly from: string;
  readonly until: string;
}

/** An alert whose turn it is. */
export interface WaitingAlert {
  readonly alertId: string;
  readonly attempts: number;
  readonly alertKind: AlertKind;
  /** The id in its stream's subject. */
  readonly setId: string;
  readonly caseId: string;
  readonly policyVersion: string;
  readonly openedBy: string;
  readonly personId: string;
  readonly requestId: string | null;
  readonly taskId: string | null;
  readonly authorizationId: string | null;
  readonly aboutPersonId: string | null;
  /** `YYYY-MM-DD` */
  readonly until: string | null;
  /** Of the task, or else of the request; null when it is about neither. */
  readonly kind: RequestKind | null;
  readonly side: ApprovalSide | null;
  readonly dueAt: Date | null;
  readonly about: 'request' | 'review';
  /** True when there is nothing left to say: withdrawn, closed, or decided by somebody else. */
  readonly settled: boolean;
  readonly companionKey: string | null;
}

export interface ClaimedBatch {
  /** Names this claim; a later claim of the same rows takes them over. */
  readonly leaseId: string;
  readonly notices: readonly WaitingNotice[];
  readonly alerts: readonly WaitingAlert[];
  /** How many were claimed; more than are listed while a table is being rebuilt. */
  readonly count: number;
}

/** A claimed row that no event settles: it is tried again later, by the same channel or by another one. */
export interface Settlement {
  readonly deliveryId: string;
  readonly nextAttemptAt: Date;
  /** True when nothing was tried: the attempt does not count. */
  readonly postponed?: boolean;
  /** Another channel's turn, and what failed, as `<channel>/<why>`. */
  readonly moves?: { readonly to: NoticeChannel; readonly failed: string };
  /** A carrier has it and will report under this id; without a report it is due again at `nextAttemptAt`. */
  readonly carrierId?: string;
}

/** The mail that waits to be sent, as rows that several replicas share. */
export interface DeliveryQueue {
  /** Takes up to `limit` rows that are due and not leased, with what goes in one mail with them, each by one replica only; counts an attempt. Committed before it answers. */
  claim(channel: NoticeChannel, now: Date, limit: number, leaseMs: number): Promise<ClaimedBatch>;
  /** Ends the lease of these rows, unless another claim has taken them over. */
  settle(leaseId: string, settlements: readonly Settlement[]): Promise<void>;
  /** Ends the lease of all its rows as if they had not been claimed; they are due again at `nextAttemptAt`. */
  giveBack(leaseId: string, nextAttemptAt: Date): Promise<void>;
}

export interface OutgoingMail {
  /** Fixed for the notice or alert, so that a receiver can tell a repetition. */
  readonly deliveryId: string;
  /** Checked by `isMailAddress`. */
  readonly address: string;
  readonly name: string;
  /** BCP 47 */
  readonly language: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export type SendOutcome =
  | 'accepted'
  /** The server will never take it for this recipient. */
  | 'refused'
  /** The reader has told the carrier to stop. */
  | 'stopped'
  /** The server asks to come again. */
  | 'deferred'
  /** No server was reached, or it broke off. */
  | 'unreachable';

export interface OutgoingText {
  readonly deliveryId: string;
  /** E.164 */
  readonly number: string;
  readonly body: string;
}

/** A carrier takes a message and reports later what became of it. */
export interface TextSender {
  /** Never rejects. Bounded in time and frequency. `carrierId`: under which it reports, when accepted. */
  send(text: OutgoingText): Promise<{ readonly outcome: SendOutcome; readonly carrierId?: string }>;
  close(): void;
}

export interface MailSender {
  /** Never rejects. Bounded in time. */
  send(mail: OutgoingMail): Promise<SendOutcome>;
  close(): void;
}

/** What falls due by a date; claimed by one replica inside the transaction that acts on it. */
export interface DueOccasions {
  /** Restrictions whose last day is before `today` (`YYYY-MM-DD`), each once. */
  claimLapsedRestrictions(
    transaction: Transaction,
    today: string,
    limit: number,
  ): Promise<readonly { readonly studentId: string; readonly recordedBy: string }[]>;
  /** True for the first who asks on this day. */
  claimDay(transaction: Transaction, name: string, today: string): Promise<boolean>;
}

/** A notice that waits for another address. */
export interface AwaitedAddress {
  readonly noticeId: string;
  readonly authorizationId: string;
  readonly caseId: string;
  readonly policyVersion: string;
  readonly openedBy: string;
  readonly guardianId: string;
  /** True for the address that was tried in vain. */
  wasTried(address: string): boolean;
}

export interface AddressesAwaited {
  /** Those that are due for a look; the next one is a day later. */
  claimAwaitedAddresses(transaction: Transaction, now: Date, limit: number): Promise<readonly AwaitedAddress[]>;
}

/** Printed notices of one building and day. */
export interface LetterBatch {
  readonly batchId: string;
  /** Of the student, or else of the staff member; null where the roster names none. */
  readonly buildingId: string | null;
  /** `YYYY-MM-DD`, in the district's time zone. */
  readonly day: string;
  readonly createdAt: Date;
  /** When its file was first opened; from then on it takes no more letters in. */
  readonly printedAt: Date | null;
  readonly postedAt: Date | null;
  readonly postedOn: string | null;
}

export interface LetterInBatch {
  readonly status: 'waiting' | 'posted';
  /** False for what has not been in a file yet. */
  readonly printed: boolean;
  readonly notice: WaitingNotice;
}

/** Where letters wait until somebody prints and posts them (C6). */
export interface LetterDesk {
  /** Puts letters that wait into the open batch of their building and day. @returns how many */
  batchWaiting(transaction: Transaction, now: Date, today: string, limit: number): Promise<number>;
  batch(database: Queryable, batchId: string): Promise<LetterBatch | undefined>;
  /** Takes no more letters into this batch. */
  close(transaction: Transaction, batchId: string, now: Date): Promise<void>;
  /** Those that still wait, and those that were posted with it. */
  lettersIn(database: Queryable, batchId: string): Promise<readonly LetterInBatch[]>;
  keepPrinted(
    transaction: Transaction,
    now: Date,
    printed: readonly { readonly noticeId: string; readonly handedOver: boolean }[],
  ): Promise<void>;
}

/** Puts letters on paper. */
export interface LetterWriter {
  /** One file of all of these, in their order, as it is written. */
  write(letters: readonly PrintedLetter[]): Promise<Readable>;
}

/** The kinds of message that have words of their own. */
export type WordingSet = 'notice' | 'alert' | 'text';

/** The words of every language, from files. */
export interface Wording {
  /** Languages in which a set is complete, as BCP 47. */
  languages(set: WordingSet): readonly string[];
  /** The voice for a reader's BCP 47 tag; English where the language lacks the set. */
  voice(set: WordingSet, tag: string): Voice;
}

/** A notice that a carrier has reported on. */
export interface ReportedNotice {
  readonly notice: Pick<
    WaitingNotice,
    'noticeId' | 'authorizationId' | 'caseId' | 'policyVersion' | 'openedBy' | 'guardianId' | 'failedChannels'
  >;
  readonly outcome: 'delivered' | 'failed';
  readonly reportedAt: Date;
}

export interface CarrierReports {
  /** Keeps the first final word of a carrier about one of its messages. */
  keep(carrierId: string, outcome: ReportedNotice['outcome'], at: Date): Promise<void>;
  /** Reports on what waits for one; each once. A report that came before our own record stays until that is there. */
  claimReported(transaction: Transaction, limit: number): Promise<readonly ReportedNotice[]>;
  /** Gives these to their next channel. */
  move(transaction: Transaction, settlements: readonly Settlement[]): Promise<void>;
}

/** Reads what a returned mail was addressed back to. */
export interface BounceTokens {
  /** Undefined for what this service did not make. */
  deliveryIn(token: string): string | undefined;
}

export type ReturnedNotice = ReportedNotice['notice'];

export interface MailBounces {
  keep(transaction: Transaction, deliveryIds: readonly string[], at: Date): Promise<void>;
  /** Notices that count as told by the mails that came back, each once; `claimed`: how many bounces were looked at. */
  claimReturned(
    transaction: Transaction,
    limit: number,
  ): Promise<{ readonly claimed: number; readonly notices: readonly ReturnedNotice[] }>;
}

/** Whose number a text message went to; keyed fingerprints, never a number (design §1). */
export interface TextNumbers {
  remember(written: readonly { readonly personId: string; readonly number: string }[]): Promise<void>;
  /** Everybody who was written to at this number (E.164). */
  peopleAt(number: string): Promise<readonly string[]>;
}

/** How often a number answers, so that a machine that answers ours ends; no number is kept. */
export interface ReplyHours {
  /** Counts one more reply. @returns how many came within the hour that began with the first of them */
  count(number: string, now: Date): Promise<number>;
}
