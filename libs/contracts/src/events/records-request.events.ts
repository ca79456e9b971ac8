import type { WordsCommitment } from '../commitment.js';
import type { EventEnvelope } from '../envelope.js';

/** Who asks: the supervisor for all education-related communication (C8), a guardian for what the archive lacks (C9). */
export type RecordsRequestOrigin = 'supervisor' | 'guardian';

/** Communication with students is asked for: a person, students, a period, a due date. Subject `records-request/<recordsRequestId>`. */
export type RecordsRequestOpened = EventEnvelope<
  'sightline.messaging-archive.records-request-opened.v1',
  {
    readonly recordsRequestId: string;
    readonly origin: RecordsRequestOrigin;
    readonly clause: 'C8' | 'C9';
    readonly askedById: string;
    /** Whose communication is asked for, and whose task it is. */
    readonly staffId: string;
    /** Who hears of it when it is overdue; null where the roster names no supervisor. */
    readonly supervisorId: string | null;
    readonly studentIds: readonly string[];
    /** Dates in the district's time zone, both inclusive. */
    readonly from: string;
    readonly until: string;
    readonly dueOn: string;
    /** The day on which it goes to whoever the district named, when nothing was stated by then. */
    readonly escalatesOn: string;
    /** How broad it is: days of the period, and requests by the same person about the same one in the year before. */
    readonly breadth: { readonly days: number; readonly students: number; readonly earlierRequests: number };
    readonly words: WordsCommitment | null;
  }
>;

/** What was handed over for it: imports and messages of the archive. */
export type RecordsRequestFulfilled = EventEnvelope<
  'sightline.messaging-archive.records-request-fulfilled.v1',
  {
    readonly recordsRequestId: string;
    readonly staffId: string;
    readonly importIds: readonly string[];
    readonly messageIds: readonly string[];
  }
>;

/** The staff member stated in words that it is complete, and what was withheld as private. */
export type RecordsRequestAttested = EventEnvelope<
  'sightline.messaging-archive.records-request-attested.v1',
  {
    readonly recordsRequestId: string;
    readonly staffId: string;
    readonly askedById: string;
    readonly words: WordsCommitment;
    /** How many items were withheld as private, each named in the statement. */
    readonly withheld: number;
    /** What the archive itself has for the same person, students and period at that moment. */
    readonly inArchive: number;
    readonly late: boolean;
  }
>;

/** Nothing was stated by the due date. */
export type RecordsRequestOverdue = EventEnvelope<
  'sightline.messaging-archive.records-request-overdue.v1',
  {
    readonly recordsRequestId: string;
    readonly staffId: string;
    readonly askedById: string;
    readonly supervisorId: string | null;
    readonly dueOn: string;
    readonly clause: 'C8' | 'C9';
  }
>;

/** Still nothing after the further days that the district allows: it goes up. */
export type RecordsRequestEscalated = EventEnvelope<
  'sightline.messaging-archive.records-request-escalated.v1',
  {
    readonly recordsRequestId: string;
    readonly staffId: string;
    readonly askedById: string;
    readonly supervisorId: string | null;
    readonly dueOn: string;
    readonly clause: 'C8' | 'C9';
  }
>;

export type RecordsRequestEvent =
  | RecordsRequestOpened
  | RecordsRequestFulfilled
  | RecordsRequestAttested
  | RecordsRequestOverdue
  | RecordsRequestEscalated;
